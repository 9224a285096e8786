"""What the T5 learns to copy, to greet with and to go on with."""

import random
import re

import pytest

from inference.stand_ins import kept
from inference.training.t5 import copies, joining, made_up, phrases
from inference.training.t5.carriers import CARRIERS, TAILS
from inference.training.t5.pairs import Pair

SEEDS = range(30)


def turned(turn, english: str, other: str, language: str = "fr") -> list[Pair]:
    return [turn(Pair(english, other, language), random.Random(seed)) for seed in SEEDS]


def words(text: str) -> list[str]:
    return re.findall(r"[\w:.]*\w", text)


def test_figures_on_both_sides_become_others_of_their_shape():
    made = turned(copies.refigured, "In 1982, 35 left at 7:30, and 1 came.", "En 1982, 35 partirent à 7:30, et 1 vint.")
    for pair in made:
        year, many, time, one = copies.FIGURE.findall(pair.english)
        assert copies.FIGURE.findall(pair.other) == [year, many, time, one]
        assert (len(year), year[0], len(many), one) == (4, "1", 2, "1")
        assert re.fullmatch(r"\d{1,2}:[0-5]\d", time)
    assert len(set(made)) == len(made)


def test_a_number_in_words_becomes_a_figure():
    for pair in turned(copies.refigured, "I have three dogs.", "J'ai trois chiens."):
        [figure] = copies.FIGURE.findall(pair.english)
        assert pair.other == f"J'ai {figure} chiens."
        assert int(figure.replace(",", "")) > 1


@pytest.mark.parametrize(
    ("english", "other", "language"),
    [
        ("She is twenty-five.", "Elle a vingt-cinq ans.", "fr"),
        ("He is thirty-five.", "Tiene treinta y cinco años.", "es"),
        ("It is October 22nd.", "C'est le 22 octobre.", "fr"),
        ("It is 1:30.", "Es la 1:30.", "es"),
    ],
)
def test_figures_that_would_be_wrong_as_others_stay(english: str, other: str, language: str):
    assert set(turned(copies.refigured, english, other, language)) == {None}


def test_what_is_elided_or_no_name_is_left_alone():
    assert set(turned(copies.renamed, "It is Alice's dog.", "C'est le chien d'Alice.")) == {None}
    assert copies.elided(Pair("I think so.", "Je pense que oui.", "fr")).other == "Je pense que oui."


@pytest.mark.parametrize("turn", [copies.refigured, copies.renamed])
def test_what_is_not_the_same_on_both_sides_stays(turn):
    assert set(turned(turn, "At 7:30, Tom left.", "À 7 h 30, il partit.")) == {None}


def test_names_become_others_and_french_is_elided_before_them():
    made = turned(copies.renamed, "Tom says that Tom is older than Mary.", "Tom dit que Tom est plus vieux que Mary.")
    for pair in made:
        tom, mary = pair.english.split(" says ")[0], pair.english.split(" than ")[1].rstrip(".")
        assert pair.english == f"{tom} says that {tom} is older than {mary}."
        que = [f"qu'{name}" if name[0] in "AEIOUÉ" else f"que {name}" for name in (tom, mary)]
        assert pair.other == f"{tom} dit {que[0]} est plus vieux {que[1]}."
    assert any("qu'" in pair.other for pair in made)
    assert "Tom" not in "".join(pair.english for pair in made)


def test_a_tail_stands_before_the_last_mark_of_what_is_short():
    for pair in turned(copies.tailed, "Where is he?", "Où est-il ?"):
        assert re.fullmatch(r"Where is he\W.+\?", pair.english)
        assert re.fullmatch(r"Où est-il\W.+ \?", pair.other)
    assert set(turned(copies.tailed, "Tom left.", "Tom partit.")) == {None}
    assert set(turned(copies.tailed, "Go. Now.", "Va. Vite.")) == {None}


def test_an_emoji_is_read_as_the_engine_says_it():
    """In front, behind, and without the full stop that people leave out there."""
    said = {pair.english for pair in turned(copies.marked, "I won.", "J'ai gagné.")}
    assert {kept(text, {"😀"}).text for text in ("I won 😀", "😀 I won.")} <= said
    assert all(re.fullmatch(r"X\d", made_up.kept(random.Random(seed))) for seed in SEEDS)


@pytest.mark.parametrize(("kind", "english", "french", "spanish"), [*CARRIERS, *TAILS])
def test_carriers_have_one_place_in_each_language(kind, english, french, spanish):
    assert kind in made_up.KINDS
    assert [text.count("{}") for text in (english, french, spanish)] == [1, 1, 1]


def test_a_phrase_is_read_as_it_may_be_typed_and_written_as_it_should_stand():
    hello, station = (Pair("Hi", "Salut", "fr"), Pair("Where is it?", "¿Dónde está?", "es"))
    assert [(asked.english, right.other) for asked, right in phrases.typed(hello)] == [
        ("Hi", "Salut"), ("hi", "Salut"), ("Hi.", "Salut."), ("Hi!", "Salut !"),
    ]  # fmt: skip
    assert [(asked.other, right.english) for asked, right in phrases.typed(station)] == [
        (text, "Where is it?") for text in ("¿Dónde está?", "¿dónde está?", "Dónde está", "dónde está")
    ]
    assert len(set(phrases.phrases())) == len(list(phrases.phrases())) > 150


def test_a_second_clause_begins_small_but_for_names():
    small = {"he", "il", "may"}
    said = [joining.going_on(text, small) for text in ("He left.", "I left.", "Tom left.", "Boston is big.", '"No."')]
    assert said == ["he left.", "I left.", "Tom left.", "", ""]


def test_two_statements_are_one_sentence_of_two_clauses():
    pairs = [
        Pair("Then he left early.", "Alors il est parti.", "fr"),
        Pair("He saw then.", "Il a vu alors.", "fr"),
    ] * 50
    made = {pair for pair in joining.joined(pairs, random.Random(0)) if pair.english.count(".") == 1}
    assert made
    for pair in made:
        assert re.fullmatch(r"\w.*\w(,? and|, but|, so|;) (he saw then|then he left early)\.", pair.english)
        assert re.fullmatch(r"\w.*\w(,? et|, mais|, donc| ;) .+\.", pair.other)
    assert {"he saw then.", "then he left early."} == {re.split(r"(?:and|but|so|;) ", pair.english)[1] for pair in made}
