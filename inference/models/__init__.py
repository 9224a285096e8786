"""The tables: which neural nets there are, and what long work is done with them."""

from inference.models.cards import ModelCard
from inference.models.jobs import Installation, Job, Tuning

__all__ = ["Installation", "Job", "ModelCard", "Tuning"]
