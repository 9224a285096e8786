"""Two who change the same app: what one side touched alone is merged, what both touched is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.building.test_differences import graph, widget
from widgets.building.merging import Unmergeable, merge
from widgets.graph.problems import problems
from widgets.graph.rename import rename
from widgets.graph.schema import MOST_WIDGETS, Graph

BASE = graph(Topic="", Story="About @[Topic]")


def prompts(merged):
    return {one.title: one.settings.get("prompt") for one in merged.graph.widgets}


def settings(merged, id):
    return next(one.settings for one in merged.graph.widgets if one.id == id)


def test_different_widgets_merge_without_a_question():
    merged = merge(BASE, graph(Topic="mine", Story="About @[Topic]"), graph(Topic="", Story="theirs"))
    assert (prompts(merged), merged.conflicts) == ({"Topic": "mine", "Story": "theirs"}, [])


def test_different_settings_of_one_widget_merge_without_a_question():
    base = graph(A={"settings": {"prompt": "a", "seed": 1}})
    mine, theirs = (graph(A={"settings": one}) for one in ({"prompt": "b", "seed": 1}, {"prompt": "a", "seed": 2}))
    assert settings(merge(base, mine, theirs), "a") == {"prompt": "b", "seed": 2}


def test_a_setting_that_one_side_took_away_stays_away():
    base, mine = graph(A={"settings": {"prompt": "a", "seed": 1}}), graph(A="a")
    theirs = graph(A={"settings": {"prompt": "b", "seed": 1}})
    assert settings(merge(base, mine, theirs), "a") == {"prompt": "b"}


def test_a_rename_on_one_side_and_a_new_prompt_on_the_other_go_together():
    theirs = graph(Topic="", Story="A long story about @[Topic]")
    merged = merge(BASE, rename(BASE, "topic", "Subject"), theirs)
    assert prompts(merged) == {"Subject": "", "Story": "A long story about @[Subject]"}
    assert merged.conflicts == []


def test_the_same_setting_changed_by_both_is_asked_and_theirs_stands_meanwhile():
    merged = merge(graph(A="a"), graph(A="mine"), graph(A="theirs"))
    (conflict,) = merged.conflicts
    assert (conflict.widget, conflict.fields) == ("a", ["prompt"])
    assert (conflict.mine.settings["prompt"], conflict.theirs.settings["prompt"]) == ("mine", "theirs")
    assert prompts(merged) == {"A": "theirs"}


def test_the_sides_of_a_question_differ_in_nothing_but_what_both_changed():
    base = graph(A={"settings": {"prompt": "a", "seed": 1, "stop": []}})
    mine = graph(A={"settings": {"prompt": "mine", "seed": 2, "stop": []}})
    theirs = graph(A={"settings": {"prompt": "theirs", "seed": 1, "stop": ["x"]}})
    (conflict,) = merge(base, mine, theirs).conflicts
    assert conflict.mine.settings == {"prompt": "mine", "seed": 2, "stop": ["x"]}
    assert conflict.theirs.settings == {"prompt": "theirs", "seed": 2, "stop": ["x"]}


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_what_was_chosen_holds_and_is_not_asked_again(side):
    merged = merge(graph(A="a"), graph(A="mine"), graph(A="theirs"), {"a": side})
    assert (prompts(merged), merged.conflicts) == ({"A": side}, [])


def test_a_chosen_title_is_followed_by_the_references():
    mine, theirs = rename(BASE, "topic", "Subject"), rename(BASE, "topic", "Theme")
    assert merge(BASE, mine, theirs).conflicts[0].fields == ["title"]
    assert prompts(merge(BASE, mine, theirs, {"topic": "mine"})) == {"Subject": "", "Story": "About @[Subject]"}


def test_what_one_side_removed_and_the_other_left_alone_is_gone():
    assert prompts(merge(BASE, BASE, graph(Topic=""))) == {"Topic": ""}
    assert prompts(merge(BASE, graph(Topic=""), BASE)) == {"Topic": ""}


@pytest.mark.parametrize(("choice", "left"), [("mine", {}), ("theirs", {"A": "theirs"})])
def test_what_one_side_removed_and_the_other_changed_is_asked(choice, left):
    (conflict,) = merge(graph(A="a"), Graph(), graph(A="theirs")).conflicts
    assert (conflict.mine, conflict.fields) == (None, ["removed"])
    assert prompts(merge(graph(A="a"), Graph(), graph(A="theirs"), {"a": choice})) == left


def test_both_may_add_and_titles_stay_distinct():
    mine = Graph(widgets=[widget("New", "mine"), widget("Sum", "@[New]")])
    theirs = Graph(widgets=[widget("New", "theirs").model_copy(update={"id": "other"})])
    merged = merge(Graph(), mine, theirs)
    assert prompts(merged) == {"New": "theirs", "New 2": "mine", "Sum": "@[New 2]"}


def test_a_place_on_the_board_is_not_worth_a_question_and_nothing_lies_over_anything():
    def at(y):
        return graph(A={"layout": {"x": 0, "y": y, "w": 4, "h": 2}}, B={"layout": {"x": 0, "y": 8, "w": 4, "h": 2}})

    merged = merge(at(0), at(7), at(3))
    assert merged.conflicts == []
    assert {one.id: one.layout.y for one in merged.graph.widgets} == {"a": 10, "b": 8}


def test_more_than_an_app_can_hold_is_refused_with_a_remedy():
    mine, theirs = (graph(**{f"{side}{n}": "" for n in range(MOST_WIDGETS // 2 + 1)}) for side in ("Mine", "Theirs"))
    with pytest.raises(Unmergeable, match="Take one of them"):
        merge(Graph(), mine, theirs)


some = st.dictionaries(st.sampled_from("ABC"), st.sampled_from(["", "x", "@[A]", "@[B] y"])).map(
    lambda widgets: graph(**widgets)
)


@given(some, some, some)
def test_a_merge_is_the_same_from_both_sides_but_for_what_was_asked(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert {conflict.widget for conflict in one.conflicts} == {conflict.widget for conflict in other.conflicts}
    asked = {conflict.widget for conflict in one.conflicts}
    assert {w.id: w.settings for w in one.graph.widgets if w.id not in asked} == {
        w.id: w.settings for w in other.graph.widgets if w.id not in asked
    }
    assert not [problem for problem in problems(one.graph) if problem.code == "duplicate_title"]


@given(some, some)
def test_a_side_that_changed_nothing_takes_the_other_one_whole(base, changed):
    assert merge(base, changed, base).conflicts == merge(base, base, changed).conflicts == []
    assert prompts(merge(base, base, changed)) == prompts(merge(base, changed, base))
