"""What the API takes and gives, as docs/architecture.md has it. What a graph is, widgets.graph says."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from inference.protocol import Failure, Progress, Usage
from widgets.graph.problems import Problem
from widgets.graph.schema import LONGEST_TITLE, MOST_WIDGETS, Graph
from widgets.sharing.redacting import SeenGraph
from widgets.web.schemas.uploads import Upload

Visibility = Literal["private", "link", "password", "public"]
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
    tags: list[str] | None = None
    visibility: Visibility | None = None
    password: str | None = None  # of an app that asks for one
    open_source: bool | None = None  # whoever may play it may see its prompts and remix it
    ratings_teach: bool | None = None  # what others rate from now on may teach models


class AppList(Taken):
    """One's own apps, or the public ones in an order; words, a tag, a task and a model's name narrow either."""

    list: Literal["mine", "public"] = "public"
    order: Literal["featured", "trending", "new"] = "featured"  # of the public ones
    page: int = Field(1, ge=1, le=10_000)
    q: str = Field("", max_length=200)
    tag: str = Field("", max_length=30)
    task: str = Field("", max_length=20)
    model: str = Field("", max_length=80)


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
    remix: bool
    prompts: bool


class AppBase(BaseModel):
    id: str
    title: str
    description: str
    path: str  # of its page, with the title's words
    visibility: Visibility
    open_source: bool
    ratings_teach: bool  # what is rated may teach models; who rates is to be told so first
    owner: Person | None
    rights: Rights
    revision: int
    tags: list[str]
    likes: int
    plays: int  # by how many visitors; the owner does not count
    views: int
    featured: bool
    hidden: bool  # by moderation
    updated_at: Moment


class AppInList(AppBase):
    """Without its graph; `map` has [x, y, w, h, kind] of each widget, for a small picture."""

    map: list[tuple[int, int, int, int, str]]


class Lineage(BaseModel):
    """Where an app came from. `path` leads to the page of the app that a remix was made of."""

    title: str
    author: str | None
    source: Literal["remix", "file", "partyrock"]
    path: str | None


class App(AppBase):
    lineage: Lineage | None  # as far as who asks may know
    remixes: int  # public ones of it
    liked: bool  # by who asks
    published: int | None  # the revision that visitors see; None: the newest
    has_password: bool  # said to its owner only
    graph: Graph | SeenGraph  # the latter for those who may not see the prompts
    problems: list[Problem]


class Saved(BaseModel):
    revision: int
    problems: list[Problem]


class Preview(BaseModel):
    media_type: str
    data: str  # base64


class ResultFile(BaseModel):
    url: str
    media_type: str
    width: int | None  # pixels
    height: int | None


class Before(BaseModel):
    value: str
    files: list[ResultFile]


class Result(BaseModel):
    """What a widget holds. `missing` has the titles of the inputs to fill in before it can be played."""

    id: str | None
    widget: str
    title: str
    state: Literal["idle", "waiting", "queued", "running", "done", "failed", "skipped", "cancelled"]
    value: str
    files: list[ResultFile]
    before: Before | None  # what it held until it was played again and nothing came
    finish: Literal["stop", "length", "cancelled", "condition", "empty"] | None  # the last two: nothing was asked
    usage: Usage | None
    failure: Failure | None
    attempt: int
    stopping: bool
    progress: Progress | None  # of what is in work and streams no words
    preview: Preview | None
    thumbs: Literal[-1, 0, 1]  # what the player thinks of it
    stale: bool
    missing: list[str]
    created_at: str | None  # always with microseconds, so that texts compare as moments do


class Run(BaseModel):
    id: str
    app: str
    revision: int
    cursor: str
    state: Literal["resting", "playing"]
    inputs: dict[str, Any]  # JSON, as the kind of the widget takes it
    uploads: dict[str, Upload]  # those that the inputs name, by id
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
    summary: str  # what it is good for, in a sentence; "" where nobody said
    task: str
    default: bool
    context: int
    installed: bool
    private: bool  # nobody but its owner, who asks, may use it
    replaces: list[str]  # names of retired ones: a widget that names one of these is played by this
    parameters: int | None  # how many weights it has
    speed: float | None  # tokens a second, as its latest answers here showed
    local: bool  # whether it runs on the machines of this site
    languages: list[tuple[str, str]]  # of translation, by their codes, from and into; [] is any
    instructed: bool  # follows instructions; without, it only goes on with text
    most_pixels: int | None  # of one picture; None is no limit


class KindInfo(BaseModel):
    name: str
    title: str
    summary: str
    group: Literal["inputs", "ai", "other"]
    tasks: list[str]  # of the models that can play it, the best first
    plays: bool
    takes_input: bool
    teaches: bool  # what is rated of it can teach a model


class PoolHealth(BaseModel):
    name: str
    workers: int  # that are alive; what only this pool may serve waits as long as there are none
    waiting: int  # requests


class Health(BaseModel):
    database: bool
    redis: bool
    light: bool
    models: bool
    waiting: int = 0  # requests that any pool may serve
    pools: list[PoolHealth] = []
