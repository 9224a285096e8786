"""Which queue a request waits in, and that it is not forgotten in one that nobody looks after."""

import secrets

import pytest

from inference import client, routing, streams
from inference.models import ModelCard
from inference.protocol import Message, Request, TextBody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_workers_and_no_messages():
    clear()
    yield
    clear()


def clear() -> None:
    routing.forget()
    names = [*routing.queues(), "models.gpu-0", "models.gpu-1"]
    streams.connection().delete(routing.QUEUES, *names, *(f"alive:{name}" for name in names))


def make_card(*pools: str) -> str:
    name = f"card-{secrets.token_hex(4)}"
    row = {"family": "echo", "task": "text", "context": 100, "pools": list(pools)}
    ModelCard.objects.create(name=name, title=name, **row)
    return name


def live(*pools: str) -> None:
    for pool in pools:
        streams.connection().set(f"alive:models.{pool}", "1", ex=10)


def submit(card: str, attempt: int = 1) -> str:
    body = TextBody(messages=[Message(role="user", content="Hi")])
    request = Request(id=secrets.token_hex(6), card=card, log="run:x", body=body, attempt=attempt)
    client.submit(request, settled="recording.settle")
    return request.id


def waiting() -> dict[str, int]:
    return {name: length for name, length in routing.lengths().items() if length}


def test_what_any_pool_may_serve_waits_in_the_queue_of_all():
    submit(make_card())
    submit("a card that is gone")
    assert waiting() == {"models": 2}


def test_what_one_pool_serves_waits_for_it_also_while_it_has_no_worker():
    submit(make_card("gpu-0"))
    assert waiting() == {"models.gpu-0": 1}


def test_of_several_pools_the_living_one_with_the_shortest_queue_gets_it():
    live("gpu-0", "gpu-1")
    submit(make_card("gpu-1"))
    card = make_card("gpu-1", "gpu-0", "gpu-2")
    submit(card)
    assert waiting() == {"models.gpu-0": 1, "models.gpu-1": 1}
    submit(make_card("gpu-0"))
    submit(card)
    assert waiting() == {"models.gpu-0": 2, "models.gpu-1": 2}


def test_where_no_pool_lives_the_first_gets_it():
    submit(make_card("gpu-1", "gpu-0"))
    assert waiting() == {"models.gpu-1": 1}


def test_a_card_is_looked_at_once_in_a_while(django_assert_num_queries):
    card = make_card("gpu-0")
    with django_assert_num_queries(1):
        assert [routing.queue(card) for _ in range(3)] == ["models.gpu-0"] * 3
    ModelCard.objects.filter(name=card).update(pools=["gpu-1"])
    routing.forget()
    assert routing.queue(card) == "models.gpu-1"


def test_a_request_that_waits_for_its_pool_is_not_lost():
    id = submit(make_card("gpu-0"))
    assert client.lost([(id, 1)]) == set()
    assert waiting() == {"models.gpu-0": 1}


def test_what_waits_for_a_dead_pool_is_lost_when_another_pool_may_do_it():
    live("gpu-0")
    card = make_card("gpu-0", "gpu-1")
    id, other = submit(card), submit(make_card("gpu-0"))
    streams.connection().delete("alive:models.gpu-0")
    assert client.lost([(id, 1), (other, 1)]) == set()  # nobody else lives
    live("gpu-1")
    assert client.lost([(id, 1), (other, 1)]) == {id}
    assert waiting() == {"models.gpu-0": 1}  # the other, which only that pool may do


def test_what_nobody_asks_about_stays_where_it_waits():
    live("gpu-1")
    streams.connection().sadd(routing.QUEUES, "models.gpu-0")
    card = make_card("gpu-0")
    submit(card)
    ModelCard.objects.filter(name=card).update(pools=[])
    routing.forget()
    client.lost([("another", 1)])
    assert waiting() == {"models.gpu-0": 1}
