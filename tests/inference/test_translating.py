"""A text is translated sentence by sentence, and comes as it stood."""

import pytest

from inference.engines.seq2seq import Seq2SeqEngine
from inference.engines.seq2seq.directions import LanguageUnknown
from inference.protocol import TextParameters, TranslateBody
from tests.inference.asking import Answer, ask_for, request_of
from tests.waiting import until

SENTENCE = "The cat sat and the dog ran to a robot. "
GREEDY = TextParameters(temperature=0, max_tokens=24)


def translate(engine: Seq2SeqEngine, text: str, **parameters: object) -> Answer:
    asked = GREEDY.model_copy(update=parameters)
    return ask_for(engine, TranslateBody(text=text, source="English", target="French", parameters=asked))


def test_sentences_are_translated_each_and_stand_as_they_stood(marian_translator: Seq2SeqEngine):
    sentences = ["The cat sat.", "A dog ran!", "Who?", "The robot."]
    told = [translate(marian_translator, sentence).text for sentence in sentences]
    text = f"  {sentences[0]} {sentences[1]}\n\n- {sentences[2]}\n1. {sentences[3]}\n\n* * *\n"
    assert translate(marian_translator, text).text == f"  {told[0]} {told[1]}\n\n- {told[2]}\n1. {told[3]}\n\n* * *\n"


def test_a_sentence_in_capitals_is_read_as_others_are(marian_translator: Seq2SeqEngine):
    assert translate(marian_translator, "THE CAT SAT.").text == translate(marian_translator, "The cat sat.").text


def test_a_long_text_is_translated_with_progress_and_in_its_order(marian_translator: Seq2SeqEngine):
    sentences = [f"Robot {number} ran." for number in range(50)]
    answer = translate(marian_translator, " ".join(sentences))
    assert answer.steps == [f"Translating sentence {number} of 50" for number in range(1, 51)]
    assert answer.text == " ".join(translate(marian_translator, sentence).text for sentence in sentences)
    assert answer.chunks[-1].usage.input_tokens == sum(len(marian_translator.tokens(one)) for one in sentences)


def test_a_sentence_longer_than_it_reads_is_cut(marian_translator: Seq2SeqEngine):
    answer = translate(marian_translator, "cat " * 2000)
    assert len(answer.steps) > 5
    assert answer.chunks[-1].usage.input_tokens > 2000


def test_beams_translate_many_sentences_as_they_translate_each(marian_translator: Seq2SeqEngine):
    sentences = [f"Robot {number} ran." for number in range(10)]
    told = [translate(marian_translator, sentence, beams=2).text for sentence in sentences]
    assert translate(marian_translator, " ".join(sentences), beams=2).text == " ".join(told)


@pytest.mark.parametrize("beams", [1, 2])
def test_a_translation_that_is_cancelled_leaves_nothing_that_works_on(marian_translator: Seq2SeqEngine, beams: int):
    steps: list[str] = []
    body = TranslateBody(text=SENTENCE * 100, target="French", parameters=GREEDY.model_copy(update={"beams": beams}))
    chunks = marian_translator.stream(request_of(body), lambda: len(steps) == 12)
    for chunk in chunks:
        steps += [chunk.progress.words] if chunk.progress else []
        last = chunk
    assert (last.finish, len(steps)) == ("cancelled", 12)
    until(lambda: not marian_translator.batch.rows and not marian_translator.beams.turn.locked())


def test_a_stop_string_ends_a_translation_in_whichever_sentence_it_comes(marian_translator: Seq2SeqEngine):
    whole = translate(marian_translator, "The cat sat. A dog ran! Who? The robot.").text
    stop = whole[len(whole) * 2 // 3 :][:4]
    answer = translate(marian_translator, "The cat sat. A dog ran! Who? The robot.", stop=[stop])
    assert (answer.text, answer.finish) == (whole[: whole.index(stop)], "stop")


def test_nothing_to_translate_is_translated_to_nothing(marian_translator: Seq2SeqEngine):
    for text in ("", " \n\n", "1, 2, 3 …"):
        answer = translate(marian_translator, text)
        assert (answer.text, answer.finish, answer.tokens) == (text, "stop", 0)


def test_quotation_marks_are_read_as_marian_learned_them(marian_engine: Seq2SeqEngine, bart_engine: Seq2SeqEngine):
    curly, straight = "He said: “It’s late…” — « No », she said.", 'He said: "It\'s late..." - "No", she said.'
    assert marian_engine.tokens(curly) == marian_engine.tokens(straight)
    assert bart_engine.tokens(curly) != bart_engine.tokens(straight)


FIVE = {
    "Good morning, how are you?": "Bonjour, comment allez-vous ?",
    "The weather is beautiful today.": "Le temps est beau aujourd'hui.",
    "I would like a coffee and a croissant, please.": "Je voudrais un café et un croissant, s'il vous plaît.",
    "Where is the nearest train station?": "Où est la gare la plus proche ?",
    "He said “hello” — it’s “fine”, isn’t it?": 'Il a dit "bonjour" - c\'est "bon", n\'est-ce pas ?',
}


def test_opus_translates_alone_and_in_company_and_with_beams(opus_translator: Seq2SeqEngine):
    assert [translate(opus_translator, text).text for text in FIVE] == list(FIVE.values())
    assert translate(opus_translator, "\n\n".join(FIVE)).text == "\n\n".join(FIVE.values())
    assert translate(opus_translator, "\n\n".join(FIVE), beams=4).text == "\n\n".join(FIVE.values())


def test_opus_says_which_languages_it_knows(opus_translator: Seq2SeqEngine):
    body = TranslateBody(text="Hello", source="English", target="German")
    with pytest.raises(LanguageUnknown, match=r"from English into German\. It knows English → French"):
        ask_for(opus_translator, body)
