"""Teaching a model: `examples` reads and checks them, `datasets` keeps them, `lessons` has a model learn from them.

Examples also come from apps: `rating` keeps what a model was asked, `collecting` makes a dataset of what was rated.
"""
