"""What the API takes and gives about runs of the past, and about snapshots."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from widgets.graph.titles import straight
from widgets.web.schemas import Moment, Person, Taken

GivenTitle = Annotated[str, AfterValidator(straight), Field(max_length=100, pattern=r"^[^\x00]*$")]


class RunInHistory(BaseModel):
    """`summary`: what was put in, in a line; `done`: how many widgets have a result."""

    id: str
    title: str
    summary: str
    done: int
    revision: int
    created_at: Moment


class RunChange(Taken):
    title: GivenTitle


class NewSnapshot(Taken):
    """Without a title a model proposes one; until it did, what was put in stands there."""

    title: GivenTitle = ""


class Snapshot(BaseModel):
    id: str
    title: str
    proposing: bool  # a model is thinking of a title just now
    app: str | None  # null: gone, or not visible to who asks
    app_title: str
    author: Person | None
    path: str
    created_at: Moment
