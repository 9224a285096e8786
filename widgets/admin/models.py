"""The models of the site: their page, live, and the row of each."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, URLField
from django.http import HttpRequest
from django.utils import timezone

from inference import languages
from inference.catalogue import cards, installs, keys, removing
from inference.catalogue.failures import NotReady
from inference.catalogue.sources import shapes
from inference.models import ModelCard

OWN = ("name", "title", "summary", "task", "family", "instructed", "languages", "parameters", "context")
WEIGHTS = ("source", "revision", "size", "licence", "terms")
REMOTE = ("url", "remote_name", "new_key")
RUNNING = ("precision", "device", "pools", "keep_alive", "pinned")
USE = ("enabled", "default", "groups", "defaults", "most_tokens", "most_pixels")


class ModelCardForm(forms.ModelForm):  # type: ignore[type-arg]
    new_key = forms.CharField(
        label="New key",
        required=False,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
        help_text="What the server wants to see. It is kept encrypted and not shown again; empty keeps the old one.",
    )

    class Meta:
        model = ModelCard
        fields = ()  # those that the administration asks for

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        # Two defaults of a task are no fault of this row: the other one gives way when it is saved.
        self.becomes_default, data["default"] = bool(data.get("default")), False
        if data.get("family") == ModelCard.Family.REMOTE and not (data.get("url") and data.get("remote_name")):
            raise ValidationError("A model on another server needs the address of the server and its name there.")
        _check(data, "pools", _names)
        _check(data, "languages", _pairs)
        _check(data, "source", shapes.check)
        _check(data, "defaults", partial(cards.check_defaults, data.get("task") or self.instance.task))
        self._check_default(data)
        return data

    def _check_default(self, data: dict[str, Any]) -> None:
        remote = data.get("family") == ModelCard.Family.REMOTE
        ready = data.get("enabled") and (remote or self.instance.installed) and not self.instance.retired_at
        if self.becomes_default and not self.instance.default and not ready:
            raise ValidationError({"default": NotReady.message})


def _check(data: dict[str, Any], field: str, check: Callable[[Any], None]) -> None:
    """`check` raises ValueError with a sentence."""
    try:
        if field in data:
            check(data[field])
    except ValueError as error:
        raise ValidationError({field: str(error)}) from error


def _names(names: Any) -> None:
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise ValueError('This is a list of names, such as ["gpu-0"].')


def _pairs(pairs: Any) -> None:
    for pair in pairs if isinstance(pairs, list) else [None]:
        if not isinstance(pair, list) or len(pair) != 2 or None in map(languages.code, map(str, pair)):
            raise ValueError('This is a list of pairs of languages, such as [["en", "fr"]].')


@admin.register(ModelCard)
class ModelCardAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = ModelCardForm
    list_display = ("title", "name", "task", "family", "default", "enabled", "installed_at")
    list_filter = ("task", "family", "enabled")
    search_fields = ("name", "title")
    filter_horizontal = ("groups",)
    fieldsets: ClassVar = [
        (None, {"fields": OWN}),
        ("Where its weights come from", {"fields": WEIGHTS}),
        ("On another server", {"fields": REMOTE, "description": "For models of the family “remote” only."}),
        ("How it runs", {"fields": RUNNING}),
        ("Who may use it, and how", {"fields": USE}),
    ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"title": "Models"} | (extra_context or {}))

    def get_readonly_fields(self, request: HttpRequest, obj: ModelCard | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """What comes with the product is brought back by its next start, so only what is chosen can be changed."""
        if obj is None:
            return ()
        shipped = obj.name in {row["name"] for row in cards.shipped()}
        return (*OWN, *WEIGHTS) if shipped else ("name",)  # its folder goes by its name

    def has_delete_permission(self, request: HttpRequest, obj: ModelCard | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (
            obj and (installs.unfinished().filter(card=obj).exists() or removing.holds(obj))
        )

    def delete_model(self, request: HttpRequest, obj: ModelCard) -> None:
        if obj.base_id is None:  # the folder of what was taught goes with its card
            removing.remove(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ModelCard]) -> None:
        for card in queryset:
            self.delete_model(request, card)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        if isinstance(db_field, URLField):
            more["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **more)

    def save_model(self, request: HttpRequest, obj: ModelCard, form: Any, change: bool) -> None:
        """A task has one default: a new one takes the place of the old one. A remote model needs no installing."""
        if form.cleaned_data.get("new_key"):
            obj.key = keys.encrypt(form.cleaned_data["new_key"])
        if obj.family == ModelCard.Family.REMOTE:
            obj.installed_at = obj.installed_at or timezone.now()
        if set(ModelCard.MEASURED_FOR) & set(form.changed_data):
            obj.memory = None
        super().save_model(request, obj, form, change)
        if form.becomes_default:
            cards.make_default(obj)
