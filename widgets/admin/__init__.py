"""Django's administration: what stands in it, and how."""

from widgets.admin import content, models, runs

__all__ = ["content", "models", "runs"]
