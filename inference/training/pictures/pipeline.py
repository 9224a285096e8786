"""The nets as a pipeline of diffusers: in memory to draw with, and as a folder to ship."""

import copy
import shutil
from pathlib import Path
from typing import Any

import torch
from diffusers import PixArtSigmaPipeline
from diffusers.utils import logging

from inference.training.pictures import flow

GUIDANCE, STEPS = 4.0, 20
CALL = {"use_resolution_binning": False, "max_sequence_length": 64, "clean_caption": False}  # beside the prompt

logging.set_verbosity_error()


def assemble(tokenizer: Any, encoder: Any, autoencoder: Any, transformer: Any) -> Any:
    made: Any = PixArtSigmaPipeline(
        tokenizer=tokenizer, text_encoder=encoder, vae=autoencoder, transformer=transformer, scheduler=flow.scheduler()
    )
    made.set_progress_bar_config(disable=True)
    return made


def draw(pipeline: Any, prompts: list[str], seed: int, **changed: Any) -> list[Any]:
    """A picture for each prompt, every one from the same noise."""
    call = {"guidance_scale": GUIDANCE, "num_inference_steps": STEPS, **CALL, **changed}
    chances = [torch.Generator().manual_seed(seed) for _ in prompts]
    return pipeline(prompt=prompts, generator=chances, **call).images


def save(pipeline: Any, folder: Path) -> None:
    """Its own parts as float16 in `folder`, which holds nothing else afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    pipeline.scheduler.save_pretrained(folder / "scheduler")
    for name in ("transformer", "vae"):
        copy.deepcopy(getattr(pipeline, name)).half().save_pretrained(folder / name)
    pipeline.save_config(folder)
