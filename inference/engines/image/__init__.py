"""Pictures from any text-to-image pipeline of diffusers. Knows pipelines by what they take and what they have, and none
by its name."""

from inference.engines.image.engine import ImageEngine

__all__ = ["ImageEngine"]
