"""A trial as the API gives it: its answers, and what was streamed of them so far."""

from typing import Any

import redis

from inference import streams
from widgets.models import Answer, Trial
from widgets.running.reading import NOTHING, Streamed
from widgets.trials.trials import log_of


def read(trial: Trial) -> dict[str, Any]:
    """The cursor is taken first: what happens meanwhile is told twice, never lost."""
    cursor, streamed = _streamed(trial)
    answers = [describe(answer, streamed.get(answer.pk, NOTHING)) for answer in trial.answers.all()]
    return {"id": trial.pk, "cursor": cursor, "answers": answers}


def describe(answer: Answer, streamed: Streamed = NOTHING) -> dict[str, Any]:
    """What is asked for is not told again: who asked has it."""
    is_open = answer.state in Answer.UNFINISHED
    return {
        "id": answer.pk,
        "card": answer.card,
        "state": answer.state,
        "attempt": answer.attempt,
        "stopping": answer.stopping,
        "value": "".join(streamed.pieces) if is_open else answer.value,
        "files": [_file(answer, number, file) for number, file in enumerate(answer.files)],
        "finish": answer.finish or None,
        "usage": answer.usage or None,
        "failure": answer.failure,
        "progress": streamed.progress if is_open else None,
        "preview": streamed.preview if is_open else None,
    }


def _file(answer: Answer, number: int, file: dict[str, Any]) -> dict[str, Any]:
    url = f"/api/trials/{answer.trial_id}/answers/{answer.pk}/files/{number}"
    return {"url": url, "media_type": file["media_type"], "width": file["width"], "height": file["height"]}


def _streamed(trial: Trial) -> tuple[str, dict[str, Streamed]]:
    """The id of the last event, "" where nothing is known, and what came of each answer's newest attempt."""
    found: dict[str, Streamed] = {}
    cursor = streams.START
    try:
        for entry in streams.read(log_of(trial.pk)):
            cursor = entry.id or cursor
            if entry.type == "generation.started":
                found[entry.data["result"]] = Streamed()
            elif entry.type.startswith("generation."):
                found.setdefault(entry.data["result"], Streamed()).take(entry.type, entry.data)
    except redis.RedisError:
        return "", {}
    return cursor, found
