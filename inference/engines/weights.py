"""Reads installed weights into memory, on the device and in the precision that their card asks for."""

import copy
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from transformers import AutoTokenizer
from transformers.utils import logging as transformers_logging

from inference.catalogue import installing
from inference.engines import computing, lean, quantised
from inference.engines.base import OutOfMemory, memory_ran_out
from inference.models import ModelCard
from inference.protocol import ModelDamaged

SMALLER = {"auto", "int8", "int4"}  # than what is computed with

transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def load(card: ModelCard, auto: Any) -> tuple[Any, Any]:
    """The model, as a class of transformers such as AutoModel reads it, and its tokenizer.

    Raises ModelMissing, ModelDamaged or OutOfMemory.
    """
    with reading(card):
        tokenizer = AutoTokenizer.from_pretrained(card.folder, local_files_only=True)
        return computing.aside(lambda: _model(card, auto)), tokenizer


def _model(card: ModelCard, auto: Any) -> Any:
    model = auto.from_pretrained(card.folder, dtype=precision(card), local_files_only=True)
    model = model.to(device(card)).eval()
    if device(card) == "cpu":
        lean.make(model)
        if card.precision in SMALLER and (card.precision != "auto" or card.family == ModelCard.Family.TEXT):
            quantised.make(model, card.precision)
    return model


@contextmanager
def reading(card: ModelCard) -> Iterator[None]:
    """Around whatever reads the files of `card`: they are checked first, and what goes wrong gets its name."""
    installing.check(card)
    torch.set_num_threads(os.cpu_count() or 1)
    try:
        yield
    except (MemoryError, OSError, ValueError, KeyError, RuntimeError) as error:
        raise (OutOfMemory() if memory_ran_out(error) else ModelDamaged(card.name)) from error


def twin(model: Any) -> Any:
    """Modules and a configuration of its own around the same weights.

    transformers writes into the configuration during a forward pass (`is_causal`): two passes at once through one
    model would read each other's, and one of them looks into its own future.
    """
    weights = [*model.parameters(), *model.buffers()]
    return copy.deepcopy(model, {id(weight): weight for weight in weights})


def ends(model: Any, tokenizer: Any) -> set[int]:
    """Every token that ends an answer."""
    said = model.generation_config.eos_token_id
    ids = said if isinstance(said, list) else [said]
    return {token for token in [*ids, tokenizer.eos_token_id] if token is not None}


def device(card: ModelCard) -> str:
    if card.device != "auto":
        return card.device
    return "cuda" if torch.cuda.is_available() else "cpu"


def precision(card: ModelCard) -> torch.dtype:
    """What is computed with: as the card asks for, or float32 on a CPU that would have to emulate it."""
    named = ModelCard.Precision.BFLOAT16 if card.precision in SMALLER else card.precision
    wanted: torch.dtype = getattr(torch, named)
    if wanted == torch.float32 or device(card) != "cpu":
        return wanted
    can = torch.cpu.get_capabilities()
    return wanted if can.get("avx512_bf16") or can.get("amx_bf16") or can.get("bf16") else torch.float32
