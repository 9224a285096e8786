"""What importing and remixing take and give."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from widgets.building.importing.report import Entry
from widgets.web.schemas import App, Taken


class Pasted(Taken):
    """A definition, as text."""

    text: str = Field(max_length=2_000_000)


class Imported(BaseModel):
    """`app` is null for a preview; `map` has [x, y, w, h, kind] of each widget."""

    app: App | None
    title: str
    description: str
    source: Literal["file", "partyrock"]
    map: list[tuple[int, int, int, int, str]]
    report: list[Entry]


class ExportAs(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    form: Literal["json", "png", "python"] = Field("json", alias="as")
