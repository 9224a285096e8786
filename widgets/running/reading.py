"""A run as the API gives it: its inputs, the newest result of each widget, and the text streamed so far.

One query for the run, one for its results and one for the models' cards, however long it was played.
"""

import logging
from typing import Any

import redis

from inference import streams
from widgets.models import Result, Run
from widgets.running.values import Standing, log_of, stand

UNKNOWN = ""  # a cursor before everything: whoever follows from it is told to read again

log = logging.getLogger(__name__)


def read(run: Run) -> dict[str, Any]:
    """Run, as in docs/architecture.md. The cursor is taken first: what happens meanwhile is told twice, never lost."""
    cursor = _cursor(run)
    run = Run.objects.select_related("revision").get(pk=run.pk)
    standing = stand(run)
    return {
        "id": run.pk,
        "app": run.app_id,
        "revision": run.revision.number,
        "cursor": cursor,
        "state": "playing" if is_playing(standing) else "resting",
        "inputs": {standing.title(id): value for id, value in inputs(standing).items()},
        "results": _results(run, standing, cursor),
    }


def is_playing(standing: Standing) -> bool:
    return any(standing.unfinished(id) for id in standing.newest)


def inputs(standing: Standing) -> dict[str, str]:
    """What the inputs hold, given or by default, by widget id."""
    return {id: standing.value(id) or "" for id in standing.widgets if standing.takes_input(id)}


def describe(standing: Standing, id: str, text: str = "") -> dict[str, Any]:
    """Result, as in docs/architecture.md. `text` is what was streamed so far."""
    known = {"widget": id, "title": standing.title(id), "stale": standing.stale(id), "missing": standing.missing[id]}
    row = standing.newest.get(id)
    return known | (_of_row(row, text) if row else _IDLE)


_IDLE: dict[str, Any] = {
    "id": None,
    "state": "idle",
    "value": "",
    "finish": None,
    "usage": None,
    "failure": None,
    "attempt": 0,
    "stopping": False,
    "created_at": None,
}


def _of_row(row: Result, text: str) -> dict[str, Any]:
    return {
        "id": row.pk,
        "state": str(row.state),
        "value": text if row.state in Result.UNFINISHED else row.value,
        "finish": row.finish or None,
        "usage": row.usage or None,
        "failure": row.failure,
        "attempt": row.attempt,
        "stopping": row.stopping,
        "created_at": row.created_at.isoformat(timespec="microseconds"),  # always as long: they compare as texts
    }


def _cursor(run: Run) -> str:
    try:
        return streams.tail(log_of(run.pk))
    except redis.RedisError as error:
        log.warning("the log of a run cannot be read: %s", error)
        return UNKNOWN


def _results(run: Run, standing: Standing, cursor: str) -> dict[str, dict[str, Any]]:
    """By title; of two widgets with the same title, references mean the first, and so does this."""
    texts = _streamed(run, standing, cursor)
    found: dict[str, dict[str, Any]] = {}
    for widget in standing.graph.widgets:
        row = standing.newest.get(widget.id)
        if standing.is_played(widget.id):
            found.setdefault(widget.title, describe(standing, widget.id, texts.get(row.pk, "") if row else ""))
    return found


def _streamed(run: Run, standing: Standing, until: str) -> dict[str, str]:
    """The text so far of what is unfinished, by result id: folded from the log, of the attempt that counts."""
    attempts = {row.pk: row.attempt for id, row in standing.newest.items() if standing.unfinished(id)}
    if not attempts or until == UNKNOWN:
        return {}
    try:
        entries = streams.read(log_of(run.pk), until=until)
    except redis.RedisError as error:
        log.warning("the log of a run cannot be read: %s", error)
        return {}
    return fold(entries, attempts)


def fold(entries: list[streams.Entry], attempts: dict[str, int]) -> dict[str, str]:
    """What the entries streamed, by result id, of these attempts (by result id) only."""
    texts: dict[str, list[str]] = {}
    for entry in entries:
        id = entry.data.get("result")
        if not isinstance(id, str) or attempts.get(id) != entry.data.get("attempt"):
            continue
        if entry.type == "generation.started":
            texts[id] = []
        elif entry.type == "generation.delta":
            texts.setdefault(id, []).append(entry.data["text"])
    return {id: "".join(pieces) for id, pieces in texts.items()}
