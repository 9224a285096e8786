"""When each result of a run was asked for, began and ended, as far as the tables know. Reads nothing that was written.

A row keeps when it was made and when its state last changed, and its usage how long the model worked. So the beginning
of the work is counted back from its end; what was before is one wait, for other widgets, a place and the weights.
Which worker it was, and which model stood in for one that is not named, nobody keeps.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from inference.protocol import Usage
from widgets.graph.schema import Widget
from widgets.models import Result, Run

READ = ("run", "widget", "state", "usage", "failure", "attempt", "stopping", "created_at", "changed_at")


@dataclass(frozen=True)
class Bar:
    """One result."""

    title: str
    state: str
    attempt: int
    model: str  # the one that the widget names; empty for the default of its task
    tokens: int | None  # read and written; None where no model said so
    failure: str
    kept: bool  # it would have been asked the same again, so nothing was asked
    asked: datetime
    began: datetime | None
    first_token: datetime | None
    ended: datetime | None  # None while it is unfinished


@dataclass(frozen=True)
class Play:
    """Results that were in work together."""

    begins: datetime
    ends: datetime
    bars: list[Bar]


def plays(run: Run) -> list[Play]:
    """The latest first. A play ends when nothing is in work any more."""
    widgets = {widget.id: widget for widget in run.revision.graph.widgets}
    found: list[Play] = []
    for bar in _bars(run.results.only(*READ).order_by("created_at"), widgets):
        ends = bar.ended or timezone.now()
        if found and bar.asked <= found[-1].ends:
            last = found.pop()
            found.append(Play(last.begins, max(last.ends, ends), [*last.bars, bar]))
        else:
            found.append(Play(bar.asked, ends, [bar]))
    return found[::-1]


def _bars(rows: Iterable[Result], widgets: dict[str, Widget]) -> Iterable[Bar]:
    before: dict[str, dict[str, object]] = {}
    for row in rows:
        worked = row.usage.get("seconds")
        kept = bool(worked) and before.get(row.widget) == row.usage  # no two works take as long to the last digit
        before[row.widget] = row.usage or before.get(row.widget, {})
        yield _bar(row, widgets[row.widget], kept)


def _bar(row: Result, widget: Widget, kept: bool) -> Bar:
    usage = Usage() if kept else Usage.model_validate(row.usage)
    ended = None if row.state in Result.UNFINISHED else row.changed_at
    began = _began(row, ended, usage)
    first = usage.first_token_seconds
    return Bar(
        title=widget.title,
        state=row.state,
        attempt=row.attempt,
        model=str(widget.settings.get("model") or ""),
        tokens=usage.input_tokens + usage.output_tokens or None,
        failure=row.failure["message"] if row.failure else "",
        kept=kept,
        asked=row.created_at,
        began=began,
        first_token=began + timedelta(seconds=first) if began and first is not None else None,
        ended=ended,
    )


def _began(row: Result, ended: datetime | None, usage: Usage) -> datetime | None:
    if row.state == Result.State.RUNNING and not row.stopping:
        return row.changed_at
    if ended and usage.seconds:
        return max(row.created_at, ended - timedelta(seconds=usage.seconds))
    return None
