"""Inputs that hold more than text: kept as JSON, read as text."""

import pytest

from tests.running.making import GUEST, graph_of, make_run, prompts, result, work_off
from widgets.building import apps
from widgets.kinds import InvalidInput
from widgets.running import runs
from widgets.running.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("card")]

COLOURS = {"kind": "select", "options": ["red", "green"], "many": True}
LENGTH = {"kind": "number", "unit": "km"}
RHYME = {"kind": "toggle", "on": "in verse", "off": "in prose"}
APP = {"Colours": COLOURS, "Length": LENGTH, "Rhyme": RHYME, "Story": "@[Colours], @[Length], @[Rhyme]"}
GIVEN = {"colours": ["green", "red"], "length": 12.5, "rhyme": True}


def test_values_of_any_type_read_as_text_in_a_prompt():
    run = make_run(inputs=GIVEN, **APP)
    assert prompts(work_off(runs.play(run))) == ["red, green, 12.5 km, in verse"]


def test_a_run_gives_them_back_as_they_are():
    run = make_run(inputs=GIVEN, **APP)
    assert read(run)["inputs"] == {"Colours": ["red", "green"], "Length": 12.5, "Rhyme": True}


def test_what_was_not_given_is_what_the_settings_say():
    run = make_run(**APP)
    assert read(run)["inputs"] == {"Colours": [], "Length": None, "Rhyme": False}
    assert result(run, "story")["missing"] == ["Colours", "Length"]


def test_null_takes_back_what_was_given():
    run = make_run(inputs=GIVEN, **APP)
    runs.play(run, inputs={"length": None}, widgets=[])
    assert read(run)["inputs"]["Length"] is None
    assert read(run)["inputs"]["Rhyme"] is True


@pytest.mark.parametrize("inputs", [{"colours": "red"}, {"colours": ["pink"]}, {"length": "12"}, {"rhyme": 1}])
def test_what_a_kind_does_not_take_is_refused_by_the_name_of_the_widget(inputs):
    [(id, _)] = inputs.items()
    with pytest.raises(InvalidInput, match=f"“{id.capitalize()}”: ") as refused:
        make_run(inputs=inputs, **APP)
    assert refused.value.widget == id


def test_a_value_that_fits_no_more_after_an_edit_counts_as_not_given():
    run = make_run(inputs=GIVEN, **APP)
    edited = graph_of(**APP | {"Colours": COLOURS | {"options": ["green", "blue"]}})
    newer = runs.start(apps.save(run.app, 1, edited, None), GUEST, previous=run)
    assert read(newer)["inputs"] == {"Colours": [], "Length": 12.5, "Rhyme": True}


def test_what_was_answered_as_another_kind_is_not_carried_over():
    run = make_run(A="a", B="b")
    work_off(runs.play(run))
    edited = graph_of(A={"kind": "classify", "source": "x", "labels": ["y", "z"]}, B="b")
    newer = runs.start(apps.save(run.app, 1, edited, None), GUEST, previous=run)
    assert (result(newer, "a")["state"], result(newer, "b")["value"]) == ("idle", "(b)")
