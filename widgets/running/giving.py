"""Taking what a visitor gives: each value is checked by its kind, files are their own, and a chat goes on."""

from collections.abc import Mapping

from inference.protocol import Failure
from widgets import kinds
from widgets.kinds import InvalidInput
from widgets.models import Run, Upload
from widgets.running.values import Standing, stand
from widgets.running.values.inputs import Inputs
from widgets.running.values.rendering import LONGEST_WHOLE


def take(run: Run, given: Mapping[str, object]) -> dict[str, object]:
    """What the run holds once these are given, by widget id; None takes back what was given before.

    Raises InvalidInput, which names the widget.
    """
    held = Inputs(run.revision.graph, run.inputs)
    taken = dict(run.inputs)
    standing: Standing | None = None
    for id, value in given.items():
        if id in held.conversations:
            standing = standing or stand(run)
            taken[id] = _said(standing, id, value)
        else:
            _check(run, held, id, value)
            taken[id] = value
    taken = {id: value for id, value in taken.items() if value is not None}
    _check_together(run, taken, given)
    return taken


def _check(run: Run, held: Inputs, id: str, value: object) -> None:
    widget = held.widgets.get(id)
    if widget is None or widget.kind not in kinds.KINDS or not kinds.KINDS[widget.kind].takes_input:
        name = f"“{widget.title}” is not an input" if widget else "There is no such input"
        raise InvalidInput("unknown_input", f"{name}. Reload the page to see what can be filled in.", id)
    if id not in held.settings:
        return  # a draft with a problem: nothing that needs this input can be played anyway
    try:
        kind, settings = held.kind(id), held.settings[id]
        _check_files(run, kind.uploads(settings, kind.given(settings, value)))
    except InvalidInput as error:
        raise _named(error, widget.title, id) from None


def _check_files(run: Run, ids: list[str]) -> None:
    if not ids:
        return
    found = Upload.objects.filter(player=run.player_id, guest=run.guest).defer("text", "parts").in_bulk(ids)
    for id in ids:
        if id not in found:
            raise InvalidInput("unknown_upload", "This file is not there any more. Choose it again.")
        if found[id].state == Upload.State.FAILED:
            failure = Failure.model_validate(found[id].failure)
            raise InvalidInput(failure.code, f"“{found[id].name}”: {failure.message}")


def _check_together(run: Run, taken: Mapping[str, object], given: Mapping[str, object]) -> None:
    """Whoever looks at a run may have to read all of its files at once. What is still being read counts later."""
    inputs = Inputs(run.revision.graph, taken)
    filled = [id for id in given if id in inputs.values and inputs.file_ids(id)]
    if filled:
        inputs.find_files(run)
    if inputs.is_too_much:
        most = f"{LONGEST_WHOLE:,} characters"
        message = f"The files of one run may hold {most} together. Remove some, or start another run for them."
        raise _named(InvalidInput("files_too_long", message), inputs.widgets[filled[-1]].title, filled[-1])


def _said(standing: Standing, id: str, value: object) -> object:
    """The conversation as it goes on."""
    kind, settings, held = standing.kind(id), standing.settings[id], standing.inputs.values[id]
    try:
        taken = kind.taken(settings, held, _answer(standing, id), value)
        if taken != held and standing.unfinished(id):
            raise InvalidInput("still_answering", "The last answer is still being written. Wait for it, or stop it.")
    except InvalidInput as error:
        raise _named(error, standing.title(id), id) from None
    return taken


def _answer(standing: Standing, id: str) -> str:
    """To the conversation so far: also half of one that was stopped, but not for nothing at all."""
    rows = [rows[id] for rows in (standing.newest, standing.done) if id in rows]
    return next((row.value for row in rows if row.value), "")


def _named(error: InvalidInput, title: str, id: str) -> InvalidInput:
    return InvalidInput(error.code, f"“{title}”: {error.message}", id)
