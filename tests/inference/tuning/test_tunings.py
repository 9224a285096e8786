"""A model is taught by a real process: from a row to a card that its owner can use, whatever happens meanwhile."""

import threading
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from django.contrib.auth import get_user_model
from django.db import connections
from django.db.models import ProtectedError
from django.utils import timezone
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer, pipeline

from inference import tunings
from inference.catalogue import installing, removing
from inference.catalogue.cards import cards_for, choose
from inference.catalogue.removing import HoldsOthers, TaughtHere
from inference.jobs import moves, processes
from inference.models import ModelCard, Tuning
from inference.packing import packed
from inference.protocol import ClassifyBody, Message, ModelMissing, TextBody
from inference.tuning.learning import Moment
from inference.tuning.work import Work
from inference.tunings import TRADE, CannotLearn, StillLearning
from tests.inference.tuning.conftest import tiny_base, tiny_decoder
from tests.waiting import until

State = Tuning.State
EXAMPLES = [("the cat sat", "cats"), ("a cat ran", "cats"), ("the dog sat", "dogs"), ("a dog ran", "dogs")]
QUICK = {"epochs": 5, "rate": 5e-3}
ENDLESS = {"epochs": 100_000, "rate": 1e-4}


@pytest.fixture
def ada(transactional_db):
    return get_user_model().objects.create_user("ada")


def ask(base: ModelCard, owner, title: str = "Animals", **effort: float) -> Tuning:
    return tunings.ask(base, title, EXAMPLES * 5, EXAMPLES, owner, **QUICK | effort)


def in_thread() -> threading.Thread:
    def run() -> None:
        try:
            processes.do_what_waits(TRADE)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def child() -> psutil.Process:
    (found,) = [child for child in psutil.Process().children() if "tune" in child.cmdline()]
    return found


def learns() -> bool:
    return Tuning.objects.filter(state=State.RUNNING, done__gt=0).exists()


def test_what_is_taught_becomes_a_card_of_its_owner_alone(base, ada, tmp_path):
    bob = get_user_model().objects.create_superuser("bob")
    tuning = ask(base, ada)
    processes.do_what_waits(TRADE)
    tuning.refresh_from_db()
    assert (tuning.state, tuning.failure) == (State.DONE, None)
    card = tuning.made
    installing.check(card)
    assert (card.title, card.task, card.base, card.owner) == ("Animals", "classification", base, ada)
    assert card.lineage["labels"] == ["cats", "dogs"]
    assert (card.lineage["learned"], card.lineage["held_out"]) == (20, 4)
    assert tuning.figures["after"] == 1
    assert tuning.figures["answers"][0][:2] == ["the cat sat", "cats"]
    assert tuning.figures["answers"][0][3] == "cats"
    assert tuning.moments[-1][0] == tuning.done == tuning.total == 10
    alone = pipeline("text-classification", str(unpacked(tuning, tmp_path)))  # as anybody would
    assert alone("the cat sat")[0]["label"] == "cats"
    asked = ClassifyBody(text="a cat sat", labels=["cats", "dogs"])
    assert choose(cards_for(ada.pk), asked) == base  # who names none is given one that knows any label
    assert choose(cards_for(ada.pk), asked, card.name) == card
    for other in (bob.pk, None):
        with pytest.raises(ModelMissing):
            choose(cards_for(other), asked, card.name)
    ModelCard.objects.filter(pk=card.pk).update(shared=True)
    assert choose(cards_for(None), asked, card.name) == card
    base.groups.create(name="chosen")
    assert card not in cards_for(None)  # what its base is closed for, it is closed for too
    base.groups.clear()
    ModelCard.objects.filter(pk=base.pk).update(enabled=False)
    assert card not in cards_for(ada.pk)


def test_one_after_the_other(base, ada):
    first, second = ask(base, ada), ask(base, ada, "Again")
    processes.do_what_waits(TRADE)
    for tuning in (first, second):
        tuning.refresh_from_db()
    assert first.state == second.state == State.DONE
    assert first.ended_at < second.started_at
    assert first.made != second.made


def test_whoever_stops_it_keeps_what_it_learned(base, ada):
    tuning = ask(base, ada, **ENDLESS)
    worker = in_thread()
    until(learns, 60)
    moves.cancel(tuning)
    worker.join(60)
    tuning.refresh_from_db()
    assert (tuning.state, tuning.failure) == (State.DONE, None)
    assert tuning.made
    assert 0 < tuning.done < tuning.total


def test_what_waits_is_cancelled_at_once(base, ada):
    tuning = ask(base, ada)
    moves.cancel(tuning)
    processes.do_what_waits(TRADE)
    tuning.refresh_from_db()
    assert (tuning.state, tuning.made, tuning.attempt) == (State.CANCELLED, None, 0)


def test_a_process_that_is_killed_is_followed_by_another_one_that_goes_on(base, ada):
    ask(base, ada, epochs=400)
    worker = in_thread()
    until(lambda: Tuning.objects.filter(done__gt=90).exists(), 60)  # there is a checkpoint
    child().kill()
    until(lambda: Tuning.objects.filter(state=State.RUNNING, attempt=2, done__gt=0).exists(), 60)
    reached = Tuning.objects.get().done
    worker.join(120)
    tuning = Tuning.objects.get()
    assert (tuning.state, tuning.lost) == (State.DONE, 1)
    assert reached >= 80  # it did not begin anew
    steps = [step for step, *_ in tuning.moments]
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0, 800)


def test_one_that_is_killed_while_it_stops_still_keeps_what_it_learned(base, ada):
    tuning = ask(base, ada, **ENDLESS)
    worker = in_thread()
    until(learns, 60)
    Tuning.objects.update(stopping=True)
    child().kill()
    worker.join(60)
    tuning.refresh_from_db()
    assert tuning.state == State.DONE
    assert tuning.made


def test_who_loses_three_processes_has_failed(base, ada):
    ask(base, ada)
    for lost in (1, 2, 3):
        assert moves.take(Tuning.objects.get())
        Tuning.objects.update(heartbeat=timezone.now() - timedelta(minutes=1))
        tunings.sweep()
        assert Tuning.objects.get().state == (State.FAILED if lost == 3 else State.QUEUED)
    assert Tuning.objects.get().failure["code"] == "interrupted"


def test_a_process_that_cannot_even_begin_is_not_started_for_ever(base, ada):
    ask(base, ada)
    processes.do_what_waits(replace(TRADE, command=("no_such_command",)))
    tuning = Tuning.objects.get()
    assert (tuning.state, tuning.attempt) == (State.FAILED, 3)


def test_what_a_process_says_that_was_given_up_is_not_heard(base, ada):
    ask(base, ada)
    old, new = Tuning.objects.get(), Tuning.objects.get()
    moves.take(old)
    Tuning.objects.update(heartbeat=timezone.now() - timedelta(minutes=1))
    moves.expire(TRADE)
    assert moves.take(new)
    assert not moves.beat(old, done=5)
    moves.settle(old)
    moves.lose(TRADE, old)
    tuning = Tuning.objects.get()
    assert (tuning.state, tuning.done, tuning.lost, tuning.attempt) == (State.RUNNING, 0, 1, 2)
    assert moves.find(TRADE, f"{tuning.pk}.1") is None
    assert moves.find(TRADE, f"{tuning.pk}.2") == tuning


def test_a_worker_that_ends_costs_nobody_a_try(base, ada, monkeypatch):
    closing = threading.Event()
    monkeypatch.setattr(processes, "_closing", closing)
    ask(base, ada, **ENDLESS)
    worker = in_thread()
    until(learns, 60)
    closing.set()
    worker.join(30)
    tuning = Tuning.objects.get()
    assert (tuning.state, tuning.lost) == (State.QUEUED, 0)


def test_what_learned_from_deleted_examples_is_not_kept(base, ada):
    ask(base, ada, **ENDLESS)
    worker = in_thread()
    until(learns, 60)
    Tuning.objects.update(learned=[], held_out=[], stopping=True)  # as widgets.teaching does it
    worker.join(60)
    assert (Tuning.objects.get().figures, Tuning.objects.get().moments) == (None, [])
    assert list(ModelCard.objects.all()) == [base]
    assert [path.name for path in base.folder.parent.iterdir() if not path.name.startswith(".")] == ["tiny"]


def test_what_was_taught_goes_with_its_card_and_a_base_stays(base, ada):
    ask(base, ada)
    processes.do_what_waits(TRADE)
    card = Tuning.objects.get().made
    with pytest.raises(ProtectedError):
        base.delete()
    assert card.folder.is_dir()
    ada.delete()
    assert not card.folder.exists()
    assert base.folder.is_dir()


def test_what_cannot_be_taught_is_refused(base, ada):
    absent, labelled, taught = (tiny_base(name) for name in ("absent", "labelled", "taught"))
    absent.installed_at, labelled.task, taught.base = None, "classification", base
    wordless = ModelCard(name="wordless", title="Wordless", family="text", task="text", installed_at=timezone.now())
    painter = ModelCard(name="painter", title="Painter", family="image", task="image", installed_at=timezone.now())
    for card in (absent, labelled, taught, wordless, painter):
        with pytest.raises(CannotLearn, match="Choose a model that is installed here, and was not taught already"):
            ask(card, ada)


@pytest.mark.parametrize(
    ("family", "task", "pairs", "able"),
    [
        ("text", "text", [], True),
        ("text", "code", [], False),
        ("seq2seq", "summarization", [], True),
        ("seq2seq", "translation", [["en", "fr"]], True),
        ("seq2seq", "translation", [["en", "fr"], ["fr", "en"]], False),
    ],
)
def test_who_writes_can_be_taught_where_it_is_clear_what_is_asked(base, family, task, pairs, able):
    base.family, base.task, base.languages = family, task, pairs
    assert bool(tunings.bases([base])) == able


def test_a_decoder_is_taught_to_answer_and_served_beside_its_base(base, ada, tmp_path):
    writer = tiny_decoder()
    pairs = [(f"who is {name}", "the cat ran") for name in "abcdefghijkl"]
    tuning = tunings.ask(writer, "Cats", pairs[2:], pairs[:2], ada, epochs=12, rate=1e-2)
    processes.do_what_waits(TRADE)
    tuning.refresh_from_db()
    assert (tuning.state, tuning.failure) == (State.DONE, None)
    card, figures = tuning.made, tuning.figures
    assert (card.task, card.family, card.base, card.owner) == ("text", "text", writer, ada)
    assert card.lineage["labels"] == []
    assert (figures["measure"], figures["exact"]) == ("chrF", [0, 1])
    assert figures["after"] == 1 > figures["before"]
    assert figures["loss"][1] < figures["loss"][0]
    assert tuning.moments[0][3][0][0] == "who is a"
    assert sum(path.stat().st_size for path in card.folder.glob("*.safetensors")) < 100_000
    asked = TextBody(messages=[Message(role="user", content="who is a")])
    assert choose(cards_for(ada.pk), asked) == writer
    assert choose(cards_for(ada.pk), asked, card.name) == card
    folder = unpacked(tuning, tmp_path)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(writer.folder), folder)  # as anybody would
    turn = [{"role": "user", "content": "who is a"}]
    read = tokenizer.apply_chat_template(turn, add_generation_prompt=True, return_tensors="pt", return_dict=True)
    said = model.generate(**read, max_new_tokens=12, do_sample=False)[0][read["input_ids"].shape[1] :]
    assert tokenizer.decode(said, skip_special_tokens=True) == "the cat ran"


def unpacked(tuning: Tuning, place: Path) -> Path:
    """What its owner downloads."""
    with zipfile.ZipFile(packed(tuning)) as archive:
        archive.extractall(place)
    return place / tuning.made.name


def test_how_long_it_takes_is_told_at_the_pace_of_its_own_process(base, ada):
    work = Work(ask(base, ada))
    work._tell(Moment(100, 300, None, 2.0))  # where a process before it had come to
    assert work.told()["seconds_left"] is None
    work.began = (work.began[0] - 10, 100)
    work._tell(Moment(150, 300, 1.0, None))
    assert work.told()["seconds_left"] == pytest.approx(30, abs=1)


def test_what_a_model_says_is_kept_also_where_it_is_no_text(base, ada):
    work = Work(ask(base, ada))
    work._tell(Moment(0, 10, None, 2.0, [("who", "\x00he")]))
    Tuning.objects.update(**work.told())
    assert Tuning.objects.get().moments == [[0, None, 2.0, [["who", "\ufffdhe"]]]]


def test_who_has_what_was_taught_deleted_has_it_gone(base, ada):
    tuning = ask(base, ada)
    with pytest.raises(StillLearning):
        tunings.delete(tuning)
    processes.do_what_waits(TRADE)
    tuning.refresh_from_db()
    folder = tuning.made.folder
    tunings.delete(tuning)
    assert not folder.exists()
    assert list(ModelCard.objects.all()) == [base]
    assert not Tuning.objects.exists()


def test_weights_that_an_adapter_stands_beside_are_not_removed(base, ada):
    writer = tiny_decoder()
    own = ModelCard.objects.create(name="own", title="Own", family="text", task="text", base=writer, context=64)
    own.folder.mkdir()
    assert removing.remove(tiny_base("alone"))
    with pytest.raises(TaughtHere, match=r"Delete it, if nobody needs it\.$"):
        removing.remove(own)
    (own.folder / "adapter_config.json").write_text("{}")
    with pytest.raises(HoldsOthers, match=r"Writer cannot go: “Own” need its weights\. Delete those first"):
        removing.remove(writer)
    ask(base, ada)
    with pytest.raises(HoldsOthers, match="“Animals” need its weights"):
        removing.remove(base)
    assert writer.folder.is_dir()


def test_the_worker_hears_of_it(base, ada, start_worker):
    with start_worker("light"):
        tuning = ask(base, ada)
        until(lambda: not Tuning.objects.get(pk=tuning.pk).unfinished, 60)
    assert Tuning.objects.get().state == State.DONE
