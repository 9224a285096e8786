"""The Graph: one schema for the editor, the API, the database and the run.

Only what every graph must be stands here; whether it can be *played* (cycles, dangling references,
settings of each kind) is a list of problems, because a draft may have some.
"""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from widgets.graph.titles import plain

COLUMNS = 12
MOST_WIDGETS = 100
MOST_SETTINGS = 50  # of one widget
LONGEST_TITLE = 80  # characters
LONGEST_TEXT = 50_000  # characters in one setting
DEEPEST = 8  # levels of lists in lists


def _title(value: str) -> str:
    value = plain(value)
    if not value:
        raise ValueError("a widget needs a title")
    if re.search(r"[\[\]\r\n\x00]", value):
        raise ValueError("a title cannot contain square brackets or line breaks")
    return value


def storable(value: Any, depth: int = 0) -> Any:
    """JSON that any database can store and any browser can read, such as settings are. Raises ValueError."""
    if depth > DEEPEST:
        raise ValueError("lists are not nested that deep")
    if isinstance(value, dict):
        for key, item in value.items():
            _check(key)
            storable(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            storable(item, depth + 1)
    else:
        _check(value)
    return value


def _check(value: Any) -> None:
    """No NUL (PostgreSQL), no half of a surrogate pair (UTF-8), no NaN (JSON), no number beyond 2**53 (browsers)."""
    if isinstance(value, str):
        if re.search("[\x00\ud800-\udfff]", value):
            raise ValueError("a text holds no NUL characters and no halves of characters")
        if len(value) > LONGEST_TEXT:
            raise ValueError(f"a text has at most {LONGEST_TEXT:,} characters")
    elif isinstance(value, int | float) and not -(2**53) < value < 2**53:
        raise ValueError("a number is finite and less than 2^53")


Title = Annotated[str, Field(max_length=LONGEST_TITLE), AfterValidator(_title)]
WidgetId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
Settings = Annotated[dict[str, Any], Field(max_length=MOST_SETTINGS), AfterValidator(storable)]


class Layout(BaseModel):
    """A place on the board, in grid cells: 12 columns, as many rows as there are."""

    model_config = ConfigDict(extra="forbid")

    x: int = Field(0, ge=0, lt=COLUMNS)
    y: int = Field(0, ge=0, le=1000)
    w: int = Field(6, ge=1, le=COLUMNS)
    h: int = Field(4, ge=1, le=100)


class Widget(BaseModel):
    """A node. `kind` is a name from widgets.kinds; what `settings` may hold, that kind says."""

    model_config = ConfigDict(extra="forbid")

    id: WidgetId
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]
    title: Title
    settings: Settings = {}
    layout: Layout = Layout()


class Graph(BaseModel):
    """Widgets, and through the references in their settings, edges."""

    model_config = ConfigDict(extra="forbid")

    widgets: list[Widget] = Field(default=[], max_length=MOST_WIDGETS)

    @model_validator(mode="after")
    def ids_are_unique(self) -> "Graph":
        ids = [widget.id for widget in self.widgets]
        if len(ids) != len(set(ids)):
            raise ValueError("two widgets have the same id")
        return self
