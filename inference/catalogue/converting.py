"""Turns what a source brought into a folder of safetensors, which are safe to load and quick. Costs memory."""

import pickle
import shutil
from pathlib import Path

from inference.catalogue import gguf, pickles
from inference.catalogue.failures import ConversionFailed
from inference.catalogue.sources.files import Report


def convert(brought: Path, made: Path, report: Report) -> Path:
    """The folder that is ready: `brought` itself, or else `made`. Raises ConversionFailed."""
    if brought.is_dir() and not pickles.found(brought):
        if not any(brought.rglob("*.safetensors")):
            raise ConversionFailed(ValueError("there are none in it."))
        return brought
    shutil.rmtree(made, ignore_errors=True)  # of a try that was cut off
    made.mkdir()
    try:
        (pickles if brought.is_dir() else gguf).convert(brought, made, report)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RuntimeError,
        ImportError,
        pickle.UnpicklingError,
    ) as error:
        raise ConversionFailed(error) from error
    return made
