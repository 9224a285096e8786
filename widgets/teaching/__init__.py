"""Teaching a model: `examples` reads and checks them, `datasets` keeps them, `lessons` has a model learn from them."""
