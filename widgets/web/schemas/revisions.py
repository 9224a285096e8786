"""Revisions, merges and the door of an app, as the API takes and gives them."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from widgets.building.differences import Difference
from widgets.graph.problems import Problem
from widgets.graph.schema import MOST_WIDGETS, Graph, Widget
from widgets.web.schemas import GraphChange, Id, Moment, Person, Taken

Number = Annotated[int, Field(ge=1, lt=2**31)]


class RevisionChange(Taken):
    name: str


class Publication(Taken):
    revision: Number


class Entrance(Taken):
    password: str = Field(max_length=1000)


class Merge(GraphChange):
    """`choices` between what both changed, by widget id."""

    choices: dict[Id, Literal["mine", "theirs"]] = Field(default={}, max_length=MOST_WIDGETS)


class RevisionInList(BaseModel):
    """`changes` says in words what differs from the revision before it; `map` is as in a list of apps."""

    number: int
    name: str
    author: Person | None
    created_at: Moment
    published: bool
    map: list[tuple[int, int, int, int, str]]
    changes: list[str]


class Revision(RevisionInList):
    """`differences` are from the revision `against`; where that is null, from an empty board."""

    against: int | None
    graph: Graph
    problems: list[Problem]
    differences: list[Difference]


class Conflict(BaseModel):
    """A widget that both changed, as each has it (null: removed), and how mine differs from theirs."""

    widget: str
    title: str
    fields: list[str]
    mine: Widget | None
    theirs: Widget | None
    differences: list[Difference]


class Merged(BaseModel):
    """`revision` is the newest, which was merged with; `author` saved it."""

    revision: int
    author: Person | None
    graph: Graph
    conflicts: list[Conflict]
