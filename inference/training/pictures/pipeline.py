"""The nets as a pipeline of diffusers: in memory to draw with, and as a folder to ship."""

import copy
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from diffusers import PixArtSigmaPipeline
from diffusers.utils import logging
from PIL import Image

from inference.training.pictures import flow

CALL = {  # how it is asked; the card's defaults say the same
    "num_inference_steps": 20,
    "guidance_scale": 2.0,
    "use_resolution_binning": False,
    "max_sequence_length": 64,
    "clean_caption": False,
}
UNTOLD = {"_name_or_path", "block_out_channels"}  # where it lay, and what its class says of itself

logging.set_verbosity_error()


def assemble(tokenizer: Any, encoder: Any, autoencoder: Any, transformer: Any) -> Any:
    made: Any = PixArtSigmaPipeline(
        tokenizer=tokenizer, text_encoder=encoder, vae=autoencoder, transformer=transformer, scheduler=flow.scheduler()
    )
    made.set_progress_bar_config(disable=True)
    return made


def draw(pipeline: Any, prompts: list[str], seeds: Sequence[int], **changed: Any) -> list[Image.Image]:
    """A picture for each prompt, from the noise of its own seed."""
    chances = [torch.Generator().manual_seed(seed) for seed in seeds]
    return list(pipeline(prompt=prompts, generator=chances, **(CALL | changed)).images)


def save(pipeline: Any, folder: Path) -> None:
    """Its parts as float16 in `folder`, but for the encoder and its tokenizer, which are a model of their own."""
    half = folder.with_name(f"{folder.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    pipeline.scheduler.save_pretrained(half / "scheduler")
    for name in ("transformer", "vae"):
        copy.deepcopy(getattr(pipeline, name)).half().save_pretrained(half / name)
    pipeline.save_config(half)
    for config in half.rglob("*.json"):
        told = {key: value for key, value in json.loads(config.read_text()).items() if key not in UNTOLD}
        config.write_text(json.dumps(told, indent=2) + "\n")
    shutil.rmtree(folder, ignore_errors=True)
    half.rename(folder)
