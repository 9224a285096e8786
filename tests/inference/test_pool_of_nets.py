"""The pool with real nets of a hundred megabytes, weighed by what the process really takes."""

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from transformers import BertConfig, BertModel

from inference.catalogue import installing
from inference.engines.base import OutOfMemory
from inference.models import ModelCard
from inference.protocol import SearchBody, Source
from inference.serving import memory
from inference.serving.pool import Pool
from tests.inference import tiny
from tests.inference.asking import ask_for

pytestmark = pytest.mark.django_db

MEGABYTE = 1_000_000
SEARCH = SearchBody(question="Who sat?", sources=[Source(name="a", text="The cat sat. The dog ran.")])


@pytest.fixture(scope="module")
def net(tmp_path_factory) -> Path:
    """25 million weights in float32."""
    folder, words = tmp_path_factory.mktemp("net"), tiny.bert_tokenizer()
    shape = {"hidden_size": 512, "num_hidden_layers": 8, "num_attention_heads": 8, "intermediate_size": 2048}
    BertModel(BertConfig(vocab_size=len(words), **shape)).save_pretrained(folder)
    words.save_pretrained(folder)
    return folder


@pytest.fixture
def make_card(net, tmp_path, settings):
    settings.MODELS_DIR = tmp_path / "models"

    def make(name: str, **more: object) -> ModelCard:
        row = {"family": "encoder", "task": "embedding", "context": 256, "precision": "float32", "revision": "1"}
        row |= {"source": [{"from": "folder", "path": str(net)}], "parameters": 25_500_000}
        card = ModelCard.objects.create(name=name, title=name, **row | more)
        installing.install(card, lambda *_: None)
        return card

    return make


def use(pool: Pool, card: ModelCard) -> None:
    with pool.engine(card) as engine:
        assert "cat" in ask_for(engine, SEARCH).text


@contextmanager
def little_memory() -> Iterator[None]:
    """The process may have sixty megabytes more than it has."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    now = psutil.Process().memory_info().vms
    resource.setrlimit(resource.RLIMIT_AS, (now + 60 * MEGABYTE, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def names(pool: Pool) -> list[str]:
    return [state.name for state in pool.describe() if state.state == "loaded"]


def test_three_nets_under_a_budget_for_two(make_card):
    pool = Pool(budget=lambda device, held: 260 * MEGABYTE)
    first, second, third = (make_card(name) for name in ("first", "second", "third"))
    use(pool, first)
    before = memory.taken("cpu")
    use(pool, second)
    two = memory.taken("cpu") - before
    assert two > 80 * MEGABYTE
    use(pool, first)
    use(pool, third)
    assert names(pool) == ["first", "third"]
    assert memory.taken("cpu") - before < two + 60 * MEGABYTE  # the second is really gone
    second.refresh_from_db()
    assert 80 * MEGABYTE < second.memory < 160 * MEGABYTE
    pool.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process cannot be kept to so little memory")
def test_a_net_that_is_too_large_for_the_machine_leaves_the_others_as_they_were(make_card):
    pool, small, large = Pool(budget=lambda device, held: 10**12), make_card("small"), make_card("large")
    use(pool, small)
    with little_memory(), pytest.raises(OutOfMemory):
        use(pool, large)
    assert names(pool) == ["small"]
    use(pool, large)
    assert names(pool) == ["small", "large"]
    pool.close()
