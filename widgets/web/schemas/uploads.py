"""Uploads, as the API gives them."""

from typing import Literal

from pydantic import BaseModel

from inference.protocol import Failure


class Upload(BaseModel):
    """A file that a visitor gave. `characters` and `tokens` are of its text, `width` and `height` of a picture."""

    id: str
    name: str
    media_type: str
    size: int
    state: Literal["reading", "ready", "failed"]
    failure: Failure | None
    characters: int | None
    tokens: int | None
    width: int | None
    height: int | None
