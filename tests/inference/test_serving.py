"""The task of the model worker, with a real Redis: an Outcome whatever happens, and a log that tells the same."""

import base64
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from celery import current_app
from celery.exceptions import Ignore
from django.core.files.storage import default_storage
from kombu.exceptions import OperationalError

from inference import client, streams
from inference.catalogue import cards, installing
from inference.engines.base import Engine
from inference.models import ModelCard
from inference.protocol import (
    Chunk,
    File,
    ImageBody,
    Message,
    ModelDamaged,
    Outcome,
    Parts,
    Progress,
    Request,
    TextBody,
    Usage,
)
from inference.serving import leases, tasks
from inference.serving.coalescing import Coalescer
from inference.serving.pool import FamilyUnknown, Pool
from tests.inference import asking, tiny
from tests.waiting import until

pytestmark = pytest.mark.django_db
SUMMARISE = TextBody(  # its first part fails
    messages=[Message(role="user", content="In short?")],
    parts=Parts(text="/fail " + "word " * 40_000, instruction=""),
)


class Broken(Engine):
    """Says one word and breaks, in words that nobody else should read."""

    error: Exception = KeyError("/root/secret")

    def load(self, card: ModelCard) -> None: ...

    def stream(self, request: Request, cancelled: Any) -> Iterator[Chunk]:
        yield Chunk(text="word")
        raise self.error

    def close(self) -> None: ...


class Greedy(Broken):
    error = MemoryError()


class Endless(Engine):
    """Makes files until it is cancelled."""

    def load(self, card: ModelCard) -> None: ...

    def stream(self, request: Request, cancelled: Any) -> Iterator[Chunk]:
        yield Chunk(file=File(media_type="image/png", data=b"a"), progress=Progress(done=1, of=2, words="Drawing"))
        until(cancelled)
        yield Chunk(finish="cancelled", usage=Usage())

    def close(self) -> None: ...


@pytest.fixture(autouse=True)
def _echo() -> Iterator[None]:
    cards.sync_cards()
    yield
    streams.connection().delete(client.LIGHT)


def request(prompt: str, card: str = "echo", **parameters: Any) -> dict[str, Any]:
    """A request with a name and a log of its own, as JSON."""
    name = uuid.uuid4().hex
    body = asking.request(prompt, **parameters).body
    return Request(id=name, card=card, log=f"run:{name}", body=body).model_dump()


def generate(asked: dict[str, Any]) -> Outcome:
    return Outcome.model_validate(tasks.generate(asked, "widgets.begin"))


def test_the_log_joins_to_the_value_of_the_outcome():
    asked = request("The quick brown fox")
    outcome = generate(asked)
    started, *deltas = streams.read(asked["log"])
    assert started.type == "generation.started"
    assert started.data == {"result": asked["id"], "attempt": 1}
    assert "".join(delta.data["text"] for delta in deltas) == outcome.value == "The quick brown fox"
    assert (outcome.state, outcome.finish, outcome.usage.output_tokens) == ("done", "stop", 4)


def draw(**asked: Any) -> dict[str, Any]:
    name = uuid.uuid4().hex
    body = ImageBody(**{"prompt": "a whale", "steps": 3, "seed": 1, **asked})
    return Request(id=name, card="echo-image", log=f"run:{name}", body=body).model_dump()


def test_steps_and_previews_are_logged_and_the_picture_is_stored_where_the_outcome_says():
    asked = draw(width=300, height=200)
    outcome = generate(asked)
    _, *events = streams.read(asked["log"])
    steps = [event.data for event in events if event.type == "generation.progress"]
    named = {"result": asked["id"], "attempt": 1}
    assert steps[1] == {**named, "done": 2, "of": 3, "words": "Drawing step 2 of 3"}
    previews = [event.data for event in events if event.type == "generation.preview"]
    assert [preview["media_type"] for preview in previews] == ["image/jpeg"] * 3
    assert base64.b64decode(previews[0]["data"]).startswith(b"\xff\xd8")
    (file,) = outcome.files
    assert file.path == f"results/{asked['id']}-1/0.png"
    assert (file.media_type, file.width, file.height) == ("image/png", 300, 200)
    assert default_storage.open(file.path).read().startswith(b"\x89PNG")
    assert (outcome.state, outcome.value) == ("done", "")


def test_a_picture_that_cannot_be_stored_is_a_failure_with_a_remedy(settings, tmp_path):
    (tmp_path / "media").write_text("not a folder")
    settings.MEDIA_ROOT = tmp_path / "media"
    outcome = generate(draw())
    assert (outcome.state, outcome.failure.code) == ("failed", "file_not_stored")
    assert "Ask an administrator" in outcome.failure.message


def test_steps_that_cannot_be_logged_do_not_end_the_work(monkeypatch):
    append = streams.append

    def away(key: str, type: str, data: dict[str, Any]) -> str:
        if type in {"generation.progress", "generation.preview"}:
            raise streams.AWAY[0]
        return append(key, type, data)

    monkeypatch.setattr(streams, "append", away)
    assert len(generate(draw()).files) == 1


def test_a_beginning_that_nobody_can_be_told_of_does_not_end_the_work(monkeypatch):
    append = streams.append

    def away(key: str, type: str, data: dict[str, Any]) -> str:
        if type == "generation.started":
            raise streams.AWAY[0]
        return append(key, type, data)

    monkeypatch.setattr(streams, "append", away)
    for error in (OperationalError, *streams.AWAY):
        monkeypatch.setattr(current_app, "send_task", Mock(side_effect=error))
        assert generate(request("Hi")).value == "Hi"


def test_who_wants_to_know_is_told_that_it_began():
    asked = request("Hi")
    generate(asked)
    messages = streams.connection().lrange(client.LIGHT, 0, -1)
    assert any("widgets.begin" in message for message in messages)


def test_a_model_that_is_not_there_is_a_failure_with_its_name():
    outcome = generate(request("Hi", card="nobody"))
    assert (outcome.state, outcome.failure.code) == ("failed", "model_missing")
    assert "nobody" in outcome.failure.message


@pytest.fixture
def tiny_card(tmp_path, settings, monkeypatch) -> Iterator[ModelCard]:
    """A small random model, installed, and a pool that loads it."""
    pool = Pool()
    monkeypatch.setattr(tasks, "POOL", pool)
    settings.MODELS_DIR, words = tmp_path / "models", tiny.tokenizer()
    tiny.llama(len(words)).save_pretrained(tmp_path / "brought")
    words.save_pretrained(tmp_path / "brought")
    source = [{"from": "folder", "path": str(tmp_path / "brought")}]
    row = {"task": "text", "family": "text", "context": tiny.CONTEXT, "precision": "float32", "source": source}
    card = ModelCard.objects.create(name="tiny", title="Tiny", revision="1", **row)
    installing.install(card, lambda *_: None)
    yield card
    pool.close()


def truncate(card: ModelCard) -> None:
    weights = card.folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])


def change_a_byte(card: ModelCard) -> None:
    weights = card.folder / "model.safetensors"
    *others, last = weights.read_bytes()
    weights.write_bytes(bytes([*others, last ^ 1]))


def install_something_else(card: ModelCard) -> None:
    """Its checksums are right, but it is no model."""
    brought = Path(card.source[0]["path"])
    (brought / "config.json").write_text("{}")
    installing.install(card, lambda *_: None, again=True)


@pytest.mark.parametrize("damage", [truncate, change_a_byte, install_something_else])
def test_a_damaged_model_is_a_failure_with_a_remedy_and_works_when_it_is_mended(tiny_card, damage):
    damage(tiny_card)
    failure = generate(request("Hi", card="tiny")).failure
    assert failure == ModelDamaged("tiny").failure()
    tiny.llama(len(tiny.tokenizer())).save_pretrained(tiny_card.source[0]["path"])
    installing.install(tiny_card, lambda *_: None, again=True)
    assert generate(request("Hi", card="tiny", max_tokens=3)).usage.output_tokens == 3


def test_a_prompt_too_long_is_a_failure_with_a_remedy():
    outcome = generate(request("word " * 40_000))
    assert outcome.failure.code == "prompt_too_long"
    assert "Shorten the prompt" in outcome.failure.message


def test_what_was_said_before_a_crash_is_kept():
    outcome = generate(request("/fail after this"))
    assert (outcome.state, outcome.failure.code, outcome.value) == ("failed", "engine_crashed", "/fail after")


@pytest.mark.parametrize(
    ("body", "read", "written"),
    [
        (asking.request("/fail after this").body, 3, 2),
        (SUMMARISE, 100, 0),
    ],
)
def test_what_fails_halfway_says_what_it_took_until_then(body, read, written):
    name = uuid.uuid4().hex
    outcome = generate(Request(id=name, card="echo", log=f"run:{name}", body=body).model_dump())
    assert (outcome.state, outcome.failure.code) == ("failed", "engine_crashed")
    assert outcome.usage.input_tokens >= read
    assert outcome.usage.output_tokens >= written


def test_an_error_nobody_foresaw_is_told_without_its_internals(monkeypatch, caplog):
    monkeypatch.setattr(tasks, "POOL", Pool({"echo": f"{__name__}.Broken"}))
    outcome = generate(request("Hi"))
    assert (outcome.failure.code, outcome.value) == ("engine_failed", "word")
    assert "secret" not in outcome.failure.message
    assert "/root/secret" in caplog.text


def test_too_little_memory_has_a_name_of_its_own(monkeypatch):
    monkeypatch.setattr(tasks, "POOL", Pool({"echo": f"{__name__}.Greedy"}))
    assert generate(request("Hi")).failure.code == "out_of_memory"


def test_a_family_without_an_engine_is_a_failure(monkeypatch):
    monkeypatch.setattr(tasks, "POOL", Pool({}))
    assert generate(request("Hi")).failure.code == FamilyUnknown.code


def test_stop_reaches_a_request_that_runs_and_what_it_said_is_kept():
    asked = request("/slow " + "word " * 100, max_tokens=100)

    def stop() -> None:
        until(lambda: len(streams.read(asked["log"])) > 1)
        client.cancel(asked["id"])

    threading.Thread(target=stop).start()
    outcome = generate(asked)
    assert (outcome.state, outcome.finish) == ("cancelled", "cancelled")
    assert 0 < outcome.usage.output_tokens < 50
    assert outcome.value.startswith("/slow")


def test_a_request_cancelled_in_the_queue_says_nothing():
    asked = request("Hi")
    client.cancel(asked["id"])
    outcome = generate(asked)
    assert (outcome.state, outcome.value) == ("cancelled", "")


def test_a_message_that_comes_twice_is_worked_on_once():
    asked = request("Hi")
    generate(asked)
    before = streams.read(asked["log"])
    with pytest.raises(Ignore):
        generate(asked)
    assert streams.read(asked["log"]) == before


def test_a_lease_is_renewed_as_long_as_the_work_goes_on(monkeypatch):
    monkeypatch.setattr(leases, "RENEWAL", 0.1)
    name = uuid.uuid4().hex
    with leases.Leases().hold(name, 1):
        key = f"lease:{name}:1"
        streams.connection().expire(key, 5)
        until(lambda: streams.connection().ttl(key) > 10)
        assert client.lost([(name, 1)]) == set()


def test_a_worker_that_ends_gives_its_requests_up_and_says_nothing_about_them(monkeypatch):
    own = leases.Leases()
    monkeypatch.setattr(tasks, "LEASES", own)
    asked = request("/slow " + "word " * 100)

    def end() -> None:
        until(lambda: len(streams.read(asked["log"])) > 1)
        own.abandon()

    threading.Thread(target=end).start()
    with pytest.raises(Ignore):
        generate(asked)
    assert client.lost([(asked["id"], 1)]) == {asked["id"]}


def test_a_worker_that_ends_keeps_no_file_of_what_another_will_make(monkeypatch):
    own = leases.Leases()
    monkeypatch.setattr(tasks, "LEASES", own)
    monkeypatch.setattr(tasks, "POOL", Pool({"echo": f"{__name__}.Endless"}))
    asked = draw()

    def end() -> None:
        until(lambda: len(streams.read(asked["log"])) > 1)
        own.abandon()

    threading.Thread(target=end).start()
    with pytest.raises(Ignore):
        generate(asked)
    assert default_storage.listdir(f"results/{asked['id']}-1") == ([], [])


def test_the_watch_survives_a_redis_that_is_away(monkeypatch, caplog):
    own, name = leases.Leases(), uuid.uuid4().hex
    with own.hold(name, 1) as lease, monkeypatch.context() as broken:
        broken.setattr(own, "_look", lambda _: 1 / 0)
        until(lambda: "cannot be renewed" in caplog.text)
        broken.undo()
        client.cancel(name)
        until(lease.cancelled)


def test_the_first_piece_goes_at_once_and_then_one_an_interval():
    now = [100.0]
    coalescer = Coalescer(clock=lambda: now[0], interval=0.025)
    assert coalescer.add("a") == "a"
    assert coalescer.add("b") == ""
    now[0] += 0.024
    assert coalescer.add("c") == ""
    now[0] += 0.001
    assert coalescer.add("d") == "bcd"
    assert coalescer.add("e") == ""
    assert coalescer.flush() == "e"


def test_a_piece_that_could_not_be_sent_goes_with_the_next():
    now = [0.0]
    coalescer = Coalescer(clock=lambda: now[0])
    coalescer.give_back(coalescer.add("a"))
    now[0] += 1
    assert coalescer.add("b") == "ab"
