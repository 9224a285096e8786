"""The tiny engine, to compare with."""

from tests.inference.conftest import tiny_engine

__all__ = ["tiny_engine"]
