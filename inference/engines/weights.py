"""Reads installed weights into memory, on the device and in the precision that their card asks for."""

import copy
import os
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary, WeakValueDictionary

import torch
from transformers import AutoTokenizer
from transformers.utils import logging as transformers_logging

from inference.catalogue import installing
from inference.engines import adapters, computing, lean, quantised
from inference.engines.base import OutOfMemory, memory_ran_out
from inference.models import ModelCard
from inference.protocol import EngineError, ModelDamaged

SMALLER = {"auto", "int8", "int4"}  # than what is computed with

_LOADED: WeakValueDictionary[Any, Any] = WeakValueDictionary()  # models that somebody holds
_BESIDE: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()  # of each model that is used: whose weights it shares
_LOADING: defaultdict[Any, threading.Lock] = defaultdict(threading.Lock)  # two who want the same wait for each other

transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]


class BaseChanged(EngineError):
    code = "base_changed"

    def __init__(self, card: ModelCard, base: ModelCard) -> None:
        super().__init__(
            f"“{card.title}” was taught on another version of {base.title} than the one that is here. Teach it again."
        )


def load(card: ModelCard, auto: Any) -> tuple[Any, Any]:
    """The model, as a class of transformers such as AutoModel reads it, and its tokenizer.

    Raises ModelMissing, ModelDamaged, BaseChanged or OutOfMemory.
    """
    base = _base(card) if card.is_adapter else card
    with reading(base):
        tokenizer = AutoTokenizer.from_pretrained(base.folder, local_files_only=True)
        shared = _shared(base, auto)
        model = twin(shared)  # nobody computes with what others may copy just now
    if base is not card:
        with reading(card):
            adapters.put(model, card.folder)
    _BESIDE[model] = shared  # who asks for it later is given the same
    return model, tokenizer


def _base(card: ModelCard) -> ModelCard:
    """What an adapter stands beside."""
    base = card.base
    if base is None:
        raise ModelDamaged(card.name)
    if card.lineage.get("base_revision") != base.revision:
        raise BaseChanged(card, base)
    return base


def _shared(card: ModelCard, auto: Any) -> Any:
    """In memory once, however many adapters stand beside it, and as long as anybody holds it."""
    what = (card.name, card.revision, card.precision, device(card), auto)
    with _LOADING[what]:
        model = _LOADED.get(what)
        if model is None:
            model = _LOADED[what] = computing.aside(lambda: _model(card, auto))
        return model


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
    return wanted if wanted == torch.float32 or device(card) != "cpu" or has_halves() else torch.float32


def native_precision() -> torch.dtype:
    """bfloat16, or float32 on a processor that would have to emulate it."""
    return torch.bfloat16 if torch.cuda.is_available() or has_halves() else torch.float32


def has_halves() -> bool:
    """Whether this processor computes with bfloat16."""
    can = torch.cpu.get_capabilities()
    return any(can.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))
