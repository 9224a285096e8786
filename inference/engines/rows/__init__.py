"""Many requests at once on a CPU, over the model's ordinary forward pass: each has a row of keys and values, and every
step reads one token of those that write and a bounded piece of the prompts of those that begin."""

from inference.engines.rows.batch import RowBatch

__all__ = ["RowBatch"]
