"""Answers are taught to decoders. That it helps the shipped one is shown in tests/browser/test_better_widget.py."""

from pathlib import Path

import pytest
from transformers import AutoTokenizer

from inference.catalogue import installing
from inference.engines.text import TextEngine
from inference.models import ModelCard
from inference.protocol import Message
from inference.tuning import decoders, learning
from inference.tuning.learning import Effort, Examples, Moment, Teller
from tests.inference import tiny

PETS = [(f"who is {name}", f"the {kind} ran") for name, kind in zip("abcdefgh", ["cat", "dog"] * 4, strict=True)]
EXAMPLES = Examples(PETS * 2, PETS[:4])
QUICK = Effort(epochs=15, rate=1e-2, batch=4)


@pytest.fixture
def base(tmp_path, settings) -> ModelCard:
    settings.MODELS_DIR = tmp_path
    card = ModelCard(name="base", title="Base", family="text", task="text", context=128, precision="float32")
    words = tiny.tokenizer()
    words.pad_token = words.eos_token
    tiny.llama(len(words)).save_pretrained(card.downloads)
    words.save_pretrained(card.downloads)
    installing.put(card, card.downloads)
    return card


def served(base: ModelCard, made: Path) -> ModelCard:
    """A card of what was made."""
    own = ModelCard(name="own", title="Own", base=base, lineage={"base_revision": base.revision})
    for name in ("family", "task", "context", "precision", "instructed", "languages"):
        setattr(own, name, getattr(base, name))
    installing.put(own, made)
    return own


def losses(told: list[Moment]) -> list[float]:
    return [moment.held_out_loss for moment in told if moment.held_out_loss is not None]


def test_what_is_taught_is_an_adapter_that_the_engine_serves(base, tmp_path):
    told: list[Moment] = []
    made = tmp_path / "made"
    decoders.teach(base, EXAMPLES, made, Teller(told.append), QUICK)
    assert losses(told)[-1] < 0.3 * losses(told)[0]
    assert told[-1].step == told[-1].steps == 60
    asked, right = zip(*EXAMPLES.held_out, strict=True)
    said = decoders.say(served(base, made), EXAMPLES, asked)
    assert decoders.score(said, right) > decoders.score(decoders.say(base, EXAMPLES, asked), right) + 0.3


def test_each_look_shows_what_it_says_by_now(base, tmp_path):
    told: list[Moment] = []
    decoders.teach(base, EXAMPLES, tmp_path / "made", Teller(told.append), QUICK)
    looks = [moment for moment in told if moment.held_out_loss is not None]
    assert all([asked for asked, _ in look.said] == ["who is a", "who is b"] for look in looks)
    assert looks[0].said != looks[-1].said
    assert not any(moment.said for moment in told if moment.held_out_loss is None)


@pytest.mark.parametrize("instructed", [True, False])
def test_prompts_are_read_as_they_are_when_it_is_served(base, instructed):
    """What comes before an answer is the same, token for token."""
    base.instructed = instructed
    engine = TextEngine()
    engine.load(base)
    try:
        read = engine._tokens([Message(role="user", content="who </s> is a")])
    finally:
        engine.close()
    tokenizer = AutoTokenizer.from_pretrained(base.folder)
    (row,) = decoders._turns(decoders._harmless(tokenizer, [("who </s> is a", "")]), instructed=instructed)
    if instructed:
        assert tokenizer.apply_chat_template(row["prompt"], add_generation_prompt=True)["input_ids"] == read
    else:
        assert tokenizer(row["prompt"])["input_ids"] == read


def test_the_folder_names_its_base_as_the_world_does(base, tmp_path):
    assert base.public_name == "base"
    base.source = [{"from": "pypi", "package": "words"}, {"from": "hub", "repository": "ada/words"}]
    assert base.public_name == "ada/words"
    decoders.teach(base, EXAMPLES, tmp_path / "made", Teller(lambda _: None), Effort(1, 1e-3, 8))
    assert '"ada/words"' in (tmp_path / "made" / "adapter_config.json").read_text()
    assert not (tmp_path / "made" / "README.md").exists()


def test_what_was_ended_half_way_goes_on_where_it_was(base, tmp_path):
    class Gone(Exception): ...

    def tell(moment: Moment) -> None:
        if moment.step == 14 and moment.loss:
            raise Gone

    told: list[Moment] = []
    with pytest.raises(Gone):
        decoders.teach(base, EXAMPLES, tmp_path / "made", Teller(tell), QUICK)
    decoders.teach(base, EXAMPLES, tmp_path / "made", Teller(told.append), QUICK)
    assert min(moment.step for moment in told if moment.loss is not None) == 13
    assert told[-1].step == 60


def test_where_memory_runs_out_half_as_many_are_learned_from_at_once(base, tmp_path):
    """It goes on where it was kept last, and a step learns from as many as before."""
    told: list[Moment] = []

    def tell(moment: Moment) -> None:
        if moment.step == 6 and not any(before.step == 6 for before in told):
            told.append(moment)
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory")  # as torch says it
        told.append(moment)

    decoders.teach(base, EXAMPLES, tmp_path / "made", Teller(tell), Effort(epochs=4, rate=1e-3, batch=4))
    steps = [moment.step for moment in told if moment.loss is not None]
    assert steps == [1, 2, 3, 4, 5, 6, *range(5, 17)]


def test_where_memory_does_not_do_for_one_example_it_is_said_what_to_do(base, tmp_path):
    def tell(_: Moment) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

    with pytest.raises(learning.MemoryTooSmall, match="Shorten the longest ones"):
        decoders.teach(base, EXAMPLES, tmp_path / "made", Teller(tell), Effort(epochs=1, rate=1e-3, batch=4))


def test_as_many_are_learned_from_at_once_as_fit():
    assert [learning.fitting(8, 100, room) for room in (800, 799, 399, 10)] == [8, 4, 2, 1]
