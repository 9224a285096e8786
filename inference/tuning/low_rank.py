"""What answers learn with: an adapter of low rank (Hu and others, "LoRA", 2021) beside every linear layer, by peft."""

from pathlib import Path
from typing import Any

from peft import LoraConfig

from inference.models import ModelCard

RANK = 16
SCALE = 2  # what is learned counts as much
DROPPED = 0.05  # of what an adapter reads, while it learns


def config(task: str) -> LoraConfig:
    """`task`: what peft calls it."""
    return LoraConfig(
        r=RANK, lora_alpha=SCALE * RANK, lora_dropout=DROPPED, target_modules="all-linear", task_type=task
    )


def save(model: Any, tokenizer: Any, base: ModelCard, made: Path) -> None:
    """A folder that peft loads, under the name that the world has for the base."""
    model.peft_config["default"].base_model_name_or_path = base.public_name
    model.save_pretrained(str(made), save_embedding_layers=False)  # else it asks the hub whether words were added
    (made / "README.md").unlink(missing_ok=True)  # a form to fill in; there is a better one when it is exported
    tokenizer.save_pretrained(made)
