"""What a run of the past is called in a list: what was put in, in a line."""

from widgets.models import Run
from widgets.running.values.inputs import Inputs

LONGEST = 100  # characters


def in_a_line(run: Run) -> str:
    """The inputs that are texts, numbers or choices. Defaults count too: they were played."""
    inputs = Inputs(run.revision.graph, run.inputs)
    values = (_in_words(value) for id, value in inputs.values.items() if not inputs.file_ids(id))
    line = " · ".join(" ".join(value.split()) for value in values if value.strip())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _in_words(value: object) -> str:
    match value:
        case str() | int() | float() if not isinstance(value, bool):
            return str(value)
        case list() if all(isinstance(one, str) for one in value):
            return ", ".join(value)
        case _:
            return ""
