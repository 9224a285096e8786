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
from typing import Any, Generic, TypeVar

import torch
from transformers import PrinterCallback, Trainer, TrainerCallback
from transformers.trainer_utils import get_last_checkpoint

LOOKS = 10  # how often it is tried on what is held out, and kept
LOSSES = 10  # that are told between two looks
WARM_UP = 0.1  # of the steps

T = TypeVar("T")


@dataclass(frozen=True)
class Examples(Generic[T]):
    """What to learn from, and what it is tried on."""

    learned: Sequence[T]
    held_out: Sequence[T]


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


Tell = Callable[[Moment], None]
Stopped = Callable[[], bool]


def learn(trainer: Trainer, place: Path, teller: "Teller") -> None:
    """Train what a trainer holds, and leave it as it did best on what is held out. `place` keeps checkpoints meanwhile:
    from the last one it goes on."""
    trainer.remove_callback(PrinterCallback)
    trainer.add_callback(teller)
    trainer.train(resume_from_checkpoint=_last(place))


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


def arguments(count: int, effort: Effort, place: Path) -> dict[str, Any]:
    """Of a trainer that learns from so many examples."""
    looks = math.ceil(math.ceil(count / effort.batch) * effort.epochs / LOOKS)  # steps between two
    return {
        "eval_steps": looks,
        "save_steps": looks,
        "output_dir": str(place),
        "num_train_epochs": effort.epochs,
        "learning_rate": effort.rate,
        "weight_decay": effort.decay,
        "warmup_steps": WARM_UP,
        "per_device_train_batch_size": effort.batch,
        "per_device_eval_batch_size": effort.batch,
        "auto_find_batch_size": True,  # half of it where memory runs out
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

    def __init__(self, tell: Tell, stopped: Stopped = lambda: False) -> None:
        self.tell, self.stopped = tell, stopped

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, float] | None = None, **_: Any) -> None:  # noqa: ARG002
        logs = logs or {}
        if "loss" in logs or "eval_loss" in logs:
            self.tell(Moment(state.global_step, state.max_steps, logs.get("loss"), logs.get("eval_loss")))

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        if self.stopped():
            control.should_evaluate = control.should_save = control.should_training_stop = True
