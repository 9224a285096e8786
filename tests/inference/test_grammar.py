"""JSON under a grammar: whatever a model would rather say, what comes is JSON of the schema, beside others that write
freely."""

import json

import pytest

from inference.engines.grammar import AnswerIncomplete, GrammarUnavailable, SchemaRefused
from inference.engines.text import TextEngine
from tests.inference.asking import ask, ask_all
from tests.inference.conftest import shipped_card

KINDS = ["cat", "dog"]
SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 12},
        "kinds": {"type": "array", "items": {"enum": KINDS}, "minItems": 1, "maxItems": 3},
        "age": {"type": "integer", "minimum": 1, "maximum": 30},
    },
    "required": ["name", "kinds", "age"],
    "additionalProperties": False,
}


def is_valid(text: str) -> bool:
    pet = json.loads(text)
    kinds = set(pet["kinds"]) <= set(KINDS) and 1 <= len(pet["kinds"]) <= 3
    return list(pet) == ["name", "kinds", "age"] and 1 <= len(pet["name"]) <= 12 and kinds and 1 <= pet["age"] <= 30


@pytest.fixture(params=["tiny", "sequential"])
def random_engine(request: pytest.FixtureRequest) -> TextEngine:
    """Random weights: nothing but the grammar makes it JSON."""
    return request.getfixturevalue(f"{request.param}_engine")


def test_random_weights_write_json_of_the_schema_beside_neighbours_who_write_freely(random_engine: TextEngine):
    free = {"prompt": "free", "max_tokens": 40}
    alone = ask(random_engine, **free).text
    held = [
        {"prompt": f"pet {n}", "json_schema": SCHEMA, "max_tokens": 200, "temperature": 1.5, "top_p": 1.0}
        for n in range(6)
    ]
    answers = ask_all(random_engine, [free, *held, free])
    assert answers[0].text == answers[-1].text == alone
    assert all(is_valid(answer.text) for answer in answers[1:-1])
    assert {answer.finish for answer in answers[1:-1]} == {"stop"}


def test_a_seed_gives_the_same_json_again(tiny_engine: TextEngine):
    asked = {"json_schema": SCHEMA, "max_tokens": 200, "temperature": 1.0, "seed": 5}
    assert is_valid(text := ask(tiny_engine, **asked).text)
    assert ask(tiny_engine, **asked).text == text


@pytest.mark.parametrize(
    ("schema", "named"),
    [({"type": "banana"}, "banana"), ({"enum": []}, "Unsatisfiable"), ({"type": "string", "pattern": "("}, "regex")],
)
def test_a_schema_that_is_none_is_refused_with_the_reason_and_nobody_else_notices(
    tiny_engine: TextEngine, schema: dict, named: str
):
    before = ask(tiny_engine).text
    with pytest.raises(SchemaRefused, match=f"cannot be followed: .*{named}.* Correct the schema"):
        ask(tiny_engine, json_schema=schema)
    assert ask(tiny_engine).text == before


def test_json_that_is_cut_off_is_a_failure_with_a_remedy(random_engine: TextEngine):
    with pytest.raises(AnswerIncomplete, match="Allow it more tokens"):
        ask(random_engine, json_schema=SCHEMA, max_tokens=5)


def test_cancelling_json_is_no_failure(random_engine: TextEngine):
    assert ask(random_engine, json_schema=SCHEMA, cancelled=lambda: True).finish == "cancelled"


def test_a_tokenizer_that_knows_no_grammar_is_named(tiny_engine: TextEngine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tiny_engine.grammars, "tokenizer", object())
    monkeypatch.setattr(tiny_engine.grammars, "vocabulary", None)
    with pytest.raises(GrammarUnavailable, match="Choose another model"):
        ask(tiny_engine, json_schema=SCHEMA)


def test_json_goes_on_where_it_was_when_the_loop_dies(tiny_engine: TextEngine):
    asked = {"json_schema": SCHEMA, "max_tokens": 200}
    whole, deaths = ask(tiny_engine, **asked).text, iter(range(10_000))

    def fail(*_: object) -> None:
        if next(deaths) == 20:
            raise RuntimeError("boom")

    hook = tiny_engine.batch.model.register_forward_pre_hook(fail)
    try:
        assert ask(tiny_engine, **asked).text == whole
    finally:
        hook.remove()


def test_the_shipped_model_writes_json_beside_others_that_write_freely():
    """In bfloat16, as it is served: six of each."""
    engine = TextEngine()
    engine.load(shipped_card("bfloat16"))
    pet = {"prompt": "Invent a pet and describe it as JSON.", "json_schema": SCHEMA, "max_tokens": 80}
    asked = [pet | {"temperature": 0.2 * n} for n in range(6)] + [{"prompt": f"Count to {n}."} for n in range(6)]
    try:
        answers = ask_all(engine, asked)
    finally:
        engine.close()
    assert all(is_valid(answer.text) for answer in answers[:6])
    assert not any(answer.text.startswith("{") for answer in answers[6:])
