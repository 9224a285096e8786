from collections.abc import Iterator

import pytest
from django.conf import settings

from inference.catalogue import cards
from inference.engines.echo import EchoEngine
from inference.engines.text import TextEngine
from inference.models import ModelCard
from tests.inference import tiny

SHIPPED = "smollm2-135m-instruct"


def shipped_card(precision: str) -> ModelCard:
    card = next(ModelCard(**row) for row in cards.shipped() if row["name"] == SHIPPED)
    card.precision = precision
    if not card.folder.is_dir():
        pytest.skip(f"{SHIPPED} is not installed in {settings.MODELS_DIR}; TEST_MODELS_DIR names another folder")
    return card


@pytest.fixture(scope="module")
def tiny_engine() -> Iterator[TextEngine]:
    engine, words = TextEngine(), tiny.tokenizer()
    engine.hold(tiny.llama(len(words)), words, tiny.CONTEXT)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def sequential_engine(tiny_engine: TextEngine) -> TextEngine:
    """As for a model that no batch serves."""
    engine = TextEngine()
    engine.hold(tiny_engine.batch.model, tiny_engine.tokenizer, tiny.CONTEXT)
    engine.batch.close()
    engine.batch = engine.sequential
    return engine


@pytest.fixture(scope="module")
def echo_engine() -> EchoEngine:
    engine = EchoEngine()
    engine.load(ModelCard(name="echo", context=200))
    return engine


@pytest.fixture(scope="module")
def shipped_engine() -> Iterator[TextEngine]:
    """In float32: bfloat16 rounds otherwise in a batch than alone, and near ties then fall the other way."""
    engine = TextEngine()
    engine.load(shipped_card("float32"))
    yield engine
    engine.close()


@pytest.fixture(scope="module", params=["echo", "tiny", "sequential", "shipped"])
def engine(request: pytest.FixtureRequest):
    """Every engine there is: one line here for a new one."""
    return request.getfixturevalue(f"{request.param}_engine")
