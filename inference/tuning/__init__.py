"""Fine-tuning: from a model and examples to a folder that transformers loads. Heavy: for a process of its own.

`learning` is what all of it has in common; `labels` teaches an encoder to sort texts. Nothing here knows whose examples
these are, or who uses what becomes of them.
"""
