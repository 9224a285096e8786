"""A description on its way through real workers, with the echo model: queue, answers, events, losses."""

import pytest

from inference import client, streams
from tests.building.composer.answering import now
from tests.running.making import make_card
from tests.waiting import until
from widgets.building.composer import compositions, reading
from widgets.building.composer.dispatch import carry_out
from widgets.kinds import problems
from widgets.models import Composition, User

pytestmark = pytest.mark.django_db(transaction=True)


def compose(description: str) -> Composition:
    make_card("echo")
    composition, step = compositions.compose(User.objects.create(username="ann"), description)
    carry_out(step)
    return composition


def test_an_app_is_composed_by_real_workers(workers):
    composition = compose("A story about a robot")
    until(lambda: now(composition).state != "working", seconds=60)
    graph = now(composition).app.draft.graph
    assert (now(composition).state, now(composition).failure) == ("done", None)
    assert [widget.kind for widget in graph.widgets] == ["input", "text"]
    assert not [one for one in problems(graph, []) if one.code != "no_model"]


def test_followers_hear_of_the_plan_of_each_widget_and_of_the_end(workers):
    composition = compose("A story about a robot")
    until(lambda: now(composition).state != "working", seconds=60)
    log = compositions.log_of(composition.pk)
    entries = until(lambda: (found := streams.read(log))[-1].type == "composition.ended" and found)
    told = [entry.type for entry in entries if not entry.type.startswith("generation.")]
    assert told[:3] == ["composition.title", "composition.widget", "composition.widget"]
    assert told[-1] == "composition.ended"
    ended = entries[-1].data["composition"]
    assert ended | {"cursor": ""} == reading.read(composition.pk) | {"cursor": ""}


def test_a_queue_that_is_away_is_a_failure_with_a_sentence(settings, monkeypatch):
    def away(*_: object, **__: object) -> None:
        raise client.QueueUnavailable

    monkeypatch.setattr(client, "submit", away)
    composition = compose("A story about a robot")
    assert now(composition).failure["code"] == "queue_unavailable"
