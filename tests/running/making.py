"""Apps to play in tests, and a worker played by hand."""

from django.utils import timezone

from inference.models import ModelCard
from inference.protocol import Failure, Outcome, Request, Usage
from widgets.building import apps
from widgets.graph.schema import Graph, Widget
from widgets.models import App, Player, Result, Run
from widgets.running import runs
from widgets.running.reading import describe
from widgets.running.runs import Step
from widgets.running.values import stand

GUEST = Player(guest="a guest")
BROKEN = Failure(code="engine_failed", message="It broke. Try again.")


def make_card(name: str = "tiny", **changes: object) -> ModelCard:
    row = {"task": "text", "family": "echo", "context": 1000, "default": True, "revision": "1"}
    return ModelCard.objects.create(name=name, title=name, installed_at=timezone.now(), **row | changes)


def graph_of(**widgets: str | dict[str, object]) -> Graph:
    """By title, in lower case also the id: the prompt of an AI widget, or the settings of an input or a note, or of
    the kind that stands among them.
    """
    return Graph(widgets=[_widget(title, what) for title, what in widgets.items()])


def _widget(title: str, what: str | dict[str, object]) -> Widget:
    if isinstance(what, str):
        return Widget(id=title.lower(), kind="text", title=title, settings={"prompt": what})
    kind = what.get("kind", "note" if "text" in what else "input")
    settings = {name: value for name, value in what.items() if name != "kind"}
    return Widget(id=title.lower(), kind=kind, title=title, settings=settings)


def make_app(owner: object = None, visibility: str = "public", **widgets: str | dict[str, object]) -> App:
    return apps.create(owner, "An app", graph=graph_of(**widgets), visibility=visibility)


def make_run(player: Player = GUEST, inputs: dict[str, str] | None = None, **widgets: str | dict[str, object]) -> Run:
    return runs.start(make_app(**widgets), player, inputs)


def done(request: Request, value: str = "") -> Outcome:
    """Without a value, the answer to a prompt is the prompt in brackets."""
    value = value or f"({request.body.messages[-1].content})"
    return Outcome(id=request.id, attempt=request.attempt, state="done", value=value, finish="stop", usage=Usage())


def failed(request: Request) -> Outcome:
    return Outcome(id=request.id, attempt=request.attempt, state="failed", value="hal", failure=BROKEN)


def cancelled(request: Request) -> Outcome:
    return Outcome(id=request.id, attempt=request.attempt, state="cancelled", value="hal", finish="cancelled")


def work_off(step: Step) -> list[Request]:
    """Answer all requests and those that follow from the answers."""
    answered, waiting = [], list(step.submit)
    while waiting:
        request = waiting.pop(0)
        runs.begin(request.id, request.attempt)
        waiting += runs.settle(done(request)).submit
        answered.append(request)
    return answered


def prompts(requests: list[Request]) -> list[str]:
    return [request.body.messages[-1].content for request in requests]


def states(run: Run) -> dict[str, str]:
    """By widget id, of those that were played."""
    return {id: str(row.state) for id, row in stand(_again(run)).newest.items()}


def result(run: Run, widget: str) -> dict[str, object]:
    """As the API has it."""
    return describe(stand(_again(run)), widget)


def rows(run: Run) -> list[dict[str, object]]:
    return list(Result.objects.filter(run=run).order_by("pk").values())


def _again(run: Run) -> Run:
    return Run.objects.get(pk=run.pk)
