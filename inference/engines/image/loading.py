"""Reads an installed pipeline into memory. Runs no code from its folder, and unpickles nothing."""

import json
from typing import Any

import diffusers
import torch
from diffusers.utils import logging

from inference.engines import computing, weights
from inference.engines.image.failures import PipelineUnfit, PrecisionUnfit
from inference.models import ModelCard
from inference.protocol import ModelDamaged

ROOM = 0.8  # of a GPU's free memory may be weights; the rest is for the computing

logging.disable_progress_bar()
logging.set_verbosity_error()  # its warnings quote prompts


def load(card: ModelCard) -> Any:
    """The pipeline of `card`, on its device.

    Raises ModelMissing, ModelDamaged, OutOfMemory, PipelineUnfit or PrecisionUnfit.
    """
    if card.precision in {card.Precision.INT8, card.Precision.INT4}:
        raise PrecisionUnfit(card)
    with weights.reading(card):
        if not hasattr(diffusers, _class_name(card)):
            raise PipelineUnfit(card)
        return computing.aside(lambda: _placed(_read(card), weights.device(card)))


def _class_name(card: ModelCard) -> str:
    """As it stands in the folder; where code of its own comes along, that is a list with the name of the file."""
    return str(json.loads((card.folder / "model_index.json").read_text())["_class_name"])


def _read(card: ModelCard) -> Any:
    halved = any(card.folder.rglob("*.fp16.safetensors"))
    try:
        return diffusers.DiffusionPipeline.from_pretrained(
            card.folder,
            dtype=weights.precision(card),
            variant="fp16" if halved else None,
            local_files_only=True,
            use_safetensors=True,
            trust_remote_code=False,
        )
    except (TypeError, AttributeError) as error:  # what is said of a part is not so
        raise ModelDamaged(card.name) from error


def _placed(pipeline: Any, device: str) -> Any:
    """On a GPU that is too small for all parts at once, each comes when it is needed."""
    if device == "cpu":
        return pipeline
    parts = [part for part in pipeline.components.values() if isinstance(part, torch.nn.Module)]
    size = sum(tensor.nbytes for part in parts for tensor in (*part.parameters(), *part.buffers()))
    free, _ = torch.cuda.mem_get_info(device)
    if size < ROOM * free:
        return pipeline.to(device)
    pipeline.enable_model_cpu_offload(device=device)
    return pipeline
