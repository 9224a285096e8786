"""Where a run stands: what each widget would ask now, whether what it holds is up to date, what keeps it from playing.

Reads the tables and changes nothing. Knows no states but "unfinished" and "done".
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, partial

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from inference.catalogue.cards import applied, cards_for, choose
from inference.models import ModelCard
from inference.protocol import Body, EngineError, Failure, ImageBody, Request
from widgets import kinds
from widgets.graph.fingerprint import fingerprint
from widgets.graph.order import downstream, upstream
from widgets.models import Result, Run
from widgets.running.values.holdings import Holdings
from widgets.running.values.inputs import Inputs
from widgets.spending.limits import Payer, payer_of_account


@dataclass(frozen=True)
class Asked:
    """What a widget would ask of a model now."""

    body: Body
    card: ModelCard
    fingerprint: str

    def request(self, result: Result) -> Request:
        return Request(
            id=result.pk, attempt=result.attempt, card=self.card.name, log=log_of(result.run_id), body=self.body
        )

    @property
    def words(self) -> str:
        """What stands for an answer that has no words: of a picture, what it was to show."""
        return self.body.prompt if isinstance(self.body, ImageBody) else ""


def log_of(run_id: str) -> str:
    """The key of the run's event log."""
    return f"run:{run_id}"


class Standing(Holdings):
    """A run at one moment."""

    def __init__(self, run: Run, inputs: Inputs, results: Iterable[Result]) -> None:
        super().__init__(inputs, results)
        self.run = run
        self.cards = cards_for(run.player_id)

    @cached_property
    def payer(self) -> Payer:
        """Whom what is asked counts for: an account, or the network address from which a guest played last."""
        return payer_of_account(self.run.player_id) if self.run.player_id else Payer(None, self.run.visitor)

    def with_needs(self, ids: set[str]) -> set[str]:
        return ids | upstream(self.graph, ids)

    @cached_property
    def blocked(self) -> set[str]:
        """Widgets with problems, and all that need them."""
        blocked = kinds.blocked(kinds.problems(self.graph, self.cards))
        return blocked | downstream(self.graph, blocked)

    def can_be_played(self, id: str) -> bool:
        """Whether it lacks nothing for sure, and somebody said something where it answers that."""
        return not (id in self.blocked or self.surely_lacking[id] or self.rests(id))

    @cached_property
    def missing(self) -> dict[str, list[str]]:
        """By widget id: the titles of the inputs to fill in before it can be played."""
        return {id: list(map(self.title, inputs)) for id, inputs in self.lacking.items()}

    def lack(self, id: str) -> Failure | None:
        """What is missing, and for want of a file that cannot be read, why that is."""
        if not self.missing[id]:
            return None
        failed = [(file, input) for input in self.lacking[id] for file in self.inputs.failed_files(input)]
        for file, input in failed:
            failure = Failure.model_validate(file.failure)
            return Failure(code=failure.code, message=f"“{self.title(input)}”: {failure.message}")
        titles = " and ".join(f"“{title}”" for title in self.missing[id])
        return Failure(code="input_missing", message=f"Fill in {titles}, then play it again.")

    # What would be asked ------------------------------------------------------------------

    def asked(self, id: str) -> Asked:
        """What a played widget would ask now. Raises EngineError where that cannot be asked."""
        kind, settings = self.kind(id), self.settings[id]
        body = kind.body(settings, self.rendering(id, self.values), self.inputs.values.get(id))
        card = choose(self.cards, body, getattr(settings, "model", ""))
        body = applied(card, body, settings.model_fields_set)
        parts = {"body": body.model_dump(mode="json"), "card": card.name, "revision": card.revision}
        return Asked(body, card, fingerprint(kind=kind.name, **parts))

    def works_on_nothing(self, id: str) -> bool:
        """Whether what it is to work on is empty: a model would make something up. Raises EngineError."""
        field = self.kind(id).works_on
        return bool(field) and not self.rendering(id, self.values).whole(getattr(self.settings[id], field)).strip()

    def left_out(self, id: str) -> str | None:
        """Why no model is to be asked: "condition" or "empty". Raises EngineError."""
        if self.conditions[id] is False:
            return "condition"
        return "empty" if self.works_on_nothing(id) else None

    def fingerprint(self, id: str) -> str:
        """Of what a played widget would give now, be it nothing because it is left out. Raises EngineError."""
        if why := self.left_out(id):
            return fingerprint(kind=self.kind(id).name, left_out=why)
        return self.asked(id).fingerprint

    # What is up to date -------------------------------------------------------------------

    def answers(self, id: str) -> bool:
        """Whether a played widget holds the answer to what it would be asked now."""
        try:
            return id in self.done and self.done[id].fingerprint == self.fingerprint(id)
        except EngineError:
            return False

    @cached_property
    def current(self) -> set[str]:
        """The widgets that hold what they would be given again, as does all that they need."""
        current: set[str] = set()
        for id in self.order:
            holds = self.answers(id) if self.is_played(id) else self.holds(id)
            if self.rests(id) or (holds and all(need in current for need in self.needs_now(id))):
                current.add(id)
        return current

    def stale(self, id: str) -> bool:
        return id in self.done and id not in self.current

    @cached_property
    def fresh(self) -> set[str]:
        """The played widgets that need no playing: current, and neither they nor what they need went wrong since."""
        fresh: set[str] = set()
        for id in self.played:
            well = id in self.current and id in self.newest and self.newest[id].state == Result.State.DONE
            if self.rests(id) or (well and all(need in fresh for need in self.played_needs[id])):
                fresh.add(id)
        return fresh

    def unfinished(self, id: str) -> bool:
        return id in self.newest and self.newest[id].state in Result.UNFINISHED


def stand(run: Run) -> Standing:
    """Two queries, one more where files were given, and one more when the run came without its revision.

    And one more for the files of each input once something reads what is in them.
    """
    inputs = Inputs(run.revision.graph, run.inputs)
    inputs.find_files(run)
    return Standing(run, inputs, counting(run, inputs.conversations.values()))


def counting(run: Run, conversations: Collection[str]) -> list[Result]:
    """Of each widget the newest result and the newest done one, however often it was played.

    An answer to another conversation than these does not count.
    """
    nth = partial(Window, RowNumber(), order_by=F("created_at").desc())
    answering = Q(answers="") | Q(answers__in=conversations) | Q(state__in=Result.UNFINISHED)
    return list(
        Result.objects.filter(answering, run=run)
        .annotate(nth=nth(partition_by=F("widget")), nth_of_state=nth(partition_by=[F("widget"), F("state")]))
        .annotate(thumbs=F("feedback__thumbs"))
        .filter(Q(nth=1) | Q(nth_of_state=1, state=Result.State.DONE))
    )
