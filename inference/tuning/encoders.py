"""An encoder learns to sort texts by labels: a head for them, and the encoder with it."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
    set_seed,
)

from inference.models import ModelCard
from inference.tuning import learning, trying
from inference.tuning.learning import Effort, Examples, Pair, Teller

EFFORT = Effort(epochs=15, rate=3e-4, batch=16)  # for some dozens of examples
MEASURE = "accuracy"
TRIED = None

score = trying.share


def teach(base: ModelCard, examples: Examples, made: Path, teller: Teller, effort: Effort = EFFORT) -> None:
    """`made` becomes a folder with what it was at its best. What is held out with a label that nothing is learned of
    is left out."""
    known = labels(examples)
    numbers = {label: number for number, label in enumerate(known)}
    set_seed(0)  # the head begins by chance
    tokenizer = AutoTokenizer.from_pretrained(base.folder, local_files_only=True)
    model = AutoModelForSequenceClassification.from_pretrained(
        base.folder, local_files_only=True, num_labels=len(known), label2id=numbers, id2label=dict(enumerate(known)),
        problem_type="single_label_classification",
    )  # fmt: skip
    learned, held_out = (_rows(tokenizer, texts, numbers) for texts in (examples.learned, examples.held_out))
    place = made.with_name(f"{made.name}.learning")
    arguments = learning.arguments(len(learned), effort, place)
    trainer = Trainer(
        model=model,
        args=TrainingArguments(**arguments),
        train_dataset=learned,
        eval_dataset=held_out,
        data_collator=DataCollatorWithPadding(tokenizer),
    )
    shown = [text for text, _ in examples.held_out[: learning.SAMPLES]]
    teller.sample = lambda model: list(zip(shown, _said(model, tokenizer, shown), strict=True))
    learning.learn(trainer, place, teller)
    model.save_pretrained(made)
    tokenizer.save_pretrained(made)
    shutil.rmtree(place)


def say(card: ModelCard, examples: Examples, asked: Sequence[str]) -> list[str]:
    """The likeliest label of each text. Raises what loading raises."""
    return trying.sorted_by(card, asked, labels(examples))


def labels(examples: Examples) -> list[str]:
    return sorted({label for _, label in examples.learned})


def _rows(tokenizer: Any, texts: Sequence[Pair], numbers: dict[str, int]) -> list[dict[str, Any]]:
    known = [(text, numbers[label]) for text, label in texts if label in numbers]
    read = tokenizer([text for text, _ in known], truncation=True)["input_ids"]
    return [{"input_ids": ids, "labels": number} for ids, (_, number) in zip(read, known, strict=True)]


@torch.inference_mode()
def _said(model: Any, tokenizer: Any, texts: list[str]) -> list[str]:
    scores = model(**tokenizer(texts, truncation=True, padding=True, return_tensors="pt").to(model.device)).logits
    return [model.config.id2label[number] for number in scores.argmax(dim=-1).tolist()]
