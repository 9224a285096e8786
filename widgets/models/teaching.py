"""Examples that models learn from, and what learned from them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from inference.models import Tuning
from widgets.models.apps import App
from widgets.models.identifiers import LENGTH, new_id


class Dataset(models.Model):
    """Its owner's, and nobody else's."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="datasets")
    title = models.CharField(max_length=120)
    # Where it was collected, to do that again; see widgets.teaching.collecting.
    app = models.ForeignKey(App, models.SET_NULL, null=True, related_name="datasets")
    widget = models.CharField(max_length=32, blank=True)  # its id in the graph
    sources = models.JSONField(default=dict)  # {thumbs, corrections, snapshots: [id]}
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.title


class DatasetVersion(models.Model):
    """What it was once; it does not change any more."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()  # as it was given: CSV, JSON or lines
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dataset", "number"], name="one_version_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.number}"


class Lesson(models.Model):
    """A model that learned, learns or will learn from a version."""

    # None where it was deleted: whoever owns the model that came of it goes on owning it.
    version = models.ForeignKey(DatasetVersion, models.SET_NULL, null=True, related_name="lessons")
    tuning = models.OneToOneField(Tuning, models.CASCADE, related_name="lesson")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.version_id} {self.tuning_id}"
