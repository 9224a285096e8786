"""Revisions: named, restored, published, and never lost."""

import pytest

from tests.cases import graph
from widgets.building import apps, revisions
from widgets.building.faults import InvalidApp
from widgets.graph.problems import Problem
from widgets.models import User

ONE, TWO, THREE = (graph([["a", title, "Go"]]) for title in ("One", "Two", "Three"))


@pytest.fixture
def app(db):
    app = apps.create(User.objects.create_user("ada"), "Stories", graph=ONE)
    apps.save(app, 1, TWO, app.owner)
    apps.save(app, 2, THREE, app.owner)
    return app


def of(app, number):
    return app.revisions.get(number=number)


def test_they_are_listed_from_the_newest_a_few_at_a_time(app):
    assert [one.number for one in revisions.before(app, None, 2)] == [3, 2]
    assert [one.number for one in revisions.before(app, 2, 2)] == [1]


def test_a_restored_one_becomes_the_newest_and_those_between_stay(app):
    restored = revisions.restore(of(app, 1), app.owner)
    assert (restored.number, restored.graph, restored.author) == (4, ONE, app.owner)
    assert [one.graph for one in app.revisions.order_by("number")] == [ONE, TWO, THREE, ONE]


def test_restoring_what_is_newest_changes_nothing(app):
    assert revisions.restore(of(app, 3), app.owner).number == 3


def test_a_name_is_trimmed_and_can_be_taken_away(app):
    revisions.name(of(app, 2), " Before the French version ")
    assert of(app, 2).name == "Before the French version"
    revisions.name(of(app, 2), "")
    assert of(app, 2).name == ""


@pytest.mark.parametrize("name", ["x" * 101, "a\x00b"])
def test_what_cannot_be_a_name_is_refused(app, name):
    with pytest.raises(InvalidApp) as refused:
        revisions.name(of(app, 1), name)
    assert refused.value.field == "name"


def test_one_is_published_until_another_is_or_none(app):
    for number in (1, 2):
        revisions.publish(of(app, number), [])
        app.refresh_from_db()
        assert app.published == of(app, number)
    revisions.unpublish(app)
    app.refresh_from_db()
    assert app.published is None


def problem(code):
    return Problem(widget="a", field=None, code=code, message="Mend it.")


def test_what_its_builder_could_mend_keeps_it_from_being_published(app):
    with pytest.raises(revisions.NotReady, match=r"Revision 1 is not ready for visitors\. Mend it\."):
        revisions.publish(of(app, 1), [problem("no_model"), problem("cycle")])
    app.refresh_from_db()
    assert app.published is None


def test_what_this_machine_lacks_does_not(app):
    revisions.publish(of(app, 1), [problem("no_model"), problem("unknown_model")])
    app.refresh_from_db()
    assert app.published == of(app, 1)
