"""The shipped examples: right, tidy, and brought up to date without touching what people made."""

from itertools import combinations

import pytest
from django.core.management import call_command

from tests.kinds.test_problems import CARDS
from widgets.building import apps, examples
from widgets.graph.order import dependencies, order
from widgets.graph.schema import COLUMNS, Graph
from widgets.kinds import problems
from widgets.models import App, User

EXAMPLES = examples.examples()


def overlap(a, b):
    across = a.x < b.x + b.w and b.x < a.x + a.w
    return across and a.y < b.y + b.h and b.y < a.y + a.h


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_can_be_played_at_once(example):
    assert problems(example.graph, CARDS) == []
    assert len(order(example.graph)) == len(example.graph.widgets)
    inputs = [widget for widget in example.graph.widgets if widget.kind == "input"]
    assert inputs
    assert all(widget.settings["default"] for widget in inputs)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_lies_on_the_board_without_overlaps(example):
    places = [widget.layout for widget in example.graph.widgets]
    assert all(place.x + place.w <= COLUMNS for place in places)
    assert not any(overlap(a, b) for a, b in combinations(places, 2))


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_read_in_one_column_has_each_widget_after_what_it_needs(example):
    places = {widget.id: (widget.layout.y, widget.layout.x) for widget in example.graph.widgets}
    assert all(places[need] < places[id] for id, needs in dependencies(example.graph).items() for need in needs)


def test_one_example_fans_out_and_one_is_a_chain_of_three():
    pros, trip = EXAMPLES["pros-and-cons"].graph, EXAMPLES["trip"].graph
    assert dependencies(pros)["pros"] == dependencies(pros)["cons"] == ["idea"]
    assert dependencies(trip)["day"] == ["why", "place"]
    assert dependencies(trip)["postcard"] == ["day", "place"]


def test_seeding_adds_the_examples_for_everybody_and_of_nobody(db):
    call_command("seed_examples")
    assert set(App.objects.public().filter(owner=None).values_list("pk", flat=True)) == set(EXAMPLES)


def test_seeding_again_changes_nothing(db):
    assert examples.seed() == len(EXAMPLES)
    before = list(App.objects.order_by("pk").values_list("pk", "updated_at"))
    assert examples.seed() == 0
    assert list(App.objects.order_by("pk").values_list("pk", "updated_at")) == before


def test_an_example_whose_file_changed_gets_a_new_revision(db):
    examples.seed()
    app = App.objects.get(pk="story")
    apps.save(app, 1, Graph(), author=None)  # as an older file had it
    assert examples.seed() == 1
    assert app.draft.number == 3
    assert app.draft.graph == EXAMPLES["story"].graph


def test_an_example_whose_words_changed_gets_no_new_revision(db):
    examples.seed()
    apps.change(App.objects.get(pk="story"), title="An older title")
    assert examples.seed() == 1
    assert App.objects.get(pk="story").title == EXAMPLES["story"].title
    assert App.objects.get(pk="story").draft.number == 1


def test_a_deleted_example_stays_deleted(db):
    examples.seed()
    apps.delete(App.objects.get(pk="story"))
    examples.seed()
    assert not App.objects.present().filter(pk="story").exists()


def test_an_example_that_was_given_to_somebody_is_theirs(db):
    examples.seed()
    App.objects.filter(pk="story").update(owner=User.objects.create_user("ada"), title="Ada's")
    assert examples.seed() == 0
    assert App.objects.get(pk="story").title == "Ada's"


def test_what_people_made_is_left_alone(db):
    mine = apps.create(User.objects.create_user("ada"), EXAMPLES["story"].title, graph=Graph())
    examples.seed()
    mine.refresh_from_db()
    assert (mine.draft.number, mine.draft.graph) == (1, Graph())
