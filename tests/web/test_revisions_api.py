"""Revisions over HTTP, as their owner: what changed, and two versions put together."""

import pytest

from tests.web.conftest import GRAPH
from widgets.building import apps
from widgets.graph.schema import Graph
from widgets.models import App


def with_prompt(prompt, title="Topic"):
    topic, story = GRAPH["widgets"]
    return {"widgets": [{**topic, "title": title}, {**story, "settings": {"prompt": prompt}}]}


def save(caller, app, graph, base):
    return caller.call("PUT", f"/api/apps/{app.pk}/graph", {"base_revision": base, "graph": graph}).json()


@pytest.fixture
def edited(alice, app) -> App:
    save(alice, app, with_prompt("A long story about @[Topic]"), 1)
    save(alice, app, with_prompt("A long story about @[Subject]", "Subject"), 2)
    return app


def listed(caller, app, how=""):
    return caller.call("GET", f"/api/apps/{app.pk}/revisions{how}")


def one(caller, app, number, how=""):
    return caller.call("GET", f"/api/apps/{app.pk}/revisions/{number}{how}").json()


def test_the_list_says_who_when_and_in_words_what(alice, edited):
    newest, middle, first = listed(alice, edited).json()
    assert [revision["number"] for revision in (newest, middle, first)] == [3, 2, 1]
    assert newest["changes"] == ["“Topic” is now called “Subject”."]
    assert middle["changes"] == ["The prompt of “Story” changed."]
    assert first["changes"] == ["An input “Topic” and an AI text “Story” were added."]
    assert (newest["author"], newest["name"], newest["published"]) == ({"username": "alice"}, "", False)
    assert newest["map"] == [[0, 0, 6, 2, "input"], [0, 0, 6, 4, "text"]]


def test_an_app_that_began_empty_says_so(alice, app):
    empty = apps.create(app.owner, "Empty")
    assert listed(alice, empty).json()[0]["changes"] == ["It began with an empty board."]


def test_a_list_has_30_a_page_and_says_where_the_next_one_is(alice, app):
    for number in range(1, 34):
        apps.save(app, number, Graph.model_validate(with_prompt(f"{number}")), app.owner)
    first = listed(alice, app)
    assert [revision["number"] for revision in first.json()] == list(range(34, 4, -1))
    assert first["Link"] == f'</api/apps/{app.pk}/revisions?before=5>; rel="next"'
    second = listed(alice, app, "?before=5")
    assert [revision["number"] for revision in second.json()] == [4, 3, 2, 1]
    assert "Link" not in second
    assert second.json()[-1]["changes"] == ["An input “Topic” and an AI text “Story” were added."]
    assert first.json()[-1]["changes"] == ["The prompt of “Story” changed."]


def test_a_long_list_takes_as_many_queries_as_a_short_one(alice, edited, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        listed(alice, edited)


def test_one_has_its_graph_and_its_differences_from_the_one_before(alice, edited):
    revision = one(alice, edited, 2)
    assert (revision["against"], revision["graph"]["widgets"][1]["settings"]["prompt"]) == (
        1,
        "A long story about @[Topic]",
    )
    (difference,) = revision["differences"]
    assert (difference["title"], difference["change"], difference["name"]) == ("Story", "changed", "prompt")
    assert [piece for piece in difference["words"] if piece["change"] != "same"] == [
        {"change": "removed", "text": "About"},
        {"change": "added", "text": "A long story about"},
    ]


def test_one_is_compared_with_any_other(alice, edited):
    revision = one(alice, edited, 1, "?against=3")
    assert revision["against"] == 3
    assert [found["change"] for found in revision["differences"]] == ["renamed", "changed"]


@pytest.mark.parametrize("path", ["9", "1?against=9", "0"])
def test_a_revision_that_is_not_there_is_not_found(alice, edited, path):
    assert alice.call("GET", f"/api/apps/{edited.pk}/revisions/{path}").status_code == 404


def test_a_revision_of_another_app_is_not_found(alice, edited):
    other = apps.create(edited.owner, "Other")
    assert alice.call("GET", f"/api/apps/{other.pk}/revisions/2").status_code == 404


def test_one_is_named(alice, edited):
    named = alice.call("PATCH", f"/api/apps/{edited.pk}/revisions/2", {"name": "Before the rename"}).json()
    assert (named["number"], named["name"]) == (2, "Before the rename")
    assert named["changes"] == ["The prompt of “Story” changed."]
    assert listed(alice, edited).json()[1] == named


def test_a_name_too_long_is_refused_with_its_field(alice, edited):
    error = alice.call("PATCH", f"/api/apps/{edited.pk}/revisions/2", {"name": "x" * 101}).json()["error"]
    assert (error["code"], error["field"]) == ("invalid", "name")


def test_one_is_restored_as_a_new_one(alice, edited):
    assert alice.call("POST", f"/api/apps/{edited.pk}/revisions/1/restoration").json()["revision"] == 4
    newest = listed(alice, edited).json()[0]
    assert newest["changes"] == ["“Subject” is now called “Topic”.", "The prompt of “Story” changed."]


def test_the_published_one_is_marked(alice, edited, text_model):
    alice.call("POST", f"/api/apps/{edited.pk}/publication", {"revision": 2})
    assert [revision["published"] for revision in listed(alice, edited).json()] == [False, True, False]


BUILDING = [
    ("GET", "revisions", None),
    ("GET", "revisions/1", None),
    ("PATCH", "revisions/1", {"name": "Mine"}),
    ("POST", "revisions/1/restoration", None),
    ("POST", "merges", {"base_revision": 1, "graph": GRAPH}),
    ("POST", "publication", {"revision": 1}),
    ("DELETE", "publication", None),
]


@pytest.mark.parametrize("request_", BUILDING)
@pytest.mark.parametrize("level", ["private", "public"])
def test_others_see_and_change_nothing_of_them(bob, guest, app, level, request_):
    apps.change(app, visibility=level)
    method, path, body = request_
    for caller in (bob, guest):
        answer = caller.call(method, f"/api/apps/{app.pk}/{path}", body)
        assert answer.status_code == {"private": 404, "public": 403}[level]
    app.refresh_from_db()
    assert (app.draft.number, app.draft.name, app.published) == (1, "", None)


# Merging -----------------------------------------------------------------------------------


def merge(caller, app, graph, base=1, **more):
    return caller.call("POST", f"/api/apps/{app.pk}/merges", {"base_revision": base, "graph": graph} | more)


def test_what_each_changed_alone_is_put_together_and_saved_on_top(alice, app):
    save(alice, app, with_prompt("About @[Subject]", "Subject"), 1)
    merged = merge(alice, app, with_prompt("A long story about @[Topic]")).json()
    assert (merged["revision"], merged["author"], merged["conflicts"]) == (2, {"username": "alice"}, [])
    assert merged["graph"]["widgets"][1]["settings"]["prompt"] == "A long story about @[Subject]"
    assert app.draft.number == 2  # nothing is saved by merging
    assert save(alice, app, merged["graph"], merged["revision"])["revision"] == 3


def test_what_both_changed_is_asked_with_its_differences_and_chosen(alice, app):
    save(alice, app, with_prompt("Theirs"), 1)
    (conflict,) = merge(alice, app, with_prompt("Mine")).json()["conflicts"]
    assert (conflict["widget"], conflict["title"], conflict["fields"]) == ("story", "Story", ["prompt"])
    assert [piece["change"] for piece in conflict["differences"][0]["words"]] == ["removed", "added"]
    for choice, prompt in (("mine", "Mine"), ("theirs", "Theirs")):
        merged = merge(alice, app, with_prompt("Mine"), choices={"story": choice}).json()
        assert (merged["conflicts"], merged["graph"]["widgets"][1]["settings"]["prompt"]) == ([], prompt)


def test_what_one_removed_and_the_other_changed_is_asked(alice, app):
    save(alice, app, {"widgets": GRAPH["widgets"][:1]}, 1)
    (conflict,) = merge(alice, app, with_prompt("Mine")).json()["conflicts"]
    assert (conflict["theirs"], conflict["fields"]) == (None, ["removed"])
    assert [found["change"] for found in conflict["differences"]] == ["added"]


def test_a_merge_from_a_revision_that_never_was_is_refused(alice, app):
    assert merge(alice, app, GRAPH, base=9).status_code == 404


def test_two_versions_too_large_together_are_refused_with_a_remedy(alice, app):
    def many(side):
        return {"widgets": [{"id": f"{side}{n}", "kind": "note", "title": f"{side} {n}"} for n in range(51)]}

    save(alice, app, many("theirs"), 1)
    answer = merge(alice, app, many("mine"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "unmergeable")
    assert "Take one of them" in answer.json()["error"]["message"]
