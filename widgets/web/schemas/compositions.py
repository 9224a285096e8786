"""What composing takes and gives."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from inference.protocol import Failure
from widgets.building.composer.compositions import LONGEST
from widgets.graph.problems import Problem
from widgets.graph.schema import Graph
from widgets.web.schemas import Id, Taken


def _words(text: str) -> str:
    text = text.replace("\x00", " ").strip()
    if not text:
        raise ValueError("say in a few words what it should be")
    return text


Description = Annotated[str, Field(max_length=LONGEST), AfterValidator(_words)]


class NewComposition(Taken):
    """`app`: one's own, to be changed; without it, a new one is made."""

    description: Description
    app: Id | None = None


class StepsTaken(BaseModel):
    done: int
    of: int


class Composition(BaseModel):
    """`graph` is the app so far. Of a change, `differences` says in sentences what the proposal does."""

    id: str
    app: str
    changes: bool
    description: str
    state: Literal["working", "done", "failed", "cancelled"]
    title: str
    graph: Graph
    waits_for: list[str]  # "plan", "new", "target", or "fill-" and the id of a widget
    progress: StepsTaken
    differences: list[str]
    problems: list[Problem]
    revision: int  # the newest of the app
    failure: Failure | None
    cursor: str
