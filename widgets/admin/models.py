"""The models of the site: their page, live, and the row of each."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import URLField
from django.http import HttpRequest
from django.utils import timezone

from inference.catalogue import cards, keys
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
        _names(data, "pools")
        try:
            cards.check_defaults(data.get("task", ""), data.get("defaults") or {})
        except ValueError as error:
            raise ValidationError({"defaults": str(error)}) from error
        return data


def _names(data: dict[str, Any], field: str) -> None:
    names = data.get(field, [])
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise ValidationError({field: 'This is a list of names, such as ["gpu-0"].'})


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
        shipped = obj is not None and obj.name in {row["name"] for row in cards.shipped()}
        return (*OWN, *WEIGHTS) if shipped else ()

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
