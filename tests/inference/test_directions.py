"""From which language into which: named as people do, told as each model was taught."""

import pytest

from inference.engines.seq2seq import directions
from inference.engines.seq2seq.directions import LanguageUnknown, SourceUnknown
from inference.models import ModelCard
from inference.protocol import TextParameters, TranslateBody
from tests.inference import tiny
from tests.inference.asking import ask_for
from tests.inference.conftest import seq2seq

PAIRS = [["en", "fr"], ["de", "fr"], ["fr", "en"]]


def direction(source: str, target: str, *, tokenizer: object = None, prefixed: bool = False, pairs: object = ()):
    card = ModelCard(name="tiny", title="Tiny", task="translation", languages=list(pairs))
    body = TranslateBody(text="", source=source, target=target)
    return directions.direction(card, tokenizer or tiny.reading_tokenizer(), body, prefixed=prefixed)


def test_a_model_for_one_pair_is_told_nothing():
    assert direction("English", "French", pairs=PAIRS) == directions.Direction("fr")


@pytest.mark.parametrize(
    ("source", "target"), [("Greek", "French"), ("English", "German"), ("en", "Klingon"), ("Klingon", "fr")]
)
def test_a_pair_that_the_card_does_not_have_is_refused_with_those_that_it_has(source: str, target: str):
    with pytest.raises(LanguageUnknown, match=f"from {source} into {target}. It knows English → French, ") as refused:
        direction(source, target, pairs=PAIRS)
    assert refused.value.code == "language_unknown"


@pytest.mark.parametrize(
    ("source", "target", "prefix"),
    [
        ("English", "French", "translate English to French: "),
        ("en", "de", "translate English to German: "),
        ("", "French", "translate to French: "),
        ("English", "Klingon", "translate English to Klingon: "),
        ("en", "English", "correct: "),
    ],
)
def test_a_t5_is_told_in_words(source: str, target: str, prefix: str):
    assert direction(source, target, prefixed=True).prefix == prefix


def test_the_language_of_the_text_is_told_where_only_one_is_possible():
    assert direction("", "English", prefixed=True, pairs=PAIRS).prefix == "translate French to English: "
    assert direction("", "French", prefixed=True, pairs=PAIRS).prefix == "translate to French: "
    mending = [*PAIRS, ["en", "en"]]
    assert direction("", "English", prefixed=True, pairs=mending).prefix == "translate French to English: "


class Marked:
    """Of its tokenizer only what a Marian model for several languages has more."""

    all_special_tokens = ("</s>",)
    supported_language_codes = (">>fra<<", ">>por<<")


def test_a_marian_for_several_languages_is_told_by_a_mark():
    assert direction("en", "Portuguese", tokenizer=Marked()).prefix == ">>por<< "
    with pytest.raises(LanguageUnknown, match=r"It knows fra, por\. Choose"):
        direction("en", "German", tokenizer=Marked())


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("French", "fra_Latn"),
        ("zh", "zho_Hans"),
        ("zho_Hant", "zho_Hant"),
        ("pt-BR", "por_Latn"),
        ("Norwegian", "nob_Latn"),
    ],
)
def test_an_nllb_begins_with_the_token_of_the_language(target: str, code: str):
    words = tiny.nllb_tokenizer()
    told = direction("English", target, tokenizer=words)
    assert (told.reads, told.first) == ("eng_Latn", words.convert_tokens_to_ids(code))


def test_an_nllb_must_be_told_the_language_of_the_text():
    with pytest.raises(SourceUnknown, match="Say which one") as refused:
        direction("", "French", tokenizer=tiny.nllb_tokenizer())
    assert refused.value.code == "language_unknown"


def test_an_nllb_refuses_a_language_without_a_token():
    with pytest.raises(LanguageUnknown, match=r"It knows 20\d other languages"):
        direction("English", "Klingon", tokenizer=tiny.nllb_tokenizer())


def test_what_an_nllb_reads_and_writes_is_marked_with_languages():
    words = tiny.nllb_tokenizer()
    with seq2seq(tiny.m2m(len(words)), words, task="translation") as engine:
        assert words.convert_ids_to_tokens(engine.tokens("a cat", "deu_Latn"))[0] == "deu_Latn"
        row = engine.row(engine.tokens("a", "deu_Latn"), TextParameters(temperature=0, max_tokens=9), 77)
        assert next(next(engine.answers([row], lambda: False))) == 77
        asked = [TranslateBody(text="a cat", source=source, target="fr") for source in ("German", "English")]
        assert all(ask_for(engine, body).tokens > 1 for body in asked)
