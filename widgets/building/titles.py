"""Titles that no two widgets of an app have. Pure."""

from collections.abc import Collection

from widgets.graph.references import fold
from widgets.graph.schema import LONGEST_TITLE


def free(wanted: str, taken: Collection[str]) -> str:
    """The title that is wanted, or with the first number behind it that makes it free. `taken` are folded."""
    title, number = wanted, 2
    while fold(title) in taken:
        title, number = f"{wanted[: LONGEST_TITLE - 4].rstrip()} {number}", number + 1
    return title
