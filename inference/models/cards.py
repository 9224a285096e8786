"""The table of ModelCards: neural nets that may be run. Knows nothing of how they are run."""

from collections.abc import Collection
from pathlib import Path

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from inference import languages
from inference.protocol import Body, CodeBody, TranslateBody

BYTES = {"auto": 2, "float32": 4, "bfloat16": 2, "float16": 2, "int8": 2, "int4": 2}  # of one weight, at most
ADAPTER = "adapter_config.json"  # as peft calls it
OVERHEAD = 1.2  # what a model takes beside its weights, as long as nobody has measured it


class ModelCard(models.Model):
    """One neural net: what it is for, where its weights come from, how it is run."""

    class Task(models.TextChoices):
        TEXT = "text"
        CODE = "code"
        TRANSLATION = "translation"
        SUMMARIZATION = "summarization"
        EMBEDDING = "embedding"
        CLASSIFICATION = "classification"
        RERANKING = "reranking"
        FILL_MASK = "fill-mask"
        IMAGE = "image"

    class Family(models.TextChoices):
        TEXT = "text"  # GPT-style decoders
        SEQ2SEQ = "seq2seq"  # T5, BART, Marian: encoder–decoders
        ENCODER = "encoder"  # BERT-style encoders
        IMAGE = "image"  # diffusers pipelines
        REMOTE = "remote"  # another server that speaks the protocol of OpenAI
        ECHO = "echo"  # no net at all

    class Precision(models.TextChoices):
        AUTO = "auto"  # bfloat16 where the device computes with it, else float32
        FLOAT32 = "float32"
        BFLOAT16 = "bfloat16"
        FLOAT16 = "float16"
        INT8 = "int8"
        INT4 = "int4"

    # What it is
    name = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True, help_text="What it is good for, in a sentence.")
    task = models.CharField(max_length=20, choices=Task.choices)
    family = models.CharField(max_length=20, choices=Family.choices)
    instructed = models.BooleanField(
        default=True, help_text="Follows instructions; without, it only goes on with text."
    )
    languages = models.JSONField(default=list, blank=True, help_text='Of translation: [["en", "fr"], …]; [] is any.')
    parameters = models.PositiveBigIntegerField(null=True, blank=True, help_text="How many weights it has.")
    context = models.PositiveIntegerField(help_text="Tokens that it reads at most, its answer included.")

    # Where its weights come from
    source = models.JSONField(default=list, blank=True, help_text="Where weights come from; tried in this order.")
    revision = models.CharField(max_length=80, blank=True, help_text="Changes when the weights change.")
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text="Bytes to download.")
    licence = models.CharField(max_length=80, blank=True)
    terms = models.URLField(blank=True, help_text="Terms that an administrator has to accept before it is installed.")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    installed_at = models.DateTimeField(null=True, blank=True, editable=False)

    # Where it runs
    # No URLField: names without a dot, such as those of containers, are addresses too. A password has no place in it.
    url = models.CharField(
        max_length=300,
        blank=True,
        validators=[RegexValidator(r"^https?://[^\s/@]+(/\S*)?$", "This is an address such as http://gpu:8000/v1.")],
        help_text="Of remote models: where the server is, such as http://gpu:8000/v1.",
    )
    remote_name = models.CharField(max_length=200, blank=True, help_text="What that server calls it.")
    key = models.TextField(blank=True, editable=False)  # encrypted, see inference.catalogue.keys
    precision = models.CharField(max_length=20, choices=Precision.choices, default=Precision.AUTO)
    device = models.CharField(
        max_length=20, default="auto", validators=[RegexValidator(r"^(auto|cpu|cuda:\d+)$", "auto, cpu or cuda:0")]
    )
    pools = models.JSONField(default=list, blank=True, help_text="Names of the pools that may serve it; [] is any.")
    memory = models.PositiveBigIntegerField(null=True, blank=True, help_text="Bytes: measured when it was loaded.")
    keep_alive = models.PositiveIntegerField(
        null=True, blank=True, help_text="Seconds without work before it is unloaded; empty is until room is needed."
    )
    pinned = models.BooleanField(default=False, help_text="Never unloaded to make room.")

    # Who may use it, and how
    default = models.BooleanField(default=False, help_text="Used where a widget names no model of this task.")
    enabled = models.BooleanField(default=True)
    groups = models.ManyToManyField("auth.Group", blank=True, help_text="Who may use it; none chosen is everyone.")
    defaults = models.JSONField(
        default=dict, blank=True, help_text='Parameters where a widget says nothing: {"steps": 20}.'
    )
    most_tokens = models.PositiveIntegerField(null=True, blank=True, help_text="Of one answer.")
    most_pixels = models.PositiveIntegerField(null=True, blank=True, help_text="Of one picture: width × height.")
    replacement = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Asked in its place once it is retired.",
    )
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    # Where it was taught here
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", editable=False
    )
    shared = models.BooleanField(default=False, help_text="Others than its owner may use it too.")
    base = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="taught", editable=False)
    lineage = models.JSONField(default=dict, blank=True, editable=False)  # how: revision, examples, figures, seconds

    MEASURED_FOR = ("revision", "precision", "device")  # `memory` says nothing of another

    replaces: Collection[str] = ()  # names of retired cards, where inference.catalogue.cards looked for them

    class Meta:
        ordering = ("task", "-default", "name")
        verbose_name = "model"
        constraints = (
            models.UniqueConstraint(fields=["task"], condition=Q(default=True), name="one_default_card_per_task"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def public_name(self) -> str:
        """What the hub calls it, where it is there."""
        return next((source["repository"] for source in self.source if source["from"] == "hub"), self.name)

    @property
    def is_adapter(self) -> bool:
        """Whether it was taught beside the weights of its base, and is nothing without them."""
        return (self.folder / ADAPTER).is_file()

    @property
    def private(self) -> bool:
        """Whether nobody but its owner may use it."""
        return self.owner_id is not None and not self.shared

    @property
    def folder(self) -> Path:
        return Path(settings.MODELS_DIR) / self.name

    @property
    def downloads(self) -> Path:
        """Where what comes for it is kept until it is installed."""
        return Path(settings.MODELS_DIR) / ".downloads" / self.name

    @property
    def expected_memory(self) -> int | None:
        """Bytes: measured when it was loaded, else what its weights should take; None where neither is known."""
        if self.memory or not self.parameters:
            return self.memory
        return int(self.parameters * BYTES[self.precision] * OVERHEAD)

    @property
    def shipped(self) -> bool:
        """Whether its weights come with the product."""
        return bool(self.source) and self.source[0]["from"] == "shipped"

    @property
    def lenders(self) -> set[str]:
        """Names of the models whose files it borrows, which must be installed before it."""
        return {lent["model"] for source in self.source for lent in source.get("borrowed", {}).values()}

    @property
    def kept(self) -> bool:
        """Whether something of its download is here."""
        return any(path.is_file() for path in self.downloads.rglob("*"))

    @property
    def installed(self) -> bool:
        return self.installed_at is not None

    def goes_by(self, name: str) -> bool:
        """Whether who asks for that name is given this card."""
        return name == self.name or name in self.replaces

    def suits(self, body: Body) -> bool:
        """Whether it would do for such a work of its task, where nobody asks for this very card."""
        match body:
            case TranslateBody() if self.languages:
                return any(
                    target == languages.code(body.target) and (source == languages.code(body.source) or not body.source)
                    for source, target in self.languages
                )
            case CodeBody():
                return self.instructed or not body.prompt
            case _:
                return True
