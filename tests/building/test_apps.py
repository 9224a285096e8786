"""Apps and revisions: nobody's work is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.cases import graph
from widgets.building import apps
from widgets.graph.schema import Graph
from widgets.models import App, User

ONE, TWO, THREE = (graph([["a", title, "Go"]]) for title in ("One", "Two", "Three"))


@pytest.fixture
def ada(db):
    return User.objects.create_user("ada")


@pytest.fixture
def app(ada):
    return apps.create(ada, " Stories ", graph=ONE)


def test_a_new_app_is_private_and_has_one_revision(app, ada):
    assert (app.title, app.owner, app.visibility, app.draft.number) == ("Stories", ada, "private", 1)
    assert app.draft.graph == ONE


def test_no_title_turns_the_text_around_it(ada):
    assert apps.create(ada, "\u202eevil\u202c كتابة").title == "evil كتابة"


def test_an_app_may_start_empty(ada):
    assert apps.create(ada, "Empty").draft.graph == Graph()


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", " "), ("title", "x" * 101), ("title", "\x00"), ("description", "x" * 1001), ("visibility", "secret")],
)
def test_what_an_app_cannot_be_is_refused_by_field(app, field, value):
    with pytest.raises(apps.InvalidApp) as refused:
        apps.change(app, **{field: value})
    assert refused.value.field == field
    with pytest.raises(apps.InvalidApp):
        apps.create(app.owner, **({"title": "T"} | {field: value}))


def test_changing_leaves_alone_what_is_not_named(app):
    apps.change(app, visibility="link", description="Short ones")
    app.refresh_from_db()
    assert (app.title, app.description, app.visibility) == ("Stories", "Short ones", "link")


def test_a_title_in_html_is_kept_as_it_is(app):
    assert apps.change(app, title="<script>alert(1)</script>").title == "<script>alert(1)</script>"


def test_saving_makes_the_next_revision_and_keeps_the_others(app, ada):
    before = app.updated_at
    assert apps.save(app, 1, TWO, ada).number == 2
    assert [r.graph for r in app.revisions.order_by("number")] == [ONE, TWO]
    app.refresh_from_db()
    assert app.updated_at > before


def test_saving_the_same_graph_again_makes_no_revision(app, ada):
    assert apps.save(app, 1, ONE, ada).number == 1
    assert apps.save(app, 7, ONE, ada).number == 1


@pytest.mark.parametrize("base", [0, 1, 3, -1])
def test_saving_on_anything_but_the_newest_is_a_conflict_that_shows_theirs(app, ada, base):
    apps.save(app, 1, TWO, ada)
    with pytest.raises(apps.Conflict) as conflict:
        apps.save(app, base, THREE, ada)
    assert conflict.value.theirs.graph == TWO
    assert app.revisions.count() == 2


def test_two_apps_number_their_revisions_apart(app, ada):
    apps.save(app, 1, TWO, ada)
    assert apps.create(ada, "Other").draft.number == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False])
def test_of_those_who_save_at_the_same_instant_one_wins_and_the_rest_are_told(same):
    ada = User.objects.create_user("ada")
    app = apps.create(ada, "Stories", graph=ONE)
    start = Barrier(4)

    def save(n):
        start.wait()
        try:
            return apps.save(App.objects.get(pk=app.pk), 1, graph([["a", "Same" if same else f"T{n}", ""]]), ada).number
        except apps.Conflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(save, range(4)))
    assert app.revisions.count() == 2
    assert [n for n in came if n == 2] == [2] * (4 if same else 1)
    assert all(c == 2 or c.theirs.number == 2 for c in came)


def test_a_deleted_app_is_out_of_sight_until_restored(app, ada):
    apps.delete(app)
    assert not App.objects.editable_by(ada).exists()
    apps.restore(app)
    assert App.objects.editable_by(ada).get().draft.graph == ONE
