"""What differs between two graphs, as people say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.building.differences import differences, sentences
from widgets.building.wording import MOST, compared
from widgets.graph.rename import rename
from widgets.graph.schema import Graph, Widget


def graph(**widgets):
    """By title, in lower case the id: the prompt, or all that a widget is."""
    return Graph(widgets=[widget(title, what) for title, what in widgets.items()])


def widget(title, what):
    more = {"settings": {"prompt": what}} if isinstance(what, str) else what
    return Widget(**{"id": title.lower(), "kind": "text", "title": title} | more)


def said(before, after):
    return sentences(differences(before, after))


def test_nothing_differs_between_a_graph_and_itself():
    assert differences(graph(A="a"), graph(A="a")) == []


def test_what_is_added_and_removed_is_named():
    assert said(graph(A="a"), graph(B="b", C="c")) == [
        "An AI text “B” and an AI text “C” were added.",
        "“A” was removed.",
    ]


def test_a_rename_is_one_change_and_not_one_of_those_who_refer_to_it():
    before = graph(Topic="", Story="About @[Topic]")
    found = differences(before, rename(before, "topic", "Subject"))
    assert [(one.change, one.before, one.after) for one in found] == [("renamed", "Topic", "Subject")]
    assert sentences(found) == ["“Topic” is now called “Subject”."]


def test_the_settings_of_one_widget_are_one_sentence():
    after = graph(A={"settings": {"prompt": "b", "max_tokens": 9}})
    assert said(graph(A="a"), after) == ["The prompt and longest answer of “A” changed."]


def test_a_setting_that_is_written_down_as_its_default_is_no_change():
    assert said(graph(A="a"), graph(A={"settings": {"prompt": "a", "temperature": 0.7, "stop": []}})) == []


@pytest.mark.parametrize(("value", "text"), [(True, "yes"), (False, "no"), (["x", "y"], "x, y"), (0.5, "0.5")], ids=str)
def test_every_value_has_words(value, text):
    (found,) = differences(graph(A=""), graph(A={"settings": {"prompt": "", "odd": value}}))
    assert (found.name, found.before, found.after, found.words) == ("odd", "", text, [])


def test_few_moves_are_named_and_many_are_counted():
    def moved(count):
        return graph(**{f"W{n}": {"layout": {"x": 0, "y": n if n < count else 50, "w": 2, "h": 1}} for n in range(4)})

    assert said(moved(0), moved(1)) == ["“W0” was moved."]
    assert said(moved(0), moved(4)) == ["4 widgets were moved."]


def test_texts_are_compared_word_by_word_with_references_whole():
    before, after = graph(Topic="", A="Write about @[Topic]."), graph(Topic="", A="Sing about @[Topic] now.")
    (found,) = differences(before, after, by_word=True)
    assert [(piece.change, piece.text) for piece in found.words] == [
        ("removed", "Write"),
        ("added", "Sing"),
        ("same", " about @[Topic]"),
        ("added", " now"),
        ("same", "."),
    ]


def test_for_sentences_no_words_are_compared():
    (found,) = differences(graph(A="Write"), graph(A="Sing"))
    assert (found.before, found.after, found.words) == ("Write", "Sing", [])


words = st.lists(st.sampled_from(["a", "b", "the", " ", "\n", "@[A]", ".", "é"]), max_size=30).map("".join)


@given(words, words)
def test_a_comparison_holds_both_texts_whole(before, after):
    pieces = compared(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != "added") == before
    assert "".join(piece.text for piece in pieces if piece.change != "removed") == after


def test_two_long_texts_that_have_little_in_common_are_not_compared_for_long():
    before, after = ("a b " * MOST, "c d " * MOST)
    assert [piece.change for piece in compared(before + "end", after + "end")] == ["removed", "added", "same"]
