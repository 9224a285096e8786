"""What teaching models takes and gives."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from inference.protocol import Failure
from widgets.teaching.lessons import Careful, Long, Strong
from widgets.web.schemas import Id, Moment, Taken

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00]*$")]


class NewDataset(Taken):
    """`text`: a table (CSV), JSON or lines, with a column for what is asked and one for the answer."""

    title: Title
    text: str


class NewCollection(Taken):
    """What to collect of an app: of one of its widgets, given by its id. Without a title it gets that of both."""

    widget: Id
    title: Title | None = None
    thumbs: bool = True
    corrections: bool = True
    snapshots: list[Id] = Field([], max_length=100)


class SnapshotToCollect(BaseModel):
    id: str
    title: str
    created_at: Moment


class Material(BaseModel):
    """What can be collected of a widget: results with thumbs up, corrections, and snapshots of one's own."""

    widget: str  # its id
    title: str
    kind: str
    thumbs: int
    corrections: int
    snapshots: list[SnapshotToCollect]


class DatasetChange(Taken):
    title: Title | None = None
    text: str | None = None  # becomes a version of its own


class NewLesson(Taken):
    base: str = Field(max_length=80)
    title: Title
    long: Long = "usual"
    strong: Strong = "usual"
    careful: Careful = "usual"


class LessonChange(Taken):
    shared: bool


class Fault(BaseModel):
    code: str
    sentence: str
    remedy: str
    rows: list[int]
    stops: bool


class Check(BaseModel):
    """Whether one model can learn from the newest version."""

    base: str
    fit: bool
    faults: list[Fault]
    learned: int  # examples
    held_out: int
    labels: dict[str, int]  # how many examples each has
    tokens: list[tuple[int, int]]  # a histogram: up to so many tokens, so many examples
    columns: (
        tuple[str, str] | None
    )  # that were taken for what is asked and for the answer; None where nothing names any
    languages: dict[str, int]  # that prompts are in, and how many of them
    answers: bool  # it learns to answer; else to sort by labels
    seconds: dict[Long, float]  # that learning may take, roughly


class DatasetSummary(BaseModel):
    id: str
    title: str
    version: int
    learning: bool  # a model learns from it just now, or waits for its turn


class Lesson(BaseModel):
    id: int
    version: int | None  # of the dataset that it learns from; None where that was deleted
    base: str
    title: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    stopping: bool
    phase: str
    done: int
    total: int
    seconds_left: float | None
    # Step, loss, loss of what is held out, and some of what was asked with what it says by now.
    moments: list[tuple[int, float | None, float | None, list[tuple[str, str]]]]
    figures: dict[str, Any] | None  # before and after: how far it was right, and some answers
    failure: Failure | None
    made: str | None  # the name of the model that came of it
    task: str | None  # and what it is for
    shared: bool


class Dataset(DatasetSummary):
    text: str
    app: str | None  # the title of that which it was collected from
    check: Check | None  # None where there is no model to be taught
    lessons: list[Lesson]
