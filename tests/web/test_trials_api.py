"""Trying models out over HTTP, with a real worker that echoes."""

import pytest

from tests.running.making import make_card
from tests.waiting import until
from tests.web.conftest import Caller, log_in

PATH = "/api/trials"
TEXT = {"work": "text", "messages": [{"role": "user", "content": "Say it"}]}


def ask(caller: Caller, *questions: dict, asked: dict = TEXT):
    return caller.call("POST", PATH, {"asked": asked, "questions": questions or [{"card": "small"}]})


def test_several_answers_are_begun_at_once(alice, text_model):
    made = ask(alice, {"card": "small"}, {"card": "small", "parameters": {"temperature": 0.1}})
    assert made.status_code == 201
    assert [one["state"] for one in made.json()["answers"]] == ["queued", "queued"]


@pytest.mark.parametrize(
    "question",
    [
        {"card": "nobody"},
        {"card": "small", "parameters": {"temperature": 9}},
        {"card": "small", "parameters": {"warmth": 1}},
        {"card": "small", "parameters": {"work": "image"}},
        {"card": "small", "parameters": {"messages": []}},
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(alice, text_model, question):
    refused = ask(alice, question)
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "questions")


def said(text: str) -> dict:
    return {"work": "text", "messages": [{"role": "user", "content": text}]}


@pytest.mark.parametrize("parameters", [{"prompt": "a dog"}, {"negative_prompt": "cats"}, {"steps": 1, "words": 2}])
def test_only_the_numbers_of_a_picture_are_parameters(alice, parameters):
    make_card("painter", task="image")
    question = {"card": "painter", "parameters": parameters}
    refused = ask(alice, question, asked={"work": "image", "prompt": "a cat"})
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "questions")
    assert list(parameters)[-1] in refused.json()["error"]["message"]
    made = ask(alice, {"card": "painter", "parameters": {"steps": 1}}, asked={"work": "image", "prompt": "a cat"})
    assert made.status_code == 201


def test_what_has_no_parameters_is_asked_as_it_is(alice):
    make_card("sorter", task="classification")
    asked = {"work": "classify", "text": "a", "labels": ["a", "b"]}
    assert ask(alice, {"card": "sorter", "parameters": {"text": "x"}}, asked=asked).status_code == 422
    assert ask(alice, {"card": "sorter"}, asked=asked).status_code == 201


@pytest.mark.parametrize(
    ("asked", "parameters"),
    [
        (said("x" * 30_000), {}),
        (said("x" * 1_000_000), {}),
        (TEXT, {"json_schema": {"const": "x" * 30_000}}),
        (TEXT, {"json_schema": {"x" * 30_000: 1}}),
        (TEXT, {"json_schema": {"enum": list(range(30_000))}}),
        (TEXT, {"json_schema": {"enum": [""] * 20_000}}),
        (TEXT, {"json_schema": {"enum": [[]] * 20_000}}),
    ],
)
def test_too_long_a_question_is_refused(alice, text_model, asked, parameters):
    refused = ask(alice, {"card": "small", "parameters": parameters}, asked=asked)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "too_long")


def test_a_search_keeps_no_nul_beside_its_texts(alice):
    make_card("finder", task="embedding")
    source = {"name": "a", "text": "b", "parts": [["page\x001", 0]]}
    asked = {"work": "search", "question": "b", "sources": [source]}
    assert ask(alice, {"card": "finder"}, asked=asked).status_code == 422


def test_characters_count_and_not_how_json_writes_them(alice, text_model):
    assert ask(alice, asked=said('"' * 19_000)).status_code == 201


DEEP: dict = {}
for _ in range(100):
    DEEP = {"items": DEEP}


@pytest.mark.parametrize("schema", [{"const": "a\x00b"}, {"a\x00b": 1}, {"const": 10**400}, DEEP])
def test_what_no_database_keeps_is_refused(alice, text_model, schema):
    parameters = {"json_schema": schema}
    for refused in (
        ask(alice, {"card": "small", "parameters": parameters}),
        ask(alice, asked={**TEXT, "parameters": parameters}),
        ask(alice, asked=said("a\x00b")),
    ):
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "invalid")


@pytest.mark.parametrize(("method", "rest"), [("GET", ""), ("POST", "/cancellation"), ("GET", "/events")])
def test_a_trial_is_nobody_elses_business(alice, text_model, method, rest):
    trial = ask(alice).json()
    for other in (log_in("bob"), Caller()):
        assert other.call(method, f"{PATH}/{trial['id']}{rest}").status_code == 404
    assert alice.call("GET", f"{PATH}/{trial['id']}").status_code == 200


def test_guests_may_try_too_within_limits(guest, text_model, settings):
    settings.MOST_OF_A_GUEST = 2
    assert ask(guest, {"card": "small"}, {"card": "small"}).status_code == 201
    assert ask(guest).status_code == 429


def test_what_waits_is_stopped_at_once_and_leaves_room_for_the_next(guest, text_model, settings):
    settings.MOST_OF_A_GUEST = 1
    trial = ask(guest).json()
    assert ask(guest).status_code == 429
    [stopped] = guest.call("POST", f"{PATH}/{trial['id']}/cancellation").json()["answers"]
    assert (stopped["state"], stopped["finish"]) == ("cancelled", "cancelled")
    assert ask(guest).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_what_a_worker_writes_is_stopped_by_it(workers):
    make_card("small")
    alice = log_in("alice")
    path = f"{PATH}/{ask(alice, asked=said('/slow ' + 'word ' * 200)).json()['id']}"

    def answer() -> dict:
        return alice.call("GET", path).json()["answers"][0]

    until(lambda: answer()["state"] == "running" and answer()["value"])
    [stopping] = alice.call("POST", f"{path}/cancellation").json()["answers"]
    assert (stopping["state"], stopping["stopping"]) == ("running", True)
    until(lambda: answer()["state"] == "cancelled")
    assert answer()["value"].startswith("/slow")


@pytest.mark.django_db(transaction=True)
def test_answers_come_from_a_real_worker_and_pictures_can_be_fetched(workers):
    make_card("small")
    make_card("painter", task="image")
    alice = log_in("alice")
    text = ask(alice).json()
    picture = ask(alice, {"card": "painter"}, asked={"work": "image", "prompt": "a cat", "steps": 1}).json()

    def answer(trial: dict) -> dict:
        return alice.call("GET", f"{PATH}/{trial['id']}").json()["answers"][0]

    until(lambda: answer(text)["state"] == answer(picture)["state"] == "done")
    assert answer(text)["value"] == "Say it"
    [file] = answer(picture)["files"]
    assert alice.call("GET", file["url"]).content.startswith(b"\x89PNG")
    assert Caller().call("GET", file["url"]).status_code == 404
