"""Encoders with a head: labels, what follows from what, the order of passages, the word for a gap."""

import json
from pathlib import Path

import pytest
import torch
from transformers import (
    BertForMaskedLM,
    BertForQuestionAnswering,
    BertForSequenceClassification,
    BertModel,
    PreTrainedModel,
)

from inference.catalogue import installing
from inference.engines.base import Engine, WorkUnfit
from inference.engines.encoder import EncoderEngine, heads
from inference.engines.encoder.classifying import LabelsUnknown
from inference.engines.encoder.filling import NoGap
from inference.models import ModelCard
from inference.protocol import ClassifyBody, FillMaskBody, SearchBody, Source
from tests.inference import tiny
from tests.inference.asking import ask_for, request_of
from tests.inference.tiny import labels

SENTENCE = "The cat sat on the dog, and a robot ran. "
LONG = SENTENCE * 100
CLASSIFY = ClassifyBody(text=LONG, labels=["cat", "dog"])
SEARCH = SearchBody(question="cat", sources=[Source(name="a", text=LONG)])
FILL = FillMaskBody(text="the [MASK] sat")


def held(head: type[PreTrainedModel], hypothesis: str = "It is {}.", **more: object) -> EncoderEngine:
    engine, words = EncoderEngine(), tiny.head_tokenizer()
    engine.hold(tiny.bert_with(head, len(words), **more), words, tiny.CONTEXT, hypothesis=hypothesis)
    return engine


def installed(model: PreTrainedModel, settings, tmp_path: Path, **more: object) -> EncoderEngine:
    """An engine that loads `model` from its folder."""
    settings.MODELS_DIR = tmp_path
    card = ModelCard(name="card", context=tiny.CONTEXT, precision="float32", revision="1", **more)
    model.save_pretrained(card.folder)
    tiny.head_tokenizer().save_pretrained(card.folder)
    installing._write_manifest(card, card.folder, lambda *_: None)
    engine = EncoderEngine()
    engine.load(card)
    return engine


def answer(engine: Engine, body: object) -> list[dict]:
    return json.loads(ask_for(engine, body).text)


def logits(engine: EncoderEngine, *texts: str) -> torch.Tensor:
    """What the weights say of one text, or of a pair."""
    with torch.inference_mode():
        return engine.reader.model(**engine.reader.tokenizer(*texts, return_tensors="pt")).logits[0]


NLI = labels("contradiction", "Entailment", "neutral")


@pytest.mark.parametrize("names", [NLI, labels("entailment", "not_entailment")], ids=["three", "two"])
def test_a_label_fits_as_well_as_its_sentence_follows(names: dict):
    engine = held(BertForSequenceClassification, **names)
    number = next(number for label, number in names["label2id"].items() if label.lower() == "entailment")
    follows = [logits(engine, "the cat sat", f"It is {label}.")[number] for label in ("cat", "dog", "robot")]
    found = answer(engine, ClassifyBody(text="the cat sat", labels=["cat", "dog", "robot"]))
    shares = torch.stack(follows).softmax(dim=0).tolist()
    assert {one["label"]: one["score"] for one in found} == pytest.approx(
        dict(zip(["cat", "dog", "robot"], shares, strict=True)), abs=1e-4
    )
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


@pytest.mark.parametrize("names", [NLI, labels("cat", "dog", "robot")], ids=["follows", "own labels"])
def test_long_texts_are_read_in_passages_and_their_shares_averaged(names: dict):
    engine = held(BertForSequenceClassification, **names)
    one, many = CLASSIFY.model_copy(update={"text": SENTENCE}), ask_for(engine, CLASSIFY)
    assert many.chunks[-1].usage.input_tokens > 20 * ask_for(engine, one).chunks[-1].usage.input_tokens
    assert many.steps
    assert sum(one["score"] for one in json.loads(many.text)) == pytest.approx(1)


def test_labels_that_a_model_was_trained_on_are_known_however_they_are_written():
    engine = held(BertForSequenceClassification, **labels("VERY_GOOD", "bad", "Neutral"))
    shares = logits(engine, "the cat sat").softmax(dim=-1)
    found = answer(engine, ClassifyBody(text="the cat sat", labels=[" very good", "Bad"]))
    good = float(shares[0] / (shares[0] + shares[1]))
    assert {one["label"]: one["score"] for one in found} == pytest.approx(
        {" very good": good, "Bad": 1 - good}, abs=1e-4
    )


def test_where_several_labels_may_be_true_each_has_a_share_of_its_own():
    engine = held(
        BertForSequenceClassification, problem_type="multi_label_classification", **labels("cat", "dog", "robot")
    )
    likely = logits(engine, "the cat sat").sigmoid()
    found = answer(engine, ClassifyBody(text="the cat sat", labels=["dog", "robot"]))
    dog = float(likely[1] / (likely[1] + likely[2]))
    assert {one["label"]: one["score"] for one in found} == pytest.approx({"dog": dog, "robot": 1 - dog}, abs=1e-4)


def test_labels_that_a_model_does_not_know_are_named_with_those_that_it_knows():
    engine = held(BertForSequenceClassification, **labels("joy", "anger", "fear"))
    with pytest.raises(LabelsUnknown, match=r"the label “love”. It was trained on joy, anger, fear\. Use") as failure:
        ask_for(engine, ClassifyBody(text="the cat", labels=["joy", "love"]))
    assert failure.value.failure().code == "labels_unknown"
    many = held(BertForSequenceClassification, **labels(*(f"intent {number}" for number in range(77))))
    with pytest.raises(LabelsUnknown, match=r"intent 19 and 57 more\."):
        ask_for(many, CLASSIFY)


def test_passages_are_ranked_by_how_well_they_answer():
    engine = held(BertForSequenceClassification, num_labels=1)
    texts = [f"the {word} ran." for word in ("cat", "dog", "robot")]
    body = SearchBody(question="cat", sources=[Source(name=text, text=text) for text in texts])
    scores = {text: float(logits(engine, "cat", text).sigmoid()) for text in texts}
    found = answer(engine, body)
    assert [one["source"] for one in found] == sorted(texts, key=lambda text: -scores[text])
    assert [one["score"] for one in found] == pytest.approx(sorted(scores.values(), reverse=True), abs=1e-3)


def test_a_question_longer_than_the_context_still_ranks():
    engine = held(BertForSequenceClassification, num_labels=1)
    assert len(answer(engine, SEARCH.model_copy(update={"question": LONG}))) == 3


def test_nothing_is_found_in_nothing():
    assert answer(held(BertForSequenceClassification, num_labels=1), SearchBody(question="a", sources=[])) == []


@pytest.mark.parametrize(
    ("body", "more"), [(SEARCH, {"num_labels": 1}), (CLASSIFY, NLI), (CLASSIFY, labels("cat", "dog"))]
)
def test_it_is_cancelled_between_two_batches(body: SearchBody | ClassifyBody, more: dict):
    engine, steps = held(BertForSequenceClassification, **more), []
    for chunk in engine.stream(request_of(body), lambda: bool(steps)):
        steps.append(chunk)  # noqa: PERF402 - it is looked at meanwhile
    assert [chunk.finish for chunk in steps] == [None, "cancelled"]
    assert steps[-1].usage.input_tokens < ask_for(engine, body).chunks[-1].usage.input_tokens


def test_a_gap_is_filled_with_the_likeliest_words():
    engine = held(BertForMaskedLM)
    words = engine.reader.tokenizer
    read = words("the <mask> sat", return_tensors="pt")
    with torch.inference_mode():
        gap = read["input_ids"][0] == words.mask_token_id
        shares = engine.reader.model(**read).logits[0, gap][0].softmax(dim=-1)
    found = answer(engine, FillMaskBody(text="the [MASK] sat", most=4))
    assert len(found) == 4
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    for one in found:
        alike = [token for token in range(len(words)) if words.decode([token]).strip() == one["word"]]
        assert one["score"] == pytest.approx(max(float(shares[token]) for token in alike), abs=1e-5)


def test_of_several_gaps_the_first_is_filled():
    engine = held(BertForMaskedLM)
    words = engine.reader.tokenizer
    read = words("a <mask> and a <mask>", return_tensors="pt")
    first, second = (read["input_ids"][0] == words.mask_token_id).nonzero().flatten().tolist()
    with torch.inference_mode():
        shares = engine.reader.model(**read).logits[0].softmax(dim=-1)
    best = answer(engine, FillMaskBody(text="a [MASK] and a [MASK]", most=1))[0]
    assert best["score"] in [pytest.approx(float(share), abs=1e-5) for share in shares[first].topk(10).values]
    assert best["score"] not in [pytest.approx(float(share), abs=1e-7) for share in shares[second].topk(10).values]


def test_a_text_without_a_gap_is_refused_with_how_to_write_one():
    with pytest.raises(NoGap, match=r"Write \[MASK\] where a word is missing") as failure:
        ask_for(held(BertForMaskedLM), FillMaskBody(text="the cat sat"))
    assert failure.value.failure().code == "no_gap"


@pytest.mark.parametrize("before", [0, 50, 500])
def test_of_a_text_beyond_the_context_what_stands_around_the_gap_is_read(before: int):
    engine = held(BertForMaskedLM)
    text = SENTENCE * before + "the [MASK] sat " + SENTENCE * 100 + " [MASK]"
    found = ask_for(engine, FillMaskBody(text=text))
    assert tiny.CONTEXT // 2 < found.chunks[-1].usage.input_tokens <= tiny.CONTEXT
    assert len(json.loads(found.text)) == 5


UNFIT = [
    (held(BertForMaskedLM), {FillMaskBody, SearchBody, ClassifyBody}),
    (held(BertModel), {SearchBody, ClassifyBody}),
    (held(BertForSequenceClassification, num_labels=1), {SearchBody}),
    (held(BertForSequenceClassification, **NLI), {ClassifyBody}),
    (held(BertForSequenceClassification, **labels("cat", "dog")), {ClassifyBody}),
]


@pytest.mark.parametrize(("engine", "able"), UNFIT, ids=["words", "none", "ranks", "follows", "labels"])
def test_what_a_head_was_not_made_for_is_refused(engine: EncoderEngine, able: set[type]):
    for body in (FILL, SEARCH, CLASSIFY):
        if type(body) in able:
            assert ask_for(engine, body).finish == "stop"
        else:
            with pytest.raises(WorkUnfit, match="cannot do this kind of work"):
                ask_for(engine, body)


@pytest.mark.parametrize(
    ("head", "more", "body"),
    [
        (BertForMaskedLM, {}, FILL),
        (BertForSequenceClassification, {"num_labels": 1}, SEARCH),
        (BertForSequenceClassification, NLI, CLASSIFY),
        (BertModel, {}, SEARCH),
    ],
    ids=["words", "ranks", "follows", "none"],
)
def test_the_head_is_the_one_that_the_folder_names(head: type, more: dict, body: object, settings, tmp_path: Path):
    model = tiny.bert_with(head, len(tiny.head_tokenizer()), **more)
    engine = installed(model, settings, tmp_path, defaults={"hypothesis": "It is {}."})
    assert type(engine.reader.model) is head
    assert ask_for(engine, body).text == ask_for(held(head, **more), body).text


def test_a_head_that_the_weights_lack_is_not_made_up(settings, tmp_path: Path):
    """Many encoders that compare texts name the head that they had while they learned to read."""
    model = tiny.bert(len(tiny.head_tokenizer()))
    model.config.architectures = ["BertForMaskedLM"]
    model.save_pretrained(tmp_path)
    config = tmp_path / "config.json"
    config.write_text(config.read_text().replace('"BertModel"', '"BertForMaskedLM"'))
    assert type(heads.from_pretrained(tmp_path)) is BertModel


def test_an_unknown_head_leaves_the_body(tmp_path: Path):
    tiny.bert_with(BertForQuestionAnswering, 100).save_pretrained(tmp_path)
    assert type(heads.from_pretrained(tmp_path)) is BertModel
