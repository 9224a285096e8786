"""Turns pickled weights into safetensors. A pickle may hold code: only tensors are read from it."""

import json
import shutil
from pathlib import Path

from inference.catalogue.sources.files import CONVERTING, PICKLED, Report


def found(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.bin") if PICKLED.match(path.name)]


def convert(folder: Path, made: Path, report: Report) -> None:
    """Through the model's own class, which knows which of its weights are one and the same."""
    import transformers  # noqa: PLC0415 - the web process imports the catalogue and must stay light
    from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415

    disable_progress_bar()  # type: ignore[no-untyped-call]
    if any(path.parent != folder for path in found(folder)):
        raise ValueError("a pipeline with pickled parts. Look for a revision with safetensors.")
    report(CONVERTING, 0, 2)
    (name, *_) = json.loads((folder / "config.json").read_text())["architectures"]
    model = getattr(transformers, name).from_pretrained(
        folder, dtype="auto", use_safetensors=False, weights_only=True, local_files_only=True
    )
    report(CONVERTING, 1, 2)
    model.save_pretrained(made)
    for path in folder.iterdir():
        if path.is_file() and not PICKLED.match(path.name) and not (made / path.name).exists():
            shutil.copyfile(path, made / path.name)
    report(CONVERTING, 2, 2)
