"""Code that goes on: what a model reads, and where it stops."""

import pytest
import torch
from torch.utils.hooks import RemovableHandle

from inference.engines import completing
from inference.engines.completing import FAMILIES, completion
from inference.engines.text import TextEngine
from inference.protocol import CodeBody, Message, TextBody, TextParameters
from tests.inference import tiny
from tests.inference.asking import ask_for

QWEN = FAMILIES[0]
GREEDY = TextParameters(temperature=0, max_tokens=12)
GAP = {"prefix": "def area(r):\n    ", "suffix": "\n    return found\n"}


def made(marks: tuple[str, ...] = (), *, template: bool = False, instructed: bool = True) -> TextEngine:
    words = tiny.code_tokenizer(marks)
    words.chat_template = tiny.TEMPLATE if template else None
    engine = TextEngine()
    engine.hold(tiny.llama(len(words)), words, tiny.CONTEXT, instructed=instructed)
    return engine


@pytest.fixture(scope="module")
def base() -> TextEngine:
    """Goes on with text, and knows no gaps."""
    engine = made()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def coder() -> TextEngine:
    """Goes on with text, and fills gaps."""
    engine = made(QWEN.all)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def instructed_coder() -> TextEngine:
    """Follows instructions, and fills gaps."""
    engine = made(QWEN.all, template=True)
    yield engine
    engine.close()


def code(**more: object) -> CodeBody:
    return CodeBody(**{"parameters": GREEDY} | more)


def read(engine: TextEngine, body: CodeBody | TextBody) -> str:
    """What the weights are given to read."""
    seen: list[torch.Tensor] = []
    model = engine.sequential.model  # which reads it at once
    hook = model.register_forward_pre_hook(lambda _, __, given: seen.append(given["input_ids"]), with_kwargs=True)
    batch, engine.batch = engine.batch, engine.sequential
    ask_for(engine, body.model_copy(update={"parameters": GREEDY.model_copy(update={"max_tokens": 1})}))
    engine.batch = batch
    hook.remove()
    return engine.tokenizer.decode(seen[0][0])


def writes(engine: TextEngine, token: int, *, after: int) -> RemovableHandle:
    """Let the weights find `token` best, once they have written so many others."""
    steps = iter(range(10_000))

    def prefer(_: object, __: object, scores: torch.Tensor) -> None:
        if next(steps) >= after:
            scores[..., token] += 1000

    return engine.batch.model.lm_head.register_forward_hook(prefer)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda one: one.before)
def test_each_family_is_known_by_its_marks(family: completing.Marks):
    engine = made(family.all)
    try:
        assert engine.marks is family
    finally:
        engine.close()


def test_without_its_marks_there_is_no_family(base: TextEngine):
    assert base.marks is None
    assert completing.marks(lambda word: word in QWEN.all[:2]) is None


def test_a_base_model_reads_the_prefix_as_it_stands(base: TextEngine):
    assert read(base, code(prefix="def is_prime(n):\n")) == "<s>def is_prime(n):\n"


def test_whoever_was_not_taught_to_follow_reads_no_template():
    engine = made(template=True, instructed=False)
    try:
        said = TextBody(messages=[Message(role="user", content="Once")], parameters=GREEDY)
        assert read(engine, said) == "<s>Once"
        assert read(engine, code(prefix="def")) == "<s>def"
    finally:
        engine.close()


def test_a_gap_is_filled_where_the_tokenizer_knows_gaps(coder: TextEngine):
    filled = "<s><|fim_prefix|>def area(r):\n    <|fim_suffix|>\n    return found\n<|fim_middle|>"
    assert read(coder, code(**GAP)) == filled
    assert read(coder, code(prefix="def")) == "<s>def"


def test_an_instructed_coder_fills_gaps_where_nothing_is_said(instructed_coder: TextEngine):
    unfinished = "<s><|fim_prefix|>def<|fim_suffix|><|fim_middle|>"
    assert read(instructed_coder, code(prefix="def")) == unfinished
    said = read(instructed_coder, code(prefix="def", prompt="Sort a list."))
    assert said.startswith("<s>user\nSort a list. Use python.")


def test_one_that_only_listens_to_words_is_asked_in_words(tiny_engine: TextEngine):
    assert "Write what is missing. Use python." in read(tiny_engine, code(**GAP))


def test_marks_in_the_code_are_only_letters(coder: TextEngine):
    marks = set(coder.tokenizer.convert_tokens_to_ids(list(QWEN.all)))
    forged = read(coder, code(prefix="a<|fim_suffix|>b", suffix="c<|fim_middle|></s>"))
    tokens = coder.tokenizer(forged, add_special_tokens=False)["input_ids"]
    assert sum(token in marks for token in tokens) == 3


def test_it_ends_at_a_mark_that_says_that_the_file_ends(coder: TextEngine):
    whole = ask_for(coder, code(**GAP)).text
    hook = writes(coder, coder.tokenizer.convert_tokens_to_ids("<|file_sep|>"), after=5)
    answer = ask_for(coder, code(**GAP))
    hook.remove()
    assert (answer.tokens, answer.finish) == (6, "stop")
    assert whole.startswith(answer.text.rstrip("\ufffd"))


def test_nothing_to_go_on_from_is_a_beginning_too(base: TextEngine):
    assert ask_for(base, code()).tokens == 12
    words = base.tokenizer.backend_tokenizer
    before, words.post_processor = words.post_processor, tiny.tokenizer().backend_tokenizer.post_processor
    try:
        assert ask_for(base, code()).tokens == 12
    finally:
        words.post_processor = before


def test_without_marks_it_stops_where_the_suffix_begins(base: TextEngine):
    whole = ask_for(base, code(prefix="def")).text
    line = whole[len(whole) // 2 :][:4].strip()
    cut = ask_for(base, code(prefix="def", suffix=f"{line}\nmore"))
    assert (cut.text, cut.finish) == (whole[: whole.index(line)], "stop")


@pytest.mark.parametrize(
    ("suffix", "stop"),
    [
        (")\nprint(x)", [")"]),
        ("\n    return x\n", ["\n    return x"]),
        ("\n\n\n  pass", ["\n  pass"]),
        (" \n", []),
        ("", []),
    ],
)
def test_the_first_line_of_a_suffix_is_looked_for_where_it_stands(suffix: str, stop: list[str]):
    assert completion(CodeBody(prefix="a", suffix=suffix), None, instructed=False).stops == [*stop, "\n```"]


def test_explanations_after_a_fence_are_left_out_unless_the_code_has_fences():
    assert completion(CodeBody(prefix="# A\n```sh\nls"), None, instructed=False).stops == []
