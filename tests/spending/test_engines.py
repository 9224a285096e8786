"""What is reserved, beside what engines take in truth: tiny ones, of which many read each letter as a token."""

import pytest

from inference.engines.base import Engine
from inference.models import ModelCard
from inference.protocol import ClassifyBody, InspectBody, SearchBody, Source, TextBody, TextParameters, TranslateBody
from tests.inference import tiny
from tests.inference.asking import ask_for, request
from tests.inference.conftest import (  # noqa: F401
    SENTENCE,
    SUMMARISE,
    bart_summariser,
    inferring_encoder,
    marian_translator,
    ranking_encoder,
    tiny_encoder,
    tiny_engine,
)
from widgets.spending.costs import at_most

SAMPLED = TextParameters(temperature=2.0, top_p=1.0, seed=1, max_tokens=200)
TRANSLATE = TranslateBody(text=SENTENCE * 40, source="English", target="French", parameters=SAMPLED)
CLASSIFY = ClassifyBody(text=SENTENCE * 60, labels=["cats", "dogs", "robots"])
SEARCH = SearchBody(question=SENTENCE, sources=[Source(name="a", text=SENTENCE * 60)])
COMPARE = InspectBody(text="the cat sat", compare=["a dog ran", "a robot"])


@pytest.mark.parametrize(
    ("engine", "family", "task", "body"),
    [
        ("tiny_engine", "text", "text", request("0123456789" * 20).body),
        ("marian_translator", "seq2seq", "translation", TRANSLATE),
        ("bart_summariser", "seq2seq", "summarization", SUMMARISE),
        ("tiny_encoder", "encoder", "embedding", SEARCH),
        ("tiny_encoder", "encoder", "embedding", CLASSIFY),
        ("tiny_encoder", "encoder", "embedding", COMPARE),
        ("inferring_encoder", "encoder", "classification", CLASSIFY),
        ("ranking_encoder", "encoder", "reranking", SEARCH),
    ],
)
def test_no_engine_takes_more_than_is_reserved(request: pytest.FixtureRequest, engine, family, task, body: TextBody):
    held: Engine = request.getfixturevalue(engine)
    usage = ask_for(held, body).chunks[-1].usage
    reserved = at_most(body, ModelCard(name="tiny", family=family, task=task, context=tiny.CONTEXT))
    assert 0 < usage.input_tokens + usage.output_tokens <= reserved.tokens
