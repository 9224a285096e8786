"""What the API takes and gives, as docs/architecture.md has it. What a graph is, widgets.graph says."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from inference.protocol import Failure, Usage
from widgets.graph.problems import Problem
from widgets.graph.schema import LONGEST_TITLE, MOST_WIDGETS, Graph

Visibility = Literal["private", "link", "public"]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
# As text here, so that the API and the page data spell a moment alike.
Moment = Annotated[datetime, PlainSerializer(datetime.isoformat, return_type=str)]
Title = Annotated[str, Field(max_length=LONGEST_TITLE)]
Titles = Annotated[list[Title], Field(max_length=MOST_WIDGETS)]
# A title → what was given; the kind of the widget says what it takes.
Values = Annotated[dict[Title, Any], Field(max_length=MOST_WIDGETS)]


class Taken(BaseModel):
    """What comes in. A field that is not known is a mistake of the caller, and is said."""

    model_config = ConfigDict(extra="forbid")


class NewApp(Taken):
    title: str
    description: str = ""
    graph: Graph | None = None


class AppChange(Taken):
    title: str | None = None
    description: str | None = None
    visibility: Visibility | None = None


class GraphChange(Taken):
    base_revision: int = Field(ge=1, lt=2**31)
    graph: Graph


class NewRun(Taken):
    inputs: Values = {}
    play: bool = False
    previous: Id | None = None


class Play(Taken):
    inputs: Values = {}
    widgets: Titles | None = None
    force: bool = False


class Cancellation(Taken):
    widgets: Titles | None = None


class Person(BaseModel):
    username: str


class Rights(BaseModel):
    edit: bool


class AppBase(BaseModel):
    id: str
    title: str
    description: str
    visibility: Visibility
    owner: Person | None
    rights: Rights
    revision: int
    updated_at: Moment


class AppInList(AppBase):
    """Without its graph; `map` has [x, y, w, h, kind] of each widget, for a small picture."""

    map: list[tuple[int, int, int, int, str]]


class App(AppBase):
    graph: Graph
    problems: list[Problem]


class Saved(BaseModel):
    revision: int
    problems: list[Problem]


class Result(BaseModel):
    """What a widget holds. `missing` has the titles of the inputs to fill in before it can be played."""

    id: str | None
    widget: str
    title: str
    state: Literal["idle", "waiting", "queued", "running", "done", "failed", "skipped", "cancelled"]
    value: str
    finish: Literal["stop", "length", "cancelled"] | None
    usage: Usage | None
    failure: Failure | None
    attempt: int
    stopping: bool
    stale: bool
    missing: list[str]
    created_at: str | None  # always with microseconds, so that texts compare as moments do


class Run(BaseModel):
    id: str
    app: str
    revision: int
    cursor: str
    state: Literal["resting", "playing"]
    inputs: dict[str, str]
    results: dict[str, Result]


class Error(BaseModel):
    code: str
    message: str
    field: str | None = None


class ErrorBody(BaseModel):
    """What every error looks like."""

    error: Error


class Theirs(BaseModel):
    revision: int
    graph: Graph
    author: Person | None


class ConflictBody(ErrorBody):
    theirs: Theirs


class Model(BaseModel):
    name: str
    title: str
    task: str
    default: bool
    context: int
    installed: bool


class KindInfo(BaseModel):
    name: str
    title: str
    summary: str
    plays: bool


class Health(BaseModel):
    database: bool
    redis: bool
    light: bool
    models: bool
