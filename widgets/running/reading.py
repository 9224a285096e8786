"""A run as the API gives it: its inputs, the newest result of each widget, and what was streamed so far.

One query for the run, one for its results and two for the models' cards, however long it was played; two more for the
files that were given, if there are any.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import redis

from inference import streams
from widgets.documents.describing import describe as describe_uploads
from widgets.models import Result, Run, Upload
from widgets.running.values import Standing, log_of, stand

UNKNOWN = ""  # a cursor before everything: whoever follows from it is told to read again
CLOCKS_DIFFER = timedelta(minutes=5)  # at most, that of Redis and those of who writes to the database

log = logging.getLogger(__name__)


def read(run: Run) -> dict[str, Any]:
    """Run, as in docs/architecture.md. The cursor is taken first: what happens meanwhile is told twice, never lost."""
    cursor = cursor_of(log_of(run.pk))
    run = Run.objects.select_related("revision", "app").get(pk=run.pk)
    standing = stand(run)
    return {
        "id": run.pk,
        "app": run.app_id,
        "revision": run.revision.number,
        "cursor": cursor,
        "state": "playing" if is_playing(standing) else "resting",
        "inputs": {standing.title(id): value for id, value in inputs(standing).items()},
        "uploads": _uploads(standing),
        "results": _results(run, standing, cursor),
    }


def is_playing(standing: Standing) -> bool:
    return any(standing.unfinished(id) for id in standing.newest)


def inputs(standing: Standing) -> dict[str, Any]:
    """What the inputs hold, given or by default, by widget id."""
    return dict(standing.inputs.values)


def _uploads(standing: Standing) -> dict[str, dict[str, Any]]:
    """The files that the inputs name, by their ids."""
    files = standing.inputs.files
    return describe_uploads(Upload.objects.filter(pk__in=files)) if files else {}


@dataclass
class Streamed:
    """What came so far of a result in work. That it began, the log tells before the row does."""

    began: bool = False
    pieces: list[str] = field(default_factory=list)
    progress: dict[str, Any] | None = None
    preview: dict[str, Any] | None = None

    def take(self, type: str, data: Mapping[str, Any]) -> None:
        match type:
            case "generation.delta":
                self.pieces.append(data["text"])
            case "generation.progress":
                self.progress = {name: data[name] for name in ("done", "of", "words")}
            case "generation.preview":
                self.preview = {name: data[name] for name in ("media_type", "data")}


NOTHING = Streamed()


def describe(standing: Standing, id: str, streamed: Streamed = NOTHING) -> dict[str, Any]:
    """Result, as in docs/architecture.md."""
    known = {"widget": id, "title": standing.title(id), "stale": standing.stale(id), "missing": standing.missing[id]}
    row = standing.newest.get(id)
    shown, before = (_of_row(row, streamed) if row else _IDLE), _before(standing, id)
    if standing.kind(id).echoes_prompt and not standing.run.shows_prompts:
        shown = shown | {"value": ""}
        before = before and before | {"value": ""}
    return known | shown | {"before": before}


def _before(standing: Standing, id: str) -> dict[str, Any] | None:
    """What it held until it was played again and nothing came. A chat's turns stand there anyway."""
    newest, done = standing.newest.get(id), standing.done.get(id)
    if not newest or not done or standing.takes_input(id) or newest.state in (*Result.UNFINISHED, Result.State.DONE):
        return None
    if not (done.value or done.files) or (newest.files if done.files else newest.value):
        return None
    return {"value": done.value, "files": _files(done)}


_IDLE: dict[str, Any] = {
    "id": None,
    "state": "idle",
    "value": "",
    "files": [],
    "finish": None,
    "usage": None,
    "failure": None,
    "attempt": 0,
    "stopping": False,
    "thumbs": 0,
    "progress": None,
    "preview": None,
    "created_at": None,
}


def _of_row(row: Result, streamed: Streamed) -> dict[str, Any]:
    if row.state not in Result.UNFINISHED:
        streamed = NOTHING
    return {
        "id": row.pk,
        "state": str(Result.State.RUNNING if streamed.began else row.state),
        "value": "".join(streamed.pieces) if row.state in Result.UNFINISHED else row.value,
        "files": _files(row),
        "finish": row.finish or None,
        "usage": row.usage or None,
        "failure": row.failure,
        "attempt": row.attempt,
        "stopping": row.stopping,
        "progress": streamed.progress,
        "preview": streamed.preview,
        "thumbs": getattr(row, "thumbs", None) or 0,  # where the query of widgets.running.values brought it along
        "created_at": row.created_at.isoformat(timespec="microseconds"),  # always as long: they compare as texts
    }


def _files(row: Result) -> list[dict[str, Any]]:
    return [_file(row, number) for number in range(len(row.files))]


def _file(row: Result, number: int) -> dict[str, Any]:
    file = row.files[number]
    url = f"/api/runs/{row.run_id}/results/{row.pk}/files/{number}"
    return {"url": url, "media_type": file["media_type"], "width": file["width"], "height": file["height"]}


def cursor_of(key: str) -> str:
    """The last entry of an event log, or UNKNOWN while Redis is away."""
    try:
        return streams.tail(key)
    except redis.RedisError as error:
        log.warning("the log %s cannot be read: %s", key, error)
        return UNKNOWN


def _results(run: Run, standing: Standing, cursor: str) -> dict[str, dict[str, Any]]:
    """By title; of two widgets with the same title, references mean the first, and so does this."""
    streamed = _streamed(run, standing, cursor)
    found: dict[str, dict[str, Any]] = {}
    for widget in standing.graph.widgets:
        row = standing.newest.get(widget.id)
        if standing.is_played(widget.id):
            so_far = streamed.get(row.pk, NOTHING) if row else NOTHING
            found.setdefault(widget.title, describe(standing, widget.id, so_far))
    return found


def _streamed(run: Run, standing: Standing, until: str) -> dict[str, Streamed]:
    """What came so far of what is unfinished, by result id: folded from the log, of the attempt that counts."""
    rows = [row for id, row in standing.newest.items() if standing.unfinished(id)]
    if not rows or until == UNKNOWN:
        return {}
    attempts = {row.pk: row.attempt for row in rows}
    since = streams.position(min(row.created_at for row in rows) - CLOCKS_DIFFER)
    try:
        entries = streams.read(log_of(run.pk), after=since, until=until)
    except redis.RedisError as error:
        log.warning("the log of a run cannot be read: %s", error)
        return {}
    return fold(entries, attempts)


def fold(entries: list[streams.Entry], attempts: dict[str, int]) -> dict[str, Streamed]:
    """What the entries streamed, by result id, of these attempts (by result id) only."""
    found: dict[str, Streamed] = {}
    for entry in entries:
        id = entry.data.get("result")
        if not isinstance(id, str) or attempts.get(id) != entry.data.get("attempt"):
            continue
        if entry.type == "generation.started":
            found[id] = Streamed(began=True)
        else:
            found.setdefault(id, Streamed(began=True)).take(entry.type, entry.data)
    return found
