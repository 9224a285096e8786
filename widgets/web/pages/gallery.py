"""Lists of apps as pages: the gallery, with its search, and one's own apps. All of it works without a script."""

from typing import Any, get_args
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from inference.catalogue.cards import cards_for
from widgets.building.composer.inspiration import IDEAS
from widgets.community import gallery as shelf
from widgets.models import Snapshot
from widgets.models.apps import AppQuerySet
from widgets.snapshots import shipped
from widgets.web import listing
from widgets.web.players import player_of

ORDERS = {"featured": "Featured", "trending": "Trending", "new": "New"}
TASKS = {
    "text": "Writes text",
    "summarization": "Summarises",
    "translation": "Translates",
    "code": "Writes code",
    "image": "Draws pictures",
    "embedding": "Searches",
    "classification": "Sorts",
}
LONGEST_SEARCH = 200  # characters


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    order: Any = asked["order"] if asked["order"] in get_args(shelf.Order) else "featured"
    found = shelf.narrow(shelf.public(order), tag=asked["tag"], task=asked["task"], model=asked["model"])
    found = shelf.search(found, asked["q"])
    narrowed = {name: value for name, value in asked.items() if value and name != "order"}
    context = {
        "asked": asked | {"order": order},
        "narrowed": narrowed,
        "orders": [(name, title, urlencode(narrowed | {"order": name})) for name, title in ORDERS.items()],
        "tags": shelf.common_tags(),
        "tasks": TASKS,
        "models": [card for card in cards_for(player_of(request).account) if card.installed],
        "ideas": IDEAS,
        "played": _played(),
        "query": urlencode(narrowed | {"order": order}),
    }
    return _list(request, "gallery.html", found, context)


def _played() -> str:
    """Where an example stands as it came out, if it still does."""
    example = Snapshot.objects.present().filter(pk=shipped.EXAMPLE).first()
    return reverse("snapshot", args=[example.pk]) if example else ""


def _asked(request: HttpRequest) -> dict[str, str]:
    names = ("q", "tag", "task", "model", "order")
    return {name: request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST_SEARCH] for name in names}


@require_safe
@login_required
def my_apps(request: HttpRequest) -> HttpResponse:
    return _list(request, "apps/mine.html", listing.mine(player_of(request)), {})


def _list(request: HttpRequest, template: str, found: AppQuerySet, context: dict[str, Any]) -> HttpResponse:
    """`apps` as GET /api/apps gives them, and the numbers of the pages before and after, if there are any."""
    number = _number(request.GET.get("page", ""))
    page, more = listing.page_of(found, player_of(request), number)
    if not page and number > 1:  # an address of other times
        number = listing.last_page(found)
        page, more = listing.page_of(found, player_of(request), number)
    context |= {
        "apps": [app.model_dump(mode="json") for app in page],
        "previous_page": number - 1 if number > 1 else None,
        "next_page": number + 1 if more else None,
    }
    return render(request, template, context)


def _number(text: str) -> int:
    return min(max(int(text), 1), 10_000) if text.isdecimal() and len(text) < 6 else 1


def shown(apps: AppQuerySet, request: HttpRequest, most: int = listing.PAGE) -> list[dict[str, Any]]:
    """A row of apps on another page, such as a profile."""
    page, _ = listing.page_of(apps, player_of(request), 1, most)
    return [app.model_dump(mode="json") for app in page]
