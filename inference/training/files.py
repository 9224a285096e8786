"""What is kept between two times of training: whole or not at all."""

import os
from pathlib import Path
from typing import Any

import torch


def write(file: Path, content: dict[str, Any]) -> None:
    half = file.with_suffix(".half")
    torch.save(content, half)
    os.replace(half, file)
