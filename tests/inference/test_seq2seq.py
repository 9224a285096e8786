"""What only encoder–decoders do: rows that join and leave a batch, beams, texts in parts."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from transformers import LogitsProcessorList, RepetitionPenaltyLogitsProcessor

from inference.engines.base import EngineCrashed, OutOfMemory
from inference.engines.seq2seq import Seq2SeqEngine
from inference.engines.seq2seq.engine import BeamsUnfit
from inference.protocol import Message, Parts, PromptTooLong, TextBody, TextParameters
from tests.inference import tiny
from tests.inference.asking import WORDS, Answer, Refusing, ask, ask_all, ask_for, request
from tests.inference.conftest import seq2seq
from tests.waiting import until

SENTENCE = "The cat sat and the dog ran to a robot. "
GREEDY = TextParameters(temperature=0, max_tokens=24)


@pytest.fixture
def fragile() -> Iterator[Seq2SeqEngine]:
    """An engine of its own, whose model the test may break."""
    words = tiny.reading_tokenizer()
    with seq2seq(tiny.marian(len(words)), words) as engine:
        yield engine


def break_model(engine: Seq2SeqEngine, message: str, *, at: int, times: int = 1) -> None:
    """Let the step number `at`, and as many after it as `times`, raise."""
    steps = iter(range(10_000))

    def fail(*_: object) -> None:
        if at <= next(steps) < at + times:
            raise RuntimeError(message)

    engine.batch.decoder.model.register_forward_pre_hook(fail)


def ask_tokens(engine: Seq2SeqEngine, prompt: str = WORDS, **parameters: object) -> list[int]:
    asked = request(prompt, **parameters).body.parameters
    rows = [engine.row(engine.tokens(prompt), asked)]
    return [token for tokens in engine.answers(rows, lambda: False) for token in tokens]


def generate(engine: Seq2SeqEngine, prompt: str, **asked: object) -> list[int]:
    """What transformers says by itself."""
    ids = torch.tensor([engine.tokens(prompt)])
    model = engine.beams.model
    return model.generate(ids, attention_mask=torch.ones_like(ids), do_sample=False, **asked)[0, 1:].tolist()


def test_greedy_tokens_are_those_of_transformers_as_the_model_asks_for_them(tiny_seq2seq: Seq2SeqEngine):
    for prompt in ("a cat", WORDS):
        # The last one of theirs is a forced end, which is not an end of what was said.
        assert ask_tokens(tiny_seq2seq, prompt, max_tokens=40) == generate(tiny_seq2seq, prompt, max_length=43)[:40]


def test_different_texts_are_answered_differently(tiny_seq2seq: Seq2SeqEngine):
    """Or all tests of batches would be true of a model that looks at nothing."""
    answers = [ask(tiny_seq2seq, f"{number} {WORDS[: 9 * number]}").text for number in range(6)]
    assert len(set(answers)) > 4


def test_who_joins_in_the_middle_writes_what_they_write_alone_and_so_does_who_was_there(tiny_seq2seq: Seq2SeqEngine):
    prompts = ["a robot ran", WORDS, "the cat sat " * 20, "x"]
    alone = [ask(tiny_seq2seq, prompt, max_tokens=60).text for prompt in prompts]
    streams = []
    for prompt in prompts:
        stream = tiny_seq2seq.stream(request(prompt, max_tokens=60), lambda: False)
        streams.append(([next(stream)], stream))
    together = [Answer([*begun, *stream]).text for begun, stream in streams]
    assert together == alone


def test_what_is_kept_of_a_row_leaves_with_it(marian_engine: Seq2SeqEngine):
    short = marian_engine.stream(request("a", max_tokens=500), lambda: False)
    long = marian_engine.stream(request(WORDS, max_tokens=500), lambda: False)
    next(short), next(long)
    until(lambda: len(marian_engine.batch.rows) == 2)
    long.close()
    until(lambda: len(marian_engine.batch.rows) == 1)
    assert marian_engine.batch.memory.states.shape[1] == len(marian_engine.tokens("a"))
    short.close()
    until(lambda: not marian_engine.batch.rows and marian_engine.batch.memory is None)


def test_the_chunks_joined_are_what_decoding_all_tokens_at_once_gives(tiny_seq2seq: Seq2SeqEngine):
    asked = {"prompt": "añ→🙂", "max_tokens": 60, "temperature": 1.5, "seed": 3}
    assert ask(tiny_seq2seq, **asked).text == tiny_seq2seq.decode(ask_tokens(tiny_seq2seq, **asked))


def test_an_end_of_text_token_ends_the_answer_and_is_not_shown(fragile: Seq2SeqEngine):
    tokens = ask_tokens(fragile, "Hi", max_tokens=20)
    fragile.ends.add(tokens[5])
    answer = ask(fragile, "Hi", max_tokens=20)
    first = tokens.index(tokens[5])
    assert (answer.finish, answer.tokens) == ("stop", first + 1)
    assert answer.text == fragile.decode(tokens[:first])


def test_a_step_that_fails_fails_those_in_it_with_a_sentence_and_the_next_one_works(fragile: Seq2SeqEngine):
    whole = ask(fragile).text
    break_model(fragile, "boom", at=8)
    with pytest.raises(EngineCrashed, match="stopped working"):
        ask(fragile)
    assert ask(fragile).text == whole


def test_what_fails_at_its_beginning_disturbs_nobody(fragile: Seq2SeqEngine):
    whole = ask(fragile, max_tokens=400).text
    stream = fragile.stream(request(max_tokens=400), lambda: False)
    begun = next(stream)
    encoder = fragile.batch.decoder.model.get_encoder()
    hook = encoder.register_forward_pre_hook(lambda *_: 1 / 0)
    with pytest.raises(EngineCrashed):
        ask(fragile, "a")
    hook.remove()
    assert Answer([begun, *stream]).text == whole


def test_too_little_memory_is_told_as_that(fragile: Seq2SeqEngine):
    break_model(fragile, "DefaultCPUAllocator: can't allocate memory: you tried to allocate", at=2)
    with pytest.raises(OutOfMemory, match="not enough memory"):
        ask(fragile)


@pytest.mark.parametrize("beams", [1, 2])
def test_closing_ends_its_steps_and_whoever_still_waits(fragile: Seq2SeqEngine, beams: int):
    failures = []

    def wait() -> None:
        try:
            ask(fragile, max_tokens=700, beams=beams)
        except EngineCrashed as crash:
            failures.append(crash)

    thread = threading.Thread(target=wait)
    thread.start()
    until(lambda: fragile.batch.rows or fragile.beams.turn.locked())
    fragile.close()
    thread.join(20)
    assert len(failures) == 1
    assert fragile.batch not in fragile.batch.computing.members
    with pytest.raises(EngineCrashed):
        ask(fragile, beams=beams)


def test_a_repetition_penalty_is_that_of_transformers_on_what_was_answered(tiny_seq2seq: Seq2SeqEngine):
    penalty = RepetitionPenaltyLogitsProcessor(1.3, prompt_ignore_length=1)
    asked = {"max_length": 43, "logits_processor": LogitsProcessorList([penalty])}
    answer = ask_tokens(tiny_seq2seq, max_tokens=40, repetition_penalty=1.3)
    assert answer == generate(tiny_seq2seq, WORDS, **asked)[:40]
    assert answer != ask_tokens(tiny_seq2seq, max_tokens=40)


def test_of_the_best_token_alone_the_best_is_drawn(tiny_seq2seq: Seq2SeqEngine):
    assert ask(tiny_seq2seq, temperature=2, top_p=1, top_k=1).text == ask(tiny_seq2seq).text


def test_beams_are_those_of_transformers_also_for_many(tiny_seq2seq: Seq2SeqEngine):
    prompts = [f"{number}. {WORDS[: 20 * number]}." for number in range(3)]
    asked = [{"prompt": prompt, "beams": 3, "max_tokens": 20} for prompt in prompts]
    answers = [answer.text for answer in ask_all(tiny_seq2seq, asked)]
    alone = [generate(tiny_seq2seq, prompt, num_beams=3, max_length=21) for prompt in prompts]
    assert answers == [tiny_seq2seq.decode(tokens) for tokens in alone]
    assert answers != [ask(tiny_seq2seq, prompt, max_tokens=20).text for prompt in prompts]


def test_a_beam_search_is_cancelled_within_a_few_steps(marian_engine: Seq2SeqEngine):
    looks = iter(range(10_000))
    answer = ask(marian_engine, beams=2, max_tokens=700, cancelled=lambda: next(looks) > 10)
    assert (answer.text, answer.finish) == ("", "cancelled")
    assert next(looks) < 20


def test_a_json_schema_is_kept_to_beside_others(tiny_seq2seq: Seq2SeqEngine):
    schema = {"type": "object", "properties": {"tall": {"type": "boolean"}}, "required": ["tall"]}
    schema["additionalProperties"] = False
    alone = ask(tiny_seq2seq).text
    answers = ask_all(tiny_seq2seq, [{"json_schema": schema, "max_tokens": 100}, {}])
    assert json.loads(answers[0].text) in ({"tall": True}, {"tall": False})
    assert answers[1].text == alone
    with pytest.raises(BeamsUnfit, match="one beam"):
        ask(tiny_seq2seq, json_schema=schema, beams=2)


def test_a_grammar_that_fails_ends_its_own_answer_only(tiny_seq2seq: Seq2SeqEngine):
    alone, batch = ask(tiny_seq2seq).text, tiny_seq2seq.batch
    asked = request("the cat", max_tokens=500).body.parameters
    refusing = Refusing(lambda: len(batch.rows) > 1)
    row = tiny_seq2seq.row(tiny_seq2seq.tokens("the cat"), asked, grammar=refusing)
    with ThreadPoolExecutor(1) as threads:
        failing = threads.submit(lambda: [list(tokens) for tokens in tiny_seq2seq.answers([row], lambda: False)])
        until(lambda: batch.rows)
        assert ask(tiny_seq2seq).text == alone
        with pytest.raises(EngineCrashed):
            failing.result()


def test_what_is_too_long_to_read_is_refused_without_a_word_of_the_answer(tiny_seq2seq: Seq2SeqEngine):
    with pytest.raises(PromptTooLong, match=r"reads at most 768\. Shorten") as refused:
        ask(tiny_seq2seq, "word " * 2000)
    assert refused.value.code == "prompt_too_long"


# Reading in parts -------------------------------------------------------------------------------


def summary(text: str, question: str = "What is it about?", instruction: str = "Sum up:") -> TextBody:
    parts = Parts(text=text, instruction=instruction)
    return TextBody(messages=[Message(role="user", content=question)], parameters=GREEDY, parts=parts)


def test_a_model_that_follows_no_instructions_gets_the_text_alone(bart_summariser: Seq2SeqEngine):
    asked, other = (summary(SENTENCE * 60, *words) for words in (("What?", "Sum up:"), ("Why?", "In short:")))
    assert ask_for(bart_summariser, asked).text == ask_for(bart_summariser, other).text
    assert ask_for(bart_summariser, summary(SENTENCE)).text == ask(bart_summariser, SENTENCE).text


def test_a_text_longer_than_it_reads_is_read_in_parts_with_progress(bart_summariser: Seq2SeqEngine):
    answer = ask_for(bart_summariser, summary(SENTENCE * 60))
    assert answer.steps[0].startswith("Reading part 1 of ")
    assert answer.steps[-1] == "Putting the parts together"
    assert answer.chunks[-1].usage.input_tokens > bart_summariser.size(SENTENCE * 60)


@pytest.mark.parametrize(("instructed", "read"), [(False, "summarize: A text."), (True, "Sum up:\n\nA text.")])
def test_a_t5_that_follows_no_instructions_is_told_in_the_words_that_it_was_taught(instructed: bool, read: str):
    words, card = tiny.reading_tokenizer(), {"task": "summarization", "instructed": instructed}
    with seq2seq(tiny.t5(len(words)), words, **card) as engine:
        answer = ask_for(engine, summary("A text.", "Sum up:"))
        assert answer.chunks[-1].usage.input_tokens == len(engine.tokens(read))
