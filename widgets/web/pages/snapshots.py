"""The page of a snapshot with its pictures, and one's own snapshots."""

from typing import Any

from django.core.files.storage import default_storage
from django.db.models.fields.json import KeyTextTransform
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from widgets.models import Snapshot
from widgets.snapshots.freezing import Frozen, FrozenWidget, answers, frozen
from widgets.snapshots.wording import data
from widgets.web.api.snapshots import describe
from widgets.web.looking_up import app_of_snapshot, snapshot_to_see
from widgets.web.players import player_of

MOST = 100  # of one's own on a page
SENTENCE = 200  # characters, for other sites
LOOKS = {"image": "picture", "picture": "picture", "classify": "scores", "search": "passages", "code": "code"}
LOOKS |= {"heading": "heading"} | dict.fromkeys(("input", "select", "number", "toggle", "document"), "given")


@require_safe
def snapshot(request: HttpRequest, snapshot_id: str) -> HttpResponse:
    found = snapshot_to_see(snapshot_id)
    content, player = frozen(found), player_of(request)
    context = {
        "snapshot": describe(found, player),
        "about": _about(content),
        "app": app_of_snapshot(found, player),
        "widgets": [_shown(found.pk, widget) for widget in _in_reading_order(content.widgets)],
        "is_mine": found.is_by(player),
        "address": request.build_absolute_uri(),
        "card": request.build_absolute_uri("card.png"),
    }
    return render(request, "snapshots/snapshot.html", context)


@require_safe
def file(request: HttpRequest, snapshot_id: str, widget: str, number: int) -> FileResponse:  # noqa: ARG001
    content = frozen(snapshot_to_see(snapshot_id))
    files = next((one.files for one in content.widgets if one.id == widget), [])
    if number >= len(files):
        raise Http404
    stored = files[number]
    try:
        answer = FileResponse(default_storage.open(stored.path), content_type=stored.media_type)
    except FileNotFoundError:
        raise Http404 from None
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@require_safe
def my_snapshots(request: HttpRequest) -> HttpResponse:
    mine = Snapshot.objects.present().by(player_of(request)).order_by("-created_at")
    rows = mine.values("id", "title", "created_at", app_title=KeyTextTransform("app", "content"))
    return render(request, "snapshots/mine.html", {"snapshots": rows[:MOST]})


def _in_reading_order(widgets: list[FrozenWidget]) -> list[FrozenWidget]:
    return sorted(widgets, key=lambda widget: (widget.layout.y, widget.layout.x))


def _about(content: Frozen) -> str:
    """The first words of the first result, for other sites."""
    first = " ".join(next(iter(answers(content)), "").split())
    return first if len(first) <= SENTENCE else f"{first[: SENTENCE - 1]}…"


def _shown(snapshot: str, widget: FrozenWidget) -> dict[str, Any]:
    """`look` says which part of the page draws it."""
    is_data = widget.kind == "text" and data(widget.value) is not None
    look = LOOKS.get(widget.kind, "data" if is_data else "prose")
    return {
        "id": widget.id,
        "title": widget.title,
        "kind": widget.kind,
        "look": look,
        "layout": widget.layout.model_dump(),
        "value": _rows(widget.value) if look in ("scores", "passages") else widget.value,
        "text": widget.settings.get("text", ""),
        "language": widget.settings.get("language", ""),
        "files": [
            {"url": f"/snapshots/{snapshot}/files/{widget.id}/{number}", "width": one.width, "height": one.height}
            for number, one in enumerate(widget.files)
        ],
    }


def _rows(value: str) -> list[dict[str, Any]]:
    """Of labels or of passages, each with how well it fits."""
    rows = data(value) or []
    return [row | {"percent": f"{row['score']:.0%}"} for row in rows]
