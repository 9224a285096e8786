"""What the API takes about what a player thinks of a result."""

from typing import Annotated, Literal

from pydantic import Field

from widgets.web.schemas import Taken

Correction = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]


class Opinion(Taken):
    """`thumbs` up is 1, down is -1, and 0 takes back what was said; `correction` is what it should have been.

    `told`: who rates was told that it may teach models. Of others than the owner of the app nothing is learned without.
    """

    thumbs: Literal[-1, 0, 1]
    correction: Correction = ""
    told: bool = False
