"""Addresses of apps that people can read: the id, which cannot be guessed, and the title's words for the eye."""

from django.utils.text import slugify

from widgets.models import App

LONGEST = 60  # characters of the words


def path_of(app: App) -> str:
    """Any words lead to the app, also none: links with an older title go on working."""
    words = slug_of(app.title)
    return f"/apps/{app.pk}/{words}/" if words else f"/apps/{app.pk}/"


def slug_of(title: str) -> str:
    """Whole words, in letters that stay readable in an address. None are left of some titles."""
    words = slugify(title)
    return words if len(words) <= LONGEST else words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
