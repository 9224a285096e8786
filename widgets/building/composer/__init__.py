"""From a description in words to an app: a model plans it, then fills in one widget after the other.

Every answer comes under a grammar that lets through only what can be played, so a small model will do. The pure
modules here say what to ask and what an answer means; `compositions` keeps count of who was asked what.
"""
