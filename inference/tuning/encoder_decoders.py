"""An encoder–decoder (T5, BART, Marian) learns to answer as the examples do: an adapter, by peft."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from peft import get_peft_model
from transformers import (
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    DataCollatorForSeq2Seq,
    Trainer,
    TrainingArguments,
    set_seed,
)

from inference.engines import weights
from inference.engines.seq2seq import directions, reading
from inference.models import ModelCard
from inference.protocol import TranslateBody
from inference.tuning import learning, low_rank, trying
from inference.tuning.learning import Effort, Examples, Pair, Teller

EFFORT = Effort(epochs=5, rate=1e-3, batch=8)
MEASURE = "chrF"
TRIED = trying.TRIED

say, score = trying.answered, trying.chrf


def teach(base: ModelCard, examples: Examples, made: Path, teller: Teller, effort: Effort = EFFORT) -> None:
    """`made` becomes a folder with the adapter as it was at its best."""
    set_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(base.folder, local_files_only=True)
    model = AutoModelForSeq2SeqLM.from_pretrained(base.folder, local_files_only=True, dtype=weights.native_precision())
    together = learning.together(model.config, tokenizer, examples, effort)
    learned, held_out = (_rows(base, model, tokenizer, texts) for texts in (examples.learned, examples.held_out))
    place = made.with_name(f"{made.name}.learning")
    adapted = get_peft_model(model, low_rank.config("SEQ_2_SEQ_LM"))
    trainer = Trainer(
        model=adapted,
        args=TrainingArguments(**learning.arguments(len(learned), effort, place, together)),
        train_dataset=learned,
        eval_dataset=held_out,
        data_collator=DataCollatorForSeq2Seq(tokenizer, model=model),
    )
    shown = examples.held_out[: learning.SAMPLES]
    teller.sample = lambda model: _said(model, tokenizer, [asked for asked, _ in shown], held_out)
    learning.learn(trainer, place, teller)
    low_rank.save(adapted, tokenizer, base, made)
    shutil.rmtree(place)


def labels(_: Examples) -> list[str]:
    return []


def _rows(base: ModelCard, model: Any, tokenizer: Any, texts: Sequence[Pair]) -> list[dict[str, Any]]:
    kind = model.config.model_type
    asked = [reading.plain(kind, _asked(base, tokenizer, kind, text)) for text, _ in texts]
    read = tokenizer(asked)["input_ids"]
    answers = tokenizer(text_target=[answer for _, answer in texts])["input_ids"]
    return [{"input_ids": ids, "labels": answer} for ids, answer in zip(read, answers, strict=True)]


def _asked(base: ModelCard, tokenizer: Any, kind: str, text: str) -> str:
    """In the words that the engine uses."""
    match trying.asked(base, text, learning.SAMPLE):
        case TranslateBody() as body:
            return directions.direction(base, tokenizer, body, prefixed="t5" in kind).prefix + text
        case body:
            return reading.prompt(base, kind, body.messages)


@torch.inference_mode()
def _said(model: Any, tokenizer: Any, asked: list[str], rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    read = tokenizer.pad([{"input_ids": row["input_ids"]} for row in rows[: len(asked)]], return_tensors="pt")
    said = model.generate(**read.to(model.device), max_new_tokens=learning.SAMPLE, num_beams=1, do_sample=False)
    return list(zip(asked, tokenizer.batch_decode(said, skip_special_tokens=True), strict=True))
