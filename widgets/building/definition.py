"""Our own way to write an app into a file: what exporting writes and importing reads."""

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from widgets.graph.schema import Graph

FORMAT: Final = "partyrock-clone-app"  # also the name of the text in a picture that carries it
VERSION: Final = 1


class Origin(BaseModel):
    """Where an app was copied from; the author is not always known."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    title: str = Field(max_length=200)
    author: str | None = Field(None, max_length=200)
    source: Literal["remix", "file", "partyrock"] = Field(alias="from")

    def stored(self) -> dict[str, Any]:
        return self.model_dump(by_alias=True, exclude_none=True)


class Definition(BaseModel):
    """Fields in the order in which they are written."""

    format: Literal["partyrock-clone-app"] = FORMAT
    version: Literal[1] = VERSION
    title: str
    description: str = ""
    tags: list[str] = []
    origin: Origin | None = None
    graph: Graph

    def as_json(self) -> str:
        return self.model_dump_json(by_alias=True, indent=2)
