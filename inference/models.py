"""The table of ModelCards: neural nets that may be run. Knows nothing of how they are run."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q


class ModelCard(models.Model):
    """One neural net: what it is for, where its weights come from, how it is run."""

    class Task(models.TextChoices):
        TEXT = "text"
        EMBEDDING = "embedding"

    class Family(models.TextChoices):
        TEXT = "text"  # GPT-style decoders
        ENCODER = "encoder"  # BERT-style encoders
        ECHO = "echo"  # no net at all

    name = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    task = models.CharField(max_length=20, choices=Task.choices)
    family = models.CharField(max_length=20, choices=Family.choices)
    source = models.JSONField(default=list, blank=True, help_text="Where weights come from; tried in this order.")
    revision = models.CharField(max_length=80, blank=True, help_text="Changes when the weights change.")
    licence = models.CharField(max_length=80, blank=True)
    context = models.PositiveIntegerField(help_text="Tokens that it reads at most, its answer included.")
    precision = models.CharField(max_length=20, default="bfloat16")
    device = models.CharField(max_length=20, default="auto")
    default = models.BooleanField(default=False, help_text="Used where a widget names no model of this task.")
    enabled = models.BooleanField(default=True)
    installed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("task", "-default", "name")
        constraints = (
            models.UniqueConstraint(fields=["task"], condition=Q(default=True), name="one_default_card_per_task"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def folder(self) -> Path:
        return Path(settings.MODELS_DIR) / self.name

    @property
    def installed(self) -> bool:
        return self.installed_at is not None
