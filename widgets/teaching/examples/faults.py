"""What may be wrong with examples: a sentence, what to do about it, and the rows it is about."""

from dataclasses import dataclass, field

SHOWN = 20  # rows that a fault names
NAMED = 5  # labels, and so many characters of each
LEGIBLE = 40
FEWEST = 10  # examples
FEWEST_OF_A_LABEL = 5
MOST_LABELS = 50
MEND = "Mend it in the table; until then it is left out."


@dataclass(frozen=True)
class Fault:
    code: str
    sentence: str
    remedy: str
    rows: list[int] = field(default_factory=list)  # the first of them
    stops: bool = False  # nothing can be learned until it is mended


def unread(rows: list[int]) -> Fault:
    return _of_rows("unread", rows, "cannot be read as an example", "cannot be read as examples", MEND)


def empty(rows: list[int]) -> Fault:
    return _of_rows("empty", rows, "has no prompt or no answer", "have no prompt or no answer", MEND)


def repeated(rows: list[int]) -> Fault:
    remedy = "There is nothing to do: what is said twice is learned from once."
    return _of_rows("repeated", rows, "says again what another one says", "say again what others say", remedy)


def contradicting(rows: list[int]) -> Fault:
    what = "the text of another row, and another label"
    remedy = "Decide for one label; until then neither is used."
    return _of_rows("contradicting", rows, f"has {what}", f"have {what}", remedy)


def too_long(rows: list[int], most: int) -> Fault:
    what = f"more than the {most:,} tokens that the model reads"
    return _of_rows("too_long", rows, f"has {what}", f"have {what}", "Make it shorter; until then it is left out.")


def too_few(count: int) -> Fault:
    what = "There is 1 example" if count == 1 else f"There are {count} examples"
    return Fault("too_few", f"{what} to learn from.", f"Give {FEWEST} at least.", stops=True)


def nothing_held_out() -> Fault:
    remedy = "Give examples with other prompts, or more of a label."
    return Fault("nothing_held_out", "Nothing is left to try it on afterwards.", remedy, stops=True)


def one_label() -> Fault:
    return Fault("one_label", "All examples have the same label.", "Give examples of another one.", stops=True)


def many_labels(count: int) -> Fault:
    remedy = f"Use {MOST_LABELS} at most. If these are no labels but texts, choose a model that writes."
    return Fault("many_labels", f"There are {count:,} different labels.", remedy, stops=True)


def rare_labels(labels: list[str]) -> Fault:
    names = ", ".join(f"“{_short(label)}”" for label in labels[:NAMED]) + (" and others" if len(labels) > NAMED else "")
    remedy = f"Give {FEWEST_OF_A_LABEL} of each at least."
    return Fault("rare_labels", f"There are few examples of {names}.", remedy)


def _short(label: str) -> str:
    return label if len(label) <= LEGIBLE else f"{label[:LEGIBLE]}…"


def _of_rows(code: str, rows: list[int], said_of_one: str, said_of_more: str, remedy: str) -> Fault:
    sentence = f"1 row {said_of_one}." if len(rows) == 1 else f"{len(rows):,} rows {said_of_more}."
    return Fault(code, sentence, remedy, rows[:SHOWN])
