"""Uploads as the API gives them, without reading their texts."""

from typing import Any

from django.db.models import QuerySet

from widgets.models import Upload

_FIELDS = ("id", "name", "media_type", "size", "state", "failure", "characters", "tokens", "width", "height")


def describe(uploads: QuerySet[Upload]) -> dict[str, dict[str, Any]]:
    """By id: Upload, as in docs/architecture.md. One query."""
    return {row["id"]: row for row in uploads.values(*_FIELDS)}
