"""Examples are looked at before anything is learned from them."""

from hypothesis import given as drawn
from hypothesis import strategies

from widgets.teaching.examples.checking import Check, are_labels, check, split
from widgets.teaching.examples.reading import Example, Given

COLOURS = ("red", "green", "blue")


def examples(count: int, answer: str = "answer {}") -> list[Example]:
    return [Example(f"prompt {number}", answer.format(number), number) for number in range(1, count + 1)]


def labelled(count: int = 30) -> list[Example]:
    return [Example(f"text {number}", COLOURS[number % 3], number) for number in range(1, count + 1)]


def checked(*rows: Example, unread: tuple[int, ...] = (), labels: bool = False, most: int = 100) -> Check:
    given = Given(list(rows), list(unread))
    return check(given, lambda one: len(f"{one.prompt} {one.answer}".split()), most, spoken, labels=labels)


def spoken(text: str) -> str | None:
    return {"le": "fr", "the": "en"}.get(text.split(maxsplit=1)[0]) if text else None


def codes(result: Check) -> list[str]:
    return [fault.code for fault in result.faults]


def test_nothing_is_wrong_with_good_examples():
    result = checked(*examples(50))
    assert (result.faults, result.fit) == ([], True)
    assert len(result.learned) == 40
    assert len(result.held_out) == 10
    result = checked(*labelled(), labels=True)
    assert (result.faults, result.labels) == ([], dict.fromkeys(COLOURS, 10))


def test_each_problem_names_its_rows_and_what_to_do():
    rows = [*examples(12), Example("", "x", 20), Example("y", "", 21), Example("Prompt  1", "answer 1", 22)]
    result = checked(*rows, Example("long " * 200, "z", 23), unread=(30,))
    assert [(fault.code, fault.rows) for fault in result.faults] == [
        ("unread", [30]), ("empty", [20, 21]), ("repeated", [22]), ("too_long", [23])
    ]  # fmt: skip
    assert all(fault.sentence.endswith(".") and fault.remedy.endswith(".") for fault in result.faults)
    assert result.faults[1].sentence == "2 rows have no prompt or no answer."
    assert "100 tokens" in result.faults[3].sentence
    assert result.fit
    assert len(result.learned) + len(result.held_out) == 12


def test_too_few_examples_stop_it():
    result = checked(*examples(9))
    assert codes(result) == ["too_few"]
    assert not result.fit


def test_one_label_is_none_and_many_are_texts():
    assert codes(checked(*examples(20, "red"), labels=True)) == ["one_label"]
    result = checked(*examples(60), labels=True)
    assert codes(result) == ["many_labels"]
    assert not result.fit


def test_a_rare_label_is_named_and_does_not_stop_it():
    result = checked(*labelled(), Example("odd", "purple", 99), labels=True)
    assert codes(result) == ["rare_labels"]
    assert "“purple”" in result.faults[0].sentence
    assert result.fit


def test_a_text_with_two_labels_is_used_for_neither():
    result = checked(*labelled(), Example("Text 1", "blue", 99), labels=True)
    assert [(fault.code, fault.rows) for fault in result.faults] == [("contradicting", [1, 99])]
    assert not {1, 99} & {one.row for one in (*result.learned, *result.held_out)}


def test_the_histogram_counts_every_example_once():
    result = checked(*examples(12), Example("one two three four five six seven", "eight", 13))
    assert result.tokens[0] == (4, 12)  # none is shorter
    assert sum(count for _, count in result.tokens) == 13
    assert result.tokens[-1] == (8, 1)


def test_without_anything_to_try_it_on_it_is_not_fit():
    same = [Example("Write a haiku", f"haiku {row}", row) for row in range(1, 13)]
    assert codes(checked(*same)) == ["nothing_held_out"]
    each = [Example(f"text {row}", f"label {row}", row) for row in range(1, 13)]
    assert codes(checked(*each, labels=True)) == ["rare_labels", "nothing_held_out"]
    assert not checked(*each, labels=True).fit


def test_what_many_ask_is_learned_from_where_a_fifth_has_no_room_for_it():
    result = checked(
        *[Example("Write a haiku", f"haiku {row}", row) for row in range(1, 100)], *examples(9, "other {}")
    )
    assert {one.prompt for one in result.held_out} <= {f"prompt {row}" for row in range(1, 10)}
    assert result.held_out


def test_upper_case_makes_no_other_label():
    rows = [Example(f"text {row}", ("Spam", "spam", "fine")[row % 3], row) for row in range(1, 31)]
    result = checked(*rows, Example("TEXT 1", "SPAM", 99), labels=True)
    assert result.labels == {"spam": 20, "fine": 10}
    assert codes(result) == ["repeated"]


PROMPTS = strategies.lists(strategies.sampled_from([f"{way} {n}" for n in range(8) for way in ("a", "A ", " a")]))


@drawn(PROMPTS, strategies.booleans())
def test_what_is_held_out_is_asked_nowhere_else(prompts, labels):
    rows = [
        Example(prompt, COLOURS[row % 3] if not labels else prompt.strip()[0].lower(), row)
        for row, prompt in enumerate(prompts)
    ]
    learned, held_out = split(rows, labels=labels)
    assert sorted(one.row for one in (*learned, *held_out)) == list(range(len(rows)))
    asked = [{" ".join(one.prompt.casefold().split()) for one in side} for side in (learned, held_out)]
    assert not asked[0] & asked[1]


def test_more_examples_keep_most_of_what_was_held_out():
    before = {one.prompt for one in split(examples(100), labels=False)[1]}
    more = [Example(f"new prompt {number}", "answer", -number) for number in range(10)]
    after = {one.prompt for one in split([*more, *reversed(examples(100))], labels=False)[1]}
    assert len(before & after) >= 18


def test_of_each_label_some_are_held_out_and_some_learned_from():
    for side in split(labelled(), labels=True):
        assert {one.answer for one in side} == set(COLOURS)


def test_the_languages_of_prompts_are_told_as_far_as_they_are_known():
    rows = [
        Example(f"{word} {number}", f"{word} {number}", number) for number in range(6) for word in ("le", "the", "?")
    ]
    assert checked(*rows, *[Example("the end", "x", 20)]).languages == {"en": 7, "fr": 6}


def test_labels_are_told_from_answers():
    assert are_labels(labelled(9))
    assert not are_labels(labelled(6))
    assert not are_labels(examples(30))
    assert not are_labels(examples(30, "the same"))
