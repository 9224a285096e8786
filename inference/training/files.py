"""What is kept between two times of training: whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch


def write(file: Path, content: dict[str, Any]) -> None:
    half = file.with_suffix(".half")
    torch.save(content, half)
    os.replace(half, file)


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """A folder to write to, which takes the place of `folder` once nothing is missing."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        half = Path(beside) / folder.name
        half.mkdir()
        yield half
        if folder.is_dir():
            folder.replace(Path(beside) / "before")
        half.replace(folder)
