"""What may be wrong with examples: a sentence, what to do about it, and the rows it is about."""

from dataclasses import dataclass, field

SHOWN = 20  # rows that a fault names
FEWEST = 10  # examples
FEWEST_OF_A_LABEL = 5
MOST_LABELS = 50


@dataclass(frozen=True)
class Fault:
    code: str
    sentence: str
    remedy: str
    rows: list[int] = field(default_factory=list)  # the first of them
    stops: bool = False  # nothing can be learned until it is mended


def unread(rows: list[int]) -> Fault:
    return _of_rows(
        "unread", rows, "cannot be read as an example.", "Correct them: they are not used."
    )


def empty(rows: list[int]) -> Fault:
    return _of_rows(
        "empty", rows, "have no prompt or no answer.", "Fill them in: they are not used."
    )


def repeated(rows: list[int]) -> Fault:
    return _of_rows("repeated", rows, "say again what another row says.", "Nothing to do: each is learned from once.")


def contradicting(rows: list[int]) -> Fault:
    what = "have the text of another row, and another label."
    return _of_rows("contradicting", rows, what, "Decide for one label: they are not used.")


def too_long(rows: list[int], most: int) -> Fault:
    what = f"have more than the {most:,} tokens that the model reads."
    return _of_rows("too_long", rows, what, "Shorten them: they are not used.")


def too_few(count: int) -> Fault:
    what = "There is 1 example" if count == 1 else f"There are {count} examples"
    return Fault("too_few", f"{what} to learn from.", f"Give {FEWEST} at least.", stops=True)


def one_label() -> Fault:
    return Fault("one_label", "All examples have the same label.", "Give examples of another one.", stops=True)


def many_labels(count: int) -> Fault:
    remedy = f"Use {MOST_LABELS} at most. If these are no labels but texts, choose a model that writes."
    return Fault("many_labels", f"There are {count:,} different labels.", remedy, stops=True)


def rare_labels(labels: list[str]) -> Fault:
    names = ", ".join(f"“{label}”" for label in labels[:SHOWN])
    remedy = f"Give {FEWEST_OF_A_LABEL} of each at least."
    return Fault("rare_labels", f"There are few examples of {names}.", remedy)


def _of_rows(code: str, rows: list[int], what: str, remedy: str) -> Fault:
    """`what` is said of several; one row has it in the singular."""
    if len(rows) == 1:
        sentence = f"1 row {what.replace('have', 'has', 1).replace('say', 'says', 1)}"
    else:
        sentence = f"{len(rows):,} rows {what}"
    return Fault(code, sentence, remedy, rows[:SHOWN])
