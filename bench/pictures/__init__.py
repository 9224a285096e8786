"""How often one can tell what the picture model was asked to draw: retrieval among real pictures, by a small judge."""
