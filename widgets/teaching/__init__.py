"""Teaching a model by examples: collecting them, and looking whether they are fit to learn from."""
