"""Recipes: how the models that ship with the product were trained, to be run again or further."""
