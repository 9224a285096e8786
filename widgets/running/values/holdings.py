"""What each widget of a run holds, how that reads, and so which conditions are met and who needs whom just now."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property, partial
from itertools import chain

from inference.protocol import EngineError, Source
from widgets import kinds
from widgets.graph.order import dependencies, order
from widgets.graph.references import by_title, fold, named, templates
from widgets.graph.schema import Widget
from widgets.kinds.ai.conditions import is_met
from widgets.kinds.ai.settings import AISettings
from widgets.models import Result
from widgets.running.values.inputs import Inputs
from widgets.running.values.later import Later
from widgets.running.values.rendering import Rendering, TextTooLong


class Holdings:
    """`newest` and `done` are, by widget id, the newest result and the newest done one."""

    def __init__(self, inputs: Inputs, results: Iterable[Result]) -> None:
        self.inputs = inputs
        self.graph, self.widgets, self.settings = inputs.graph, inputs.widgets, inputs.settings
        self.needs = dependencies(self.graph)
        self.order = order(self.graph)
        self.newest: dict[str, Result] = {}
        self.done: dict[str, Result] = {}
        for result in sorted(results, key=lambda result: result.created_at):
            self.newest[result.widget] = result
            if result.state == Result.State.DONE:
                self.done[result.widget] = result

    def learn(self, row: Result) -> None:
        """Another result is done: what was made of those before is forgotten."""
        self.newest[row.widget] = self.done[row.widget] = row
        made = [name for name in vars(self) if isinstance(getattr(type(self), name, None), cached_property)]
        for name in made:
            delattr(self, name)

    def kind(self, id: str) -> kinds.AnyKind:
        return self.inputs.kind(id)

    def title(self, id: str) -> str:
        return self.widgets[id].title

    @cached_property
    def played(self) -> list[str]:
        """The widgets whose values a model makes, each after all that it needs."""
        return [id for id in self.order if self.is_played(id)]

    def is_played(self, id: str) -> bool:
        return id in self.settings and self.kind(id).plays

    def takes_input(self, id: str) -> bool:
        return id in self.inputs.values

    def rests(self, id: str) -> bool:
        """Whether it answers what a visitor says, and nobody said anything."""
        return self.takes_input(id) and self.is_played(id) and not self.kind(id).asks(self.inputs.values[id])

    # Values -------------------------------------------------------------------------------

    @cached_property
    def values(self) -> Mapping[str, str]:
        """What the widgets hold that hold something, as it reads, by folded title. Files are fetched when needed."""
        values: Later[str] = Later()
        for id in self.order:
            if self.inputs.given_files(id):
                if not self.inputs.is_too_much:
                    values.promise(fold(self.title(id)), partial(self.inputs.reads, id))
            elif id in self.settings and (value := self._value(id, values)) is not None:
                values.hold(fold(self.title(id)), value)
        return values

    def value(self, id: str) -> str | None:
        return self.values.get(fold(self.title(id)))

    def holds(self, id: str) -> bool:
        return fold(self.title(id)) in self.values

    def _value(self, id: str, values: Mapping[str, str]) -> str | None:
        kind = self.kind(id)
        if kind.plays:
            return self._answer(id)
        if kind.takes_input:
            return self.inputs.reads(id)
        if any(fold(self.title(need)) not in values for need in self.needs[id]):
            return None
        try:
            return kind.value(self.settings[id], self.rendering(id, values))
        except TextTooLong:
            return None

    def _answer(self, id: str) -> str | None:
        if id not in self.done and not self.rests(id):
            return None
        answer = self.done[id].value if id in self.done else ""
        value = self.kind(id).answered(self.inputs.values[id], answer) if self.takes_input(id) else answer
        return self.kind(id).reads(self.settings[id], value)

    def rendering(self, id: str, values: Mapping[str, str]) -> Rendering:
        return Rendering(self.title(id), values, self._documents)

    @cached_property
    def _documents(self) -> Mapping[str, list[Source]]:
        """By folded title, of the inputs that hold files."""
        found: Later[list[Source]] = Later()
        for id in self.inputs.values:
            if self.inputs.given_files(id):
                found.promise(fold(self.title(id)), partial(self.inputs.sources, id))
        return found

    # Conditions ---------------------------------------------------------------------------

    @cached_property
    def conditions(self) -> dict[str, bool | None]:
        """By id of a played widget: whether what it plays for is so; None while that cannot be told."""
        return {id: self._is_met(id) for id in self.played}

    def _is_met(self, id: str) -> bool | None:
        settings = self.settings[id]
        if not isinstance(settings, AISettings) or not self._for_condition[id]:
            return True
        try:
            return is_met(settings, self.rendering(id, self.values)(settings.when))
        except EngineError:
            return None

    @cached_property
    def _for_condition(self) -> dict[str, list[str]]:
        """By widget id: what its condition refers to."""
        return self._meant(lambda widget: {"when": templates(widget).get("when", "")})

    @cached_property
    def _for_work(self) -> dict[str, list[str]]:
        """By widget id: what all else in it refers to."""
        return self._meant(lambda widget: templates(widget) | {"when": ""})

    # Who needs whom -----------------------------------------------------------------------

    def needs_now(self, id: str) -> list[str]:
        """What it needs as things are: while its condition is not met, only what that refers to."""
        return self._for_condition[id] if self.conditions.get(id) is False else self.needs[id]

    @cached_property
    def played_needs(self) -> dict[str, list[str]]:
        """By widget id: the widgets that a model plays and that this one needs now, directly or through notes."""
        found: dict[str, list[str]] = {}
        for id in self.order:
            found[id] = self._played_of(found, self.needs_now(id))
        return found

    def _played_of(self, found: Mapping[str, list[str]], ids: Iterable[str]) -> list[str]:
        return _unique([id] if self.is_played(id) else found[id] for id in ids)

    @cached_property
    def lacking(self) -> dict[str, list[str]]:
        """By widget id: the ids of the inputs to fill in before it can be played, however far upstream."""
        return self._lacking({False})

    @cached_property
    def surely_lacking(self) -> dict[str, list[str]]:
        """The same, but for what a condition may turn out to need that cannot be told yet."""
        return self._lacking({False, None})

    def _lacking(self, without_work: Collection[bool | None]) -> dict[str, list[str]]:
        """A condition is there to be asked of an empty input too, and a conversation can be read before it began."""
        found: dict[str, list[str]] = {id: [] for id in self.widgets}
        for id in self.order:
            work = [] if self.conditions.get(id, True) in without_work else self._for_work[id]
            above = [*self._played_of(self.played_needs, self._for_condition[id]), *work]
            own = [id] if self.inputs.is_unfilled(id) else []
            found[id] = _unique([*(found[need] for need in above if not self.rests(need)), own])
        return found

    @cached_property
    def unread(self) -> dict[str, list[str]]:
        """By widget id: the ids of the inputs that it needs now and whose files are being read."""
        found: dict[str, list[str]] = {id: [] for id in self.widgets}
        for id in self.order:
            own = [id] if self.inputs.is_being_read(id) else []
            found[id] = _unique([*(found[need] for need in self.needs_now(id) if not self.rests(need)), own])
        return found

    def _meant(self, texts: Callable[[Widget], Mapping[str, str]]) -> dict[str, list[str]]:
        """By widget id: the widgets that some of its texts refer to."""
        known = by_title(self.graph)
        titles = {widget.id: named("\n".join(texts(widget).values())) for widget in self.graph.widgets}
        return {id: [known[fold(title)].id for title in names if fold(title) in known] for id, names in titles.items()}


def _unique(ids: Iterable[list[str]]) -> list[str]:
    return list(dict.fromkeys(chain.from_iterable(ids)))
