"""BERT-style encoders: searching and classifying by near vectors, and what a head was trained for: labels, what follows
from what, how well a passage answers, which word fills a gap. One module a work."""

from inference.engines.encoder.engine import EncoderEngine

__all__ = ["EncoderEngine"]
