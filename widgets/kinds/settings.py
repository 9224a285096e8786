"""What is wrong with the settings of a widget."""

from collections.abc import Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from widgets.graph.problems import Problem
from widgets.graph.schema import Widget
from widgets.kinds.faults import in_words


def bad_settings(widget: Widget, error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors():
        field = str(detail["loc"][0]) if detail["loc"] else None
        message = f"In “{widget.title}”, {_sentence(field, detail)}"
        yield Problem(widget=widget.id, field=field, code="bad_setting", message=message)


def _sentence(field: str | None, detail: ErrorDetails) -> str:
    if detail["type"] == "extra_forbidden":
        return f"there is no setting “{field}”. Remove it."
    entry = "an entry of " if len(detail["loc"]) > 1 else ""
    return f"{entry}the setting “{field}” {in_words(detail) or 'cannot be used'}. Change it."
