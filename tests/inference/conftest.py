import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import torch
from django.conf import settings
from transformers import BertForMaskedLM, BertForSequenceClassification, PreTrainedModel, PreTrainedTokenizerBase

from inference.catalogue import cards
from inference.engines import lean, quantised
from inference.engines.base import Engine
from inference.engines.echo import EchoEngine
from inference.engines.encoder import EncoderEngine
from inference.engines.image import ImageEngine
from inference.engines.remote import RemoteEngine
from inference.engines.seq2seq import Seq2SeqEngine
from inference.engines.text import TextEngine
from inference.models import ModelCard
from inference.protocol import (
    ClassifyBody,
    FillMaskBody,
    ImageBody,
    Message,
    Parts,
    Request,
    SearchBody,
    Source,
    TextBody,
    TextParameters,
    TranslateBody,
)
from tests.conftest import start_process
from tests.inference import tiny, tiny_pictures
from tests.inference.asking import request_of
from tests.waiting import until

SHIPPED = "smollm2-135m-instruct"
SHIPPED_ENCODER = "all-minilm-l6-v2"
SHIPPED_TRANSLATOR = "t5-mini"
OPUS = "opus-mt-en-fr"
SHIPPED_PAINTER = "emoji"


def shipped_card(precision: str, name: str = SHIPPED) -> ModelCard:
    card = next((ModelCard(**row) for row in cards.shipped() if row["name"] == name), None)
    if card is None:
        pytest.skip(f"{name} is not among the shipped cards")
    card.precision = precision
    if not card.folder.is_dir():
        pytest.skip(f"{name} is not installed in {settings.MODELS_DIR}; TEST_MODELS_DIR names another folder")
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
    engine.hold(tiny_engine.sequential.model, tiny_engine.tokenizer, tiny.CONTEXT)
    engine.batch.close()
    engine.batch = engine.sequential
    return engine


@contextmanager
def quantised_engine(precision: str) -> Iterator[TextEngine]:
    """Layers of whole groups, and what lies between them in bfloat16."""
    engine, words = TextEngine(), tiny.tokenizer()
    model = tiny.llama(len(words)).to(torch.bfloat16)
    lean.make(model)
    quantised.make(model, precision)
    engine.hold(model, words, tiny.CONTEXT)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def int8_engine() -> Iterator[TextEngine]:
    with quantised_engine("int8") as engine:
        yield engine


@pytest.fixture(scope="module")
def int4_engine() -> Iterator[TextEngine]:
    with quantised_engine("int4") as engine:
        yield engine


@pytest.fixture(scope="module")
def mamba_engine() -> TextEngine:
    """A family that no batch serves: states instead of attention."""
    engine, words = TextEngine(), tiny.tokenizer()
    engine.hold(tiny.decoder("mamba", len(words), **tiny.MAMBA), words, tiny.CONTEXT)
    return engine


@pytest.fixture(scope="module")
def echo_engine() -> EchoEngine:
    engine = EchoEngine()
    engine.load(ModelCard(name="echo", context=200))
    return engine


@pytest.fixture(scope="module")
def tiny_encoder() -> EncoderEngine:
    engine, words = EncoderEngine(), tiny.bert_tokenizer()
    engine.hold(tiny.bert(len(words)), words, tiny.CONTEXT)
    return engine


def encoder_with(head: type[PreTrainedModel], **more: object) -> EncoderEngine:
    engine, words = EncoderEngine(), tiny.head_tokenizer()
    engine.hold(tiny.bert_with(head, len(words), **more), words, tiny.CONTEXT)
    return engine


@pytest.fixture(scope="module")
def inferring_encoder() -> EncoderEngine:
    """Tells what follows from what."""
    return encoder_with(BertForSequenceClassification, **tiny.labels("contradiction", "neutral", "entailment"))


@pytest.fixture(scope="module")
def trained_encoder() -> EncoderEngine:
    """Knows labels of its own."""
    return encoder_with(BertForSequenceClassification, **tiny.labels("cats", "dogs", "robots", "birds"))


@pytest.fixture(scope="module")
def ranking_encoder() -> EncoderEngine:
    return encoder_with(BertForSequenceClassification, num_labels=1)


@pytest.fixture(scope="module")
def guessing_encoder() -> EncoderEngine:
    """Fills gaps."""
    return encoder_with(BertForMaskedLM)


@pytest.fixture(scope="module")
def unet_engine() -> ImageEngine:
    return tiny_pictures.engine(tiny_pictures.unet())


@pytest.fixture(scope="module")
def flow_engine() -> ImageEngine:
    return tiny_pictures.engine(tiny_pictures.flow())


@pytest.fixture(scope="module")
def packed_engine() -> ImageEngine:
    return tiny_pictures.engine(tiny_pictures.packed(), width=64, height=64)  # by itself it draws a million pixels


@pytest.fixture(scope="module")
def pixart_engine() -> ImageEngine:
    return tiny_pictures.engine(tiny_pictures.pixart(), use_resolution_binning=False)


@pytest.fixture(scope="module")
def shipped_painter() -> ImageEngine:
    engine = ImageEngine()
    engine.load(shipped_card("auto", SHIPPED_PAINTER))
    return engine


@pytest.fixture(scope="module")
def shipped_encoder() -> EncoderEngine:
    engine = EncoderEngine()
    engine.load(shipped_card("bfloat16", SHIPPED_ENCODER))
    return engine


@pytest.fixture(scope="module")
def shipped_engine() -> Iterator[TextEngine]:
    """In float32: bfloat16 rounds otherwise in a batch than alone, and near ties then fall the other way."""
    engine = TextEngine()
    engine.load(shipped_card("float32"))
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def model_server(tmp_path_factory) -> Iterator[str]:
    """The URL of `transformers serve`, a server of others that speaks the protocol of OpenAI."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("transformers")), "serve", "--host", "127.0.0.1", "--port", str(port)]
    log = (tmp_path_factory.mktemp("serve") / "log").open("w+")
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "OMP_WAIT_POLICY": "PASSIVE"}
    process = start_process([*command, "--dtype", "float32"], stdout=log, stderr=log, env=environment)
    try:
        until(lambda: answers(f"http://127.0.0.1:{port}/health") or process.poll() is not None, seconds=120)
        assert process.poll() is None, Path(log.name).read_text()
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(20)


def answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False


@pytest.fixture(scope="module")
def remote_engine(model_server: str, tmp_path_factory) -> Iterator[RemoteEngine]:
    """A tiny model on a server of its own. Its letters are tokens, of which we count three as one."""
    folder, words = tmp_path_factory.mktemp("served"), tiny.tokenizer()
    tiny.llama(len(words)).save_pretrained(folder)
    words.save_pretrained(folder)
    engine = RemoteEngine()
    engine.load(ModelCard(name="remote", title="Remote", url=model_server, remote_name=str(folder), context=2000))
    yield engine
    engine.close()


@contextmanager
def seq2seq(model: PreTrainedModel, words: PreTrainedTokenizerBase, **card: object) -> Iterator[Seq2SeqEngine]:
    engine = Seq2SeqEngine()
    engine.hold(model, words, ModelCard(**{"name": "tiny", "task": "text", "context": tiny.CONTEXT, **card}))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def t5_engine() -> Iterator[Seq2SeqEngine]:
    words = tiny.reading_tokenizer()
    with seq2seq(tiny.t5(len(words)), words) as engine:
        yield engine


@pytest.fixture(scope="module")
def bart_engine() -> Iterator[Seq2SeqEngine]:
    words = tiny.reading_tokenizer()
    with seq2seq(tiny.bart(len(words)), words) as engine:
        yield engine


@pytest.fixture(scope="module")
def marian_engine() -> Iterator[Seq2SeqEngine]:
    words = tiny.reading_tokenizer()
    with seq2seq(tiny.marian(len(words)), words) as engine:
        yield engine


@pytest.fixture(scope="module", params=["t5", "bart", "marian"])
def tiny_seq2seq(request: pytest.FixtureRequest) -> Seq2SeqEngine:
    return request.getfixturevalue(f"{request.param}_engine")


@pytest.fixture(scope="module")
def marian_translator() -> Iterator[Seq2SeqEngine]:
    """Its answers end by themselves."""
    words, card = tiny.reading_tokenizer(), {"task": "translation", "languages": [["en", "fr"]]}
    with seq2seq(tiny.soon_over(tiny.marian(len(words))), words, **card) as engine:
        yield engine


@pytest.fixture(scope="module")
def t5_translator() -> Iterator[Seq2SeqEngine]:
    words, card = tiny.reading_tokenizer(), {"task": "translation", "instructed": False}
    with seq2seq(tiny.soon_over(tiny.t5(len(words))), words, **card) as engine:
        yield engine


@pytest.fixture(scope="module")
def bart_summariser() -> Iterator[Seq2SeqEngine]:
    words, card = tiny.reading_tokenizer(), {"task": "summarization", "instructed": False}
    with seq2seq(tiny.soon_over(tiny.bart(len(words))), words, **card) as engine:
        yield engine


@contextmanager
def real_translator(name: str) -> Iterator[Seq2SeqEngine]:
    """In float32, as above."""
    engine = Seq2SeqEngine()
    engine.load(shipped_card("float32", name))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def shipped_translator() -> Iterator[Seq2SeqEngine]:
    with real_translator(SHIPPED_TRANSLATOR) as engine:
        yield engine


@pytest.fixture(scope="module")
def opus_translator() -> Iterator[Seq2SeqEngine]:
    """Which is there only where somebody has installed it."""
    with real_translator(OPUS) as engine:
        yield engine


@pytest.fixture(
    scope="module",
    params=["echo", "tiny", "int8", "int4", "sequential", "mamba", "t5", "bart", "marian", "remote", "shipped"],
)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Every engine that writes texts: one line here for a new one."""
    return request.getfixturevalue(f"{request.param}_engine")


SENTENCE = "The cat sat on the dog, and a robot ran. "
SEARCH = SearchBody(question="Where did the cat sit?", sources=[Source(name="a", text=SENTENCE * 600)])
CLASSIFY = ClassifyBody(text=SENTENCE * 600, labels=["cats", "dogs", "robots"])
PICTURE = request_of(ImageBody(prompt="a cat", seed=1))
SAMPLED = TextParameters(temperature=2.0, top_p=1.0, seed=1, max_tokens=200)
TRANSLATE = TranslateBody(text=SENTENCE * 20, source="English", target="French", parameters=SAMPLED)
SUMMARISE = TextBody(
    messages=[Message(role="user", content="In short?")],
    parts=Parts(text=SENTENCE * 60, instruction="Sum up:"),
    parameters=SAMPLED,
)
WORKS = [
    ("echo_engine", PICTURE),
    *((f"{pipeline}_engine", PICTURE) for pipeline in ("unet", "flow", "packed", "pixart")),
    ("shipped_painter", PICTURE),
    ("echo_engine", request_of(SEARCH)),
    ("echo_engine", request_of(CLASSIFY)),
    ("tiny_encoder", request_of(SEARCH)),
    ("tiny_encoder", request_of(CLASSIFY)),
    ("inferring_encoder", request_of(CLASSIFY)),
    ("trained_encoder", request_of(CLASSIFY)),
    ("ranking_encoder", request_of(SEARCH)),
    ("guessing_encoder", request_of(FillMaskBody(text="the [MASK] sat"))),
    ("marian_translator", request_of(TRANSLATE)),
    ("t5_translator", request_of(TRANSLATE)),
    ("shipped_translator", request_of(TRANSLATE)),
    ("bart_summariser", request_of(SUMMARISE)),
]


@pytest.fixture(scope="module", params=WORKS, ids=lambda work: f"{work[0]}-{work[1].body.work}")
def work(request: pytest.FixtureRequest) -> tuple[Engine, Request]:
    """Every work that is more than a text to write, and the engines that do it."""
    engine, asked = request.param
    return request.getfixturevalue(engine), asked
