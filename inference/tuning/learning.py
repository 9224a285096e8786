"""A model learns from examples, is tried on held-out ones meanwhile, and is at the end what it was at its best.

transformers' Trainer does the work, checkpoints and going on from them included. Here is what is asked of it and what
it tells.
"""

import json
import math
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import torch
from transformers import PrinterCallback, Trainer, TrainerCallback, TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

from inference.engines import weights
from inference.engines.base import memory_ran_out
from inference.protocol import EngineError

LOOKS = 10  # how often it is tried on what is held out, and kept
LOSSES = 10  # that are told between two looks
WARM_UP = 0.1  # of the steps
LOOKED_AT = 64  # held-out examples at each look
SAMPLES, SAMPLE = 2, 32  # answers that are shown at each look, and the tokens of one
# Bytes that a layer keeps of a token until it has learned, for each of its width, in halves (Korthikanti and others,
# "Reducing Activation Recomputation in Large Transformer Models", 2022), and the scores of a word.
KEPT, SCORED = 34, 10
SHARE = 0.5  # of the memory that is free

Pair = tuple[str, str]  # what is asked, and what should be answered


@dataclass(frozen=True)
class Examples:
    """What to learn from, and what it is tried on."""

    learned: Sequence[Pair]
    held_out: Sequence[Pair]


@dataclass(frozen=True)
class Effort:
    """How long, how strongly and how carefully to learn."""

    epochs: float
    rate: float  # of AdamW, at its highest
    batch: int = 16  # examples that a step learns from
    decay: float = 0.01  # of weights


@dataclass(frozen=True)
class Moment:
    """How far it is."""

    step: int
    steps: int
    loss: float | None  # of the steps since the moment before
    held_out_loss: float | None
    said: Sequence[Pair] = ()  # at a look: what was asked, and what it says by now


Tell = Callable[[Moment], None]
Stopped = Callable[[], bool]
Sample = Callable[[Any], Sequence[Pair]]  # of a model: some of what was asked, and what it says


class MemoryTooSmall(EngineError):
    code = "memory_too_small"

    def __init__(self) -> None:
        super().__init__(
            "There was not enough memory to learn from these examples. Shorten the longest ones, begin with a smaller "
            "model, or try again when less is going on."
        )


def together(config: Any, tokenizer: Any, examples: Examples, effort: Effort) -> int:
    """How many examples fit into the memory at once; what a step learns from is then gathered in several goes."""
    lengths = (len(tokenizer(asked)["input_ids"] + tokenizer(answer)["input_ids"]) for asked, answer in
               (*examples.learned, *examples.held_out))  # fmt: skip
    config = config.get_text_config(decoder=True)
    halves = weights.native_precision().itemsize / 2
    token = halves * KEPT * config.num_hidden_layers * config.hidden_size + SCORED * config.vocab_size
    return fitting(effort.batch, int(max(lengths) * token), int(SHARE * _free()))


def fitting(batch: int, each: int, room: int) -> int:
    """Halved until it fits; bytes of each, and in all."""
    while batch > 1 and batch * each > room:
        batch = math.ceil(batch / 2)
    return batch


def _free() -> int:
    if torch.cuda.is_available():
        return int(torch.cuda.mem_get_info()[0])
    return int(psutil.virtual_memory().available)


def learn(trainer: Trainer, place: Path, teller: "Teller") -> None:
    """Train what a trainer holds, and leave it as it did best on what is held out. `place` keeps checkpoints meanwhile:
    from the last one it goes on."""
    trainer.remove_callback(PrinterCallback)
    trainer.add_callback(teller)
    while not _trained(trainer, place):
        _halve(trainer.args)
        trainer._train_batch_size = trainer.args.train_batch_size


def _trained(trainer: Trainer, place: Path) -> bool:
    """False where memory ran out, and fewer examples at once may do. Raises MemoryTooSmall."""
    try:
        trainer.train(resume_from_checkpoint=_last(place))
    except Exception as error:
        if not memory_ran_out(error):
            raise
        if trainer.args.per_device_train_batch_size == 1:
            raise MemoryTooSmall from error
        return False
    return True


def _halve(arguments: TrainingArguments) -> None:
    """What is learned from at once; a step learns from as many as before."""
    arguments.per_device_train_batch_size = math.ceil(arguments.per_device_train_batch_size / 2)
    arguments.per_device_eval_batch_size = arguments.per_device_train_batch_size
    arguments.gradient_accumulation_steps *= 2


def _last(place: Path) -> str | None:
    """The last checkpoint that is whole: its state is what is written last."""
    while place.is_dir() and (found := get_last_checkpoint(str(place))):  # type: ignore[no-untyped-call]
        try:
            json.loads((Path(found) / "trainer_state.json").read_text())
        except (OSError, ValueError):
            shutil.rmtree(found)
        else:
            return str(found)
    return None


def arguments(count: int, effort: Effort, place: Path, together: int = 0) -> dict[str, Any]:
    """Of a trainer that learns from so many examples, of which some fit into the memory `together`."""
    together = together or effort.batch
    looks = math.ceil(math.ceil(count / effort.batch) * effort.epochs / LOOKS)  # steps between two
    return {
        "eval_steps": looks,
        "save_steps": looks,
        "output_dir": str(place),
        "num_train_epochs": effort.epochs,
        "learning_rate": effort.rate,
        "weight_decay": effort.decay,
        "warmup_steps": WARM_UP,
        "per_device_train_batch_size": together,
        "per_device_eval_batch_size": together,
        "gradient_accumulation_steps": math.ceil(effort.batch / together),
        "eval_on_start": True,
        "eval_strategy": "steps",
        "save_strategy": "steps",
        "save_total_limit": 1,
        "load_best_model_at_end": True,
        "metric_for_best_model": "loss",
        "logging_steps": max(1, looks // LOSSES),
        "use_cpu": not torch.cuda.is_available(),
        "report_to": [],
        "disable_tqdm": True,
        "dataloader_pin_memory": False,
        "seed": 0,
    }


class Teller(TrainerCallback):
    """Tells how it goes, and ends it, at its next step, where somebody wants it to."""

    def __init__(self, tell: Tell, stopped: Stopped = lambda: False, sample: Sample | None = None) -> None:
        self.tell, self.stopped, self.sample = tell, stopped, sample

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, float] | None = None, **more: Any) -> None:  # noqa: ARG002
        logs = logs or {}
        if "loss" in logs or "eval_loss" in logs:
            said = self.sample(more["model"]) if self.sample and "eval_loss" in logs else ()
            self.tell(Moment(state.global_step, state.max_steps, logs.get("loss"), logs.get("eval_loss"), said))

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        if self.stopped():
            control.should_evaluate = control.should_save = control.should_training_stop = True
