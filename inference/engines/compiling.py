"""TorchScript, which spares the time that Python takes between operators. It ends with Python 3.13; there all is the
same, and slower."""

import sys
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

import torch

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    if sys.version_info >= (3, 14):
        return function
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return torch.jit.script(function)
