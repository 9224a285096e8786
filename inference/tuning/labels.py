"""An encoder learns to sort texts by labels: a head for them, and the encoder with it."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
    set_seed,
)

from inference.tuning import learning
from inference.tuning.learning import Effort, Examples, Teller

EFFORT = Effort(epochs=15, rate=3e-4)  # for some dozens of examples

Labelled = tuple[str, str]  # a text and its label


def teach(base: Path, examples: Examples[Labelled], made: Path, teller: Teller, effort: Effort = EFFORT) -> None:
    """The encoder in the folder `base` learns; `made` becomes a folder with what it was at its best. What is held out
    with a label that nothing is learned of is left out."""
    labels = sorted({label for _, label in examples.learned})
    numbers = {label: number for number, label in enumerate(labels)}
    set_seed(0)  # the head begins by chance
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
    model = AutoModelForSequenceClassification.from_pretrained(
        base, local_files_only=True, num_labels=len(labels), label2id=numbers, id2label=dict(enumerate(labels)),
        problem_type="single_label_classification",
    )  # fmt: skip
    learned, held_out = (_rows(tokenizer, texts, numbers) for texts in (examples.learned, examples.held_out))
    place = made.with_name(f"{made.name}.learning")
    trainer = Trainer(
        model=model,
        args=TrainingArguments(**learning.arguments(len(learned), effort, place)),
        train_dataset=learned,
        eval_dataset=held_out,
        data_collator=DataCollatorWithPadding(tokenizer),
    )
    learning.learn(trainer, place, teller)
    model.save_pretrained(made)
    tokenizer.save_pretrained(made)
    shutil.rmtree(place)


def _rows(tokenizer: Any, texts: Sequence[Labelled], numbers: dict[str, int]) -> list[dict[str, Any]]:
    known = [(text, numbers[label]) for text, label in texts if label in numbers]
    read = tokenizer([text for text, _ in known], truncation=True)["input_ids"]
    return [{"input_ids": ids, "labels": number} for ids, (_, number) in zip(read, known, strict=True)]
