"""What is wrong with settings, in plain words rather than in the validator's."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from widgets.graph.problems import Problem
from widgets.graph.schema import Widget

_WORDS = {
    "string_type": "has to be a text",
    "bool_type": "has to be on or off (true or false)",
    "int_type": "has to be a whole number",
    "float_type": "has to be a number",
    "finite_number": "has to be a number",
    "list_type": "has to be a list",
    "greater_than_equal": "has to be {ge} or more",
    "greater_than": "has to be more than {gt}",
    "less_than_equal": "has to be {le} or less",
    "less_than": "has to be less than {lt}",
    "string_too_long": "has to be at most {max_length} characters long",
    "string_too_short": "may not be empty",
    "too_long": "has to have at most {max_length} entries",
}


def bad_settings(widget: Widget, error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors():
        field = str(detail["loc"][0]) if detail["loc"] else None
        message = f"In “{widget.title}”, {_sentence(field, detail)}"
        yield Problem(widget=widget.id, field=field, code="bad_setting", message=message)


def _sentence(field: str | None, detail: ErrorDetails) -> str:
    limits = {name: _number(limit) for name, limit in detail.get("ctx", {}).items()}
    if detail["type"] == "extra_forbidden":
        return f"there is no setting “{field}”. Remove it."
    words = _WORDS.get(detail["type"], "cannot be used").format(**limits)
    entry = "each entry of " if len(detail["loc"]) > 1 else ""
    return f"{entry}the setting “{field}” {words}. Change it."


def _number(limit: Any) -> str:
    return f"{limit:,.0f}" if isinstance(limit, int | float) and limit == int(limit) else str(limit)
