"""Import, export and remix over HTTP: who may, what comes back, and what a stranger learns."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import GRAPH, log_in, share
from widgets.building import apps, importing
from widgets.graph.schema import Graph
from widgets.models import App, User

PARTYROCK = {
    "result": {
        "data": {
            "title": "Fables",
            "sourceApp": {"title": "Tales", "author": "zoe"},
            "definition": {
                "widgets": [
                    {"type": "text-input", "title": "Hero", "x": 0, "y": 0, "width": 6, "height": 4},
                    {"type": "inferred-text", "title": "Fable", "prompt": "On [Hero]", 
                     "x": 6, "y": 0, "width": 6, "height": 4},
                ]
            },
        }
    }
}  # fmt: skip
TIDY = {"widgets": [GRAPH["widgets"][0], GRAPH["widgets"][1] | {"layout": {"x": 6, "y": 0, "w": 6, "h": 4}}]}


@pytest.fixture
def tidy(alice, app, text_model) -> App:
    """Alice's, with a description, tags and widgets that do not overlap."""
    apps.change(app, description="Short ones", tags=["fun", "kids"])
    apps.save(app, 1, Graph.model_validate(TIDY), app.owner)
    return app


def paste(caller, value, query=""):
    text = value if isinstance(value, str) else json.dumps(value)
    return caller.call("POST", f"/api/apps/import{query}", {"text": text})


def send(caller, data: bytes, name="app.json", query=""):
    file = SimpleUploadedFile(name, data)
    return caller.post(f"/api/apps/import{query}", {"file": file}, headers={"x-csrftoken": "t" * 32})


def exported(caller, app, form="json"):
    return caller.get(f"/api/apps/{app.pk}/export?as={form}")


# Importing ------------------------------------------------------------------------------------


def test_a_pasted_definition_becomes_ones_own_private_app(alice, text_model):
    answer = paste(alice, PARTYROCK)
    assert answer.status_code == 201
    made = answer.json()
    app = App.objects.get(pk=made["app"]["id"])
    assert (app.title, app.owner.username, app.visibility) == ("Fables", "alice", "private")
    assert app.draft.graph.widgets[1].settings["prompt"] == "On @[Hero]"
    assert made["source"] == "partyrock"
    assert made["app"]["lineage"] == {"title": "Tales", "author": "zoe", "source": "partyrock", "path": None}
    assert made["report"] == []


def test_a_preview_makes_nothing(alice, text_model):
    answer = paste(alice, PARTYROCK, "?preview=true")
    assert answer.status_code == 200
    seen = answer.json()
    assert (seen["app"], seen["title"]) == (None, "Fables")
    assert seen["map"] == [[0, 0, 6, 4, "input"], [6, 0, 6, 4, "text"]]
    assert not App.objects.exists()


def test_the_report_names_the_widget_the_level_and_the_remedy(alice, text_model):
    widget = {"type": "inferred-text", "title": "Fable", "prompt": "On [Heros]", "parameters": {"model": "nova"}}
    report = paste(alice, {"widgets": [widget, {"type": "text-input", "title": "Hero"}]}).json()["report"]
    assert {"level": "info", "widget": "Fable"}.items() <= report[1].items()
    assert "nova" in report[1]["message"]
    assert {"level": "warning", "widget": "Fable"}.items() <= report[0].items()
    assert "If “Hero” is meant" in report[0]["message"]


@pytest.mark.parametrize(
    ("value", "status", "code"),
    [("hello", 422, "not_json"), ({}, 422, "not_an_app"), ("", 422, "not_json"), ([], 422, "not_an_app")],
)
def test_what_cannot_be_imported_is_refused_in_words(alice, value, status, code):
    answer = paste(alice, value)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["message"].endswith(".")


@pytest.mark.parametrize("body", [b"{", {}, {"text": 5}, {"text": "{}", "more": 1}, []])
def test_a_body_of_another_shape_is_refused(alice, body):
    answer = alice.call("POST", "/api/apps/import", body)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "invalid"


def test_a_file_is_wanted_where_a_form_is_sent(alice):
    answer = alice.post("/api/apps/import", {"other": "x"}, headers={"x-csrftoken": "t" * 32})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "no_file")


def test_a_file_that_is_too_large_is_refused(alice, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
    answer = send(alice, b" " * (importing.LARGEST + 1))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_a_guest_is_asked_to_sign_up_before_importing(guest):
    assert paste(guest, PARTYROCK).json()["error"]["code"] == "account_needed"


def test_another_site_cannot_have_one_import(alice):
    answer = alice.generic("POST", "/api/apps/import", b"{}", content_type="application/json")
    assert answer.status_code == 403


# Exporting ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "name", "media_type"),
    [
        ("json", "stories.json", "application/json"),
        ("png", "stories.png", "image/png"),
        ("python", "stories.py", "text/x-python"),
    ],
)
def test_an_app_is_exported_as_a_file(alice, tidy, form, name, media_type):
    answer = exported(alice, tidy, form)
    assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(("form", "name"), [("json", "app.json"), ("png", "card.png")])
def test_what_was_exported_comes_back_exactly(alice, bob, tidy, form, name):
    data = exported(alice, tidy, form).content
    made = send(bob, data, name)
    assert made.status_code == 201
    assert made.json()["report"] == []
    copy = App.objects.get(pk=made.json()["app"]["id"])
    assert (copy.title, copy.description, copy.tags) == ("Stories", "Short ones", ["fun", "kids"])
    assert copy.draft.graph == tidy.draft.graph
    assert copy.origin == {"title": "Stories", "from": "file"}
    assert copy.owner.username == "bob"


def test_the_json_says_what_it_is(alice, tidy):
    content = json.loads(exported(alice, tidy).content)
    assert list(content) == ["format", "version", "title", "description", "tags", "origin", "graph"]
    assert (content["format"], content["version"], content["origin"]) == ("partyrock-clone-app", 1, None)


def test_visitors_export_what_was_published_and_the_owner_the_draft(alice, bob, tidy):
    share(tidy, "public")
    App.objects.filter(pk=tidy.pk).update(published=tidy.revisions.get(number=1))
    graphs = [json.loads(exported(caller, tidy).content)["graph"] for caller in (alice, bob)]
    assert graphs[0] == tidy.draft.content
    assert graphs[1] == tidy.revisions.get(number=1).content


@pytest.mark.parametrize("form", ["json", "png", "python"])
def test_prompts_that_are_kept_are_not_exported(alice, bob, guest, tidy, form):
    share(tidy, "public")
    App.objects.filter(pk=tidy.pk).update(open_source=False)
    for caller in (bob, guest):
        assert exported(caller, tidy, form).status_code == 403
    assert exported(alice, tidy, form).status_code == 200


def test_a_stranger_does_not_find_what_to_export_or_remix(bob, guest, tidy):
    for caller in (bob, guest):
        assert exported(caller, tidy).status_code == 404
        assert caller.call("POST", f"/api/apps/{tidy.pk}/remixes").status_code == 404
        assert caller.call("GET", f"/api/apps/{tidy.pk}/remixes").status_code == 404


def test_a_program_of_an_app_with_problems_is_refused_with_the_first(alice, app, text_model):
    circle = GRAPH["widgets"][1] | {"settings": {"prompt": "@[Story]"}}
    apps.save(app, 1, Graph.model_validate({"widgets": [circle]}), app.owner)
    answer = exported(alice, app, "python")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_playable")
    assert "refers to itself" in answer.json()["error"]["message"]
    assert exported(alice, app, "json").status_code == 200


def test_another_form_is_refused(alice, app):
    assert exported(alice, app, "exe").json()["error"]["field"] == "as"


# Cards for other sites ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visibility", "status"), [("public", 200), ("link", 200), ("password", 404), ("private", 404)]
)
def test_only_what_anybody_may_open_has_a_card(alice, guest, tidy, visibility, status):
    share(tidy, visibility)
    for caller in (alice, guest):
        assert caller.get(f"/apps/{tidy.pk}/card.png").status_code == status


def test_a_card_shows_the_app_but_does_not_carry_its_prompts(bob, guest, tidy):
    share(tidy, "public")
    App.objects.filter(pk=tidy.pk).update(open_source=False)
    card = guest.get(f"/apps/{tidy.pk}/card.png")
    assert card["Content-Type"] == "image/png"
    assert send(bob, card.content, "card.png").json()["error"]["code"] == "no_app_in_picture"


def test_a_card_is_drawn_once_until_the_app_changes(guest, tidy):
    share(tidy, "public")
    path = f"/apps/{tidy.pk}/card.png"
    first = guest.get(path)
    assert "max-age" in first["Cache-Control"]
    assert guest.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    apps.change(App.objects.get(pk=tidy.pk), title="Other")
    assert guest.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_page_of_an_app_tells_other_sites_of_its_card(guest, alice, tidy):
    share(tidy, "public")
    page = guest.get(f"/apps/{tidy.pk}/").content.decode()
    assert f'property="og:image" content="http://testserver/apps/{tidy.pk}/card.png"' in page
    share(tidy, "private")
    assert "og:image" not in alice.get(f"/apps/{tidy.pk}/").content.decode()


# Remixing -------------------------------------------------------------------------------------


def remixed(caller, app) -> dict:
    answer = caller.call("POST", f"/api/apps/{app.pk}/remixes")
    assert answer.status_code == 201
    return answer.json()


def test_a_remix_is_a_private_copy_of_ones_own(bob, tidy):
    share(tidy, "public")
    made = remixed(bob, tidy)
    copy = App.objects.get(pk=made["id"])
    assert (copy.title, copy.visibility, copy.owner.username) == ("Remix of Stories", "private", "bob")
    assert (copy.description, copy.tags, copy.draft.graph) == ("Short ones", ["fun", "kids"], tidy.draft.graph)
    assert copy.origin == {"title": "Stories", "author": "alice", "from": "remix"}
    assert copy.remix_of == tidy
    assert made["rights"]["edit"]


def test_a_remix_is_of_what_was_published(alice, bob, tidy):
    share(tidy, "public")
    App.objects.filter(pk=tidy.pk).update(published=tidy.revisions.get(number=1))
    assert remixed(bob, tidy)["graph"] == tidy.revisions.get(number=1).content
    assert remixed(alice, tidy)["graph"] == tidy.draft.content


def test_a_remix_of_a_remix_is_called_like_the_first(bob, alice, tidy):
    share(tidy, "public")
    first = App.objects.get(pk=remixed(bob, tidy)["id"])
    share(first, "public")
    assert remixed(alice, first)["title"] == "Remix of Stories"


def test_prompts_that_are_kept_are_not_remixed(bob, tidy):
    share(tidy, "public")
    App.objects.filter(pk=tidy.pk).update(open_source=False)
    assert bob.call("POST", f"/api/apps/{tidy.pk}/remixes").json()["error"]["code"] == "prompts_kept"


def test_a_guest_signs_up_before_remixing(guest, tidy):
    share(tidy, "public")
    assert guest.call("POST", f"/api/apps/{tidy.pk}/remixes").json()["error"]["code"] == "account_needed"


def test_lineage_is_shown_on_both_sides(alice, bob, guest, tidy):
    share(tidy, "public")
    copy = App.objects.get(pk=remixed(bob, tidy)["id"])
    assert alice.call("GET", f"/api/apps/{tidy.pk}").json()["remixes"] == 0  # Bob's is private
    share(copy, "public")
    assert guest.call("GET", f"/api/apps/{tidy.pk}").json()["remixes"] == 1
    listed = guest.call("GET", f"/api/apps/{tidy.pk}/remixes").json()
    assert [(one["id"], one["owner"]["username"]) for one in listed] == [(copy.pk, "bob")]
    lineage = guest.call("GET", f"/api/apps/{copy.pk}").json()["lineage"]
    assert lineage == {"title": "Stories", "author": "alice", "source": "remix", "path": f"/apps/{tidy.pk}/stories/"}


def told_of(caller, app) -> tuple[object, object]:
    """The lineage as the API has it, and as an export has it."""
    return caller.call("GET", f"/api/apps/{app.pk}").json()["lineage"], json.loads(exported(caller, app).content)[
        "origin"
    ]


@pytest.mark.parametrize("withdrawn", ["private", "link", "password", "hidden", "deleted"])
def test_of_a_source_that_is_not_public_strangers_learn_nothing(alice, bob, guest, tidy, withdrawn):
    share(tidy, "public")
    copy = App.objects.get(pk=remixed(bob, tidy)["id"])
    share(copy, "public")
    if withdrawn in ("hidden", "deleted"):
        App.objects.filter(pk=tidy.pk).update(**{f"{withdrawn}_at": "2026-01-01T00:00Z"})
    else:
        share(tidy, withdrawn)
    assert told_of(guest, copy) == (None, None)
    assert told_of(log_in("carol"), copy) == (None, None)
    known = {"title": "Stories", "author": "alice"}
    assert told_of(bob, copy) == (known | {"source": "remix", "path": None}, known | {"from": "remix"})
    assert told_of(alice, copy)[0]["title"] == "Stories"
    page = guest.get(f"/apps/{copy.pk}/").content.decode()
    assert tidy.pk not in page


def test_a_new_title_of_a_withdrawn_app_stays_secret_from_who_remixed_it(bob, tidy):
    share(tidy, "public")
    copy = App.objects.get(pk=remixed(bob, tidy)["id"])
    share(tidy, "private")
    apps.change(App.objects.get(pk=tidy.pk), title="A secret")
    assert told_of(bob, copy)[0]["title"] == "Stories"


def test_the_lineage_outlives_its_source(bob, tidy):
    share(tidy, "public")
    copy = App.objects.get(pk=remixed(bob, tidy)["id"])
    User.objects.get(username="alice").delete()
    assert told_of(bob, copy)[0] == {"title": "Stories", "author": "alice", "source": "remix", "path": None}
