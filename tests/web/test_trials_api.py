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


def test_too_long_a_question_is_refused(alice, text_model):
    long = {"work": "text", "messages": [{"role": "user", "content": "x" * 30_000}]}
    assert ask(alice, asked=long).json()["error"]["code"] == "too_long"


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
