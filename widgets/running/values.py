"""Where a run stands: what each widget holds, whether that is up to date, what keeps it from being played.

Reads the tables and changes nothing. Knows no states but "unfinished" and "done".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from pydantic import ValidationError

from inference.catalogue.cards import cards
from inference.models import ModelCard
from inference.protocol import EngineError, ModelMissing, Request, TextBody
from widgets import kinds
from widgets.graph.fingerprint import fingerprint
from widgets.graph.order import dependencies, downstream, order, upstream
from widgets.graph.references import Reference, fold, parse, render
from widgets.graph.schema import Graph, Widget
from widgets.models import Result, Run

LONGEST = 200_000  # characters of a text once its references are replaced: more than a model can read


class TextTooLong(EngineError):
    code = "prompt_too_long"

    def __init__(self, title: str) -> None:
        super().__init__(
            f"With all that it refers to, “{title}” is longer than {LONGEST:,} characters. "
            "Shorten it, or what it refers to."
        )


@dataclass(frozen=True)
class Asked:
    """What a widget would ask of a model now."""

    body: TextBody
    card: ModelCard
    fingerprint: str

    def request(self, result: Result) -> Request:
        return Request(
            id=result.pk, attempt=result.attempt, card=self.card.name, log=log_of(result.run_id), body=self.body
        )


def log_of(run_id: str) -> str:
    """The key of the run's event log."""
    return f"run:{run_id}"


class Standing:
    """A run at one moment. `newest` and `done` are, by widget id, the newest result and the newest done one."""

    def __init__(self, graph: Graph, inputs: Mapping[str, object], results: Iterable[Result]) -> None:
        self.graph = graph
        self.inputs = inputs
        self.widgets = {widget.id: widget for widget in graph.widgets}
        self.needs = dependencies(graph)
        self.order = order(graph)
        self.cards = [card for card in cards() if card.installed]
        self.newest: dict[str, Result] = {}
        self.done: dict[str, Result] = {}
        for result in sorted(results, key=lambda result: result.created_at):
            self.newest[result.widget] = result
            if result.state == Result.State.DONE:
                self.done[result.widget] = result

    @cached_property
    def settings(self) -> dict[str, kinds.Settings]:
        """By widget id. Widgets of unknown kinds and with invalid settings are left out."""
        found = {}
        for widget in self.graph.widgets:
            try:
                found[widget.id] = kinds.parse_settings(widget)
            except (KeyError, ValidationError):
                continue
        return found

    def kind(self, id: str) -> kinds.AnyKind:
        return kinds.KINDS[self.widgets[id].kind]

    def title(self, id: str) -> str:
        return self.widgets[id].title

    @cached_property
    def played(self) -> list[str]:
        """The widgets whose values a model makes, each after all that it needs."""
        return [id for id in self.order if self.is_played(id)]

    def is_played(self, id: str) -> bool:
        return id in self.settings and self.kind(id).plays

    @cached_property
    def played_needs(self) -> dict[str, list[str]]:
        """By widget id: the widgets that a model plays and that this one needs, directly or through notes."""
        found: dict[str, list[str]] = {}
        for id in self.order:
            nested = [[need] if self.is_played(need) else found[need] for need in self.needs[id]]
            found[id] = list(dict.fromkeys(chain.from_iterable(nested)))
        return found

    def takes_input(self, id: str) -> bool:
        return id in self.settings and self.kind(id).takes_input

    def with_needs(self, ids: set[str]) -> set[str]:
        return ids | upstream(self.graph, ids)

    @cached_property
    def values(self) -> dict[str, str]:
        """What the widgets hold that hold something, by folded title."""
        values: dict[str, str] = {}
        for id in self.order:
            if id in self.settings and (value := self._value(id, values)) is not None:
                values.setdefault(fold(self.title(id)), value)
        return values

    def value(self, id: str) -> str | None:
        return self.values.get(fold(self.title(id)))

    def _value(self, id: str, values: Mapping[str, str]) -> str | None:
        kind, settings = self.kind(id), self.settings[id]
        if kind.plays:
            return self.done[id].value if id in self.done else None
        if kind.takes_input:
            return _given(kind, settings, self.inputs.get(id))
        if any(fold(self.title(need)) not in values for need in self.needs[id]):
            return None
        try:
            return kind.value(settings, self._render(id, values))
        except TextTooLong:
            return None

    def _render(self, id: str, values: Mapping[str, str]) -> kinds.Render:
        """Notes that repeat notes that repeat notes would outgrow any memory: hence a limit, looked at beforehand."""

        def bounded(text: str) -> str:
            pieces = [values.get(fold(piece.title)) if isinstance(piece, Reference) else piece for piece in parse(text)]
            if None in pieces or sum(map(len, filter(None, pieces))) > LONGEST:
                raise TextTooLong(self.title(id))
            return render(text, values)

        return bounded

    @cached_property
    def blocked(self) -> set[str]:
        """Widgets with problems, and all that need them."""
        blocked = kinds.blocked(kinds.problems(self.graph, self.cards))
        return blocked | downstream(self.graph, blocked)

    @cached_property
    def missing(self) -> dict[str, list[str]]:
        """By widget id: the titles of the inputs to fill in before it can be played, however far upstream."""
        missing: dict[str, list[str]] = {id: [] for id in self.widgets}
        for id in self.order:
            above = chain.from_iterable(missing[need] for need in self.needs[id])
            own = [self.title(id)] if self._is_unfilled(id) else []
            missing[id] = list(dict.fromkeys([*above, *own]))
        return missing

    def _is_unfilled(self, id: str) -> bool:
        return id in self.settings and self.kind(id).missing(self.settings[id], self.inputs.get(id))

    def asked(self, id: str) -> Asked:
        """What a played widget would ask now. Raises EngineError where that cannot be asked."""
        kind, settings = self.kind(id), self.settings[id]
        body = kind.body(settings, self._render(id, self.values))
        card = self._card(getattr(settings, "model", ""), kind.task or "")
        parts = {"body": body.model_dump(mode="json"), "card": card.name, "revision": card.revision}
        return Asked(body, card, fingerprint(kind=kind.name, **parts))

    def _card(self, name: str, task: str) -> ModelCard:
        """As inference.catalogue.cards.find, but from the cards at hand: one query serves all widgets."""
        for card in self.cards:
            if card.task == task and (card.name == name if name else card.default):
                return card
        raise ModelMissing(name or task)

    def answers(self, id: str) -> bool:
        """Whether a played widget holds the answer to what it would be asked now."""
        try:
            return id in self.done and self.done[id].fingerprint == self.asked(id).fingerprint
        except EngineError:
            return False

    @cached_property
    def current(self) -> set[str]:
        """The widgets that hold what they would be given again, as does all that they need."""
        current: set[str] = set()
        for id in self.order:
            holds = self.answers(id) if self.is_played(id) else self.value(id) is not None
            if holds and all(need in current for need in self.needs[id]):
                current.add(id)
        return current

    def stale(self, id: str) -> bool:
        return id in self.done and id not in self.current

    @cached_property
    def fresh(self) -> set[str]:
        """The played widgets that need no playing: current, and neither they nor what they need went wrong since."""
        fresh: set[str] = set()
        for id in self.played:
            well = id in self.current and self.newest[id].state == Result.State.DONE
            if well and all(need in fresh for need in self.played_needs[id]):
                fresh.add(id)
        return fresh

    def unfinished(self, id: str) -> bool:
        return id in self.newest and self.newest[id].state in Result.UNFINISHED


def stand(run: Run) -> Standing:
    """Two queries, and one more when the run came without its revision."""
    return Standing(run.revision.graph, run.inputs, counting(run))


def counting(run: Run) -> list[Result]:
    """Of each widget the newest result and the newest done one, however often it was played."""
    nth = partial(Window, RowNumber(), order_by=F("created_at").desc())
    return list(
        Result.objects.filter(run=run)
        .annotate(nth=nth(partition_by=F("widget")), nth_of_state=nth(partition_by=[F("widget"), F("state")]))
        .filter(Q(nth=1) | Q(nth_of_state=1, state=Result.State.DONE))
    )


def check_inputs(graph: Graph, inputs: Mapping[str, object]) -> dict[str, object]:
    """What was given, by widget id, or InvalidInput. Not given (None) is left out."""
    widgets = {widget.id: widget for widget in graph.widgets}
    for id, value in inputs.items():
        _check(widgets.get(id), value)
    return {id: value for id, value in inputs.items() if value is not None}


def _check(widget: Widget | None, value: object) -> None:
    if widget is None or widget.kind not in kinds.KINDS or not kinds.KINDS[widget.kind].takes_input:
        name = f"“{widget.title}” is not an input" if widget else "There is no such input"
        raise kinds.InvalidInput("unknown_input", f"{name}. Reload the page to see what can be filled in.")
    try:
        settings = kinds.parse_settings(widget)
    except ValidationError:
        return  # a draft with a problem: nothing that needs this input can be played anyway
    try:
        kinds.KINDS[widget.kind].given(settings, value)
    except kinds.InvalidInput as error:
        raise kinds.InvalidInput(error.code, f"“{widget.title}”: {error.message}") from None


def _given(kind: kinds.AnyKind, settings: kinds.Settings, value: object) -> str:
    """An input carried over from an older revision may not fit any more: then it counts as not given."""
    try:
        return kind.given(settings, value)
    except kinds.InvalidInput:
        return kind.given(settings, None)
