"""What managing models takes and gives."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from inference.live import Worker
from inference.measures import Measures
from inference.protocol import Failure
from widgets.web.schemas import Taken


class Installing(BaseModel):
    """The newest installation of a card."""

    state: Literal["queued", "running", "done", "failed", "cancelled"]
    stopping: bool
    phase: str
    done: int  # of `total`: bytes where there is a speed
    total: int
    speed: int | None  # bytes a second
    seconds_left: float | None
    failure: Failure | None


class Place(BaseModel):
    """A model in the memory of a worker, or on its way there."""

    worker: str
    state: Literal["loading", "loaded", "unloading", "failed"]
    memory: int  # bytes
    measured: bool
    busy: int
    failure: Failure | None


class ManagedModel(BaseModel):
    name: str
    title: str
    summary: str
    task: str
    family: str
    licence: str
    terms: str
    terms_accepted: bool
    size: int | None  # bytes to download
    shipped: bool  # with this product
    missing_lenders: list[str]  # titles of models that have to be installed before it
    memory: int | None  # bytes: measured when it was loaded, else expected
    can_install: bool  # it has weights to be brought here
    kept: bool  # a part of its download is here: installing it goes on from there
    installed: bool
    enabled: bool
    default: bool
    pinned: bool
    retired_at: datetime | None
    replacement: str | None
    replacements: list[str]  # names of what is installed and does the same work
    languages: list[tuple[str, str]]  # pairs that it translates; none is any
    pools: list[str]
    groups: list[str]
    unserved: bool  # none of its pools has a worker
    installation: Installing | None
    places: list[Place]
    measures: Measures
    edit: str  # where its row is in the administration


class Managed(BaseModel):
    models: list[ManagedModel]
    workers: list[Worker]
    waiting: dict[str, int]  # requests, by queue
    redis: bool


class Change(Taken):
    """What is switched; what is left out stays."""

    default: Literal[True] | None = None  # another one takes its place, or nothing does
    pinned: bool | None = None
    enabled: bool | None = None


class Acceptance(Taken):
    accept_terms: bool = False


class Somewhere(Taken):
    """Where to load or to unload; left out, wherever it fits or is."""

    worker: str | None = Field(None, max_length=200)


class Retirement(Taken):
    """`replacement`: the name of the model that is asked in its place."""

    replacement: str | None = Field(None, max_length=80)


class Removed(BaseModel):
    freed: int  # bytes
    users: list[str]  # titles of the apps that name it


class UseSeries(BaseModel):
    """One line of a chart."""

    of: Literal["model", "account", "guests", "others"]
    label: str
    tokens: list[int]  # a number for each day
    images: list[int]


class UseChart(BaseModel):
    days: list[date]  # UTC, the oldest first
    series: list[UseSeries]  # those who used most first; then guests; then all others together
