"""Recipes: how the models that ship with the product were trained, to be run again or further.

`pictures` is that of the picture model, `t5` that of the one that translates. Both learn within a `budget` of time,
and what they keep in `files` is there whole or not at all.
"""
