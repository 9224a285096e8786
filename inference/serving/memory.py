"""How much memory there is for models, what one will take, and what this process has taken, in bytes by device.

torch takes seconds to import, so it is asked only where it is there already or where there may be a GPU.
"""

import ctypes
import gc
import logging
import sys
from pathlib import Path

import psutil
from django.conf import settings
from django.db import DatabaseError

from inference.models import ModelCard

SHARE = 0.6  # of the memory of a machine; the rest is for what models compute with, and for all other programs
GPU_SHARE = 0.9
NEWS = 0.05  # by how much a measurement differs from the last before it is written down
MEGABYTE = 1_000_000
CGROUP = Path("/sys/fs/cgroup/memory.max")
log = logging.getLogger(__name__)
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def own_device() -> str:
    """Of this process: its GPU where it has one."""
    return _named("cuda") if _gpu_here() else "cpu"


def device_of(card: ModelCard) -> str:
    return own_device() if card.device == "auto" else card.device


def need(card: ModelCard) -> int:
    """What it took when it was measured, else what its weights should take, else what its files do."""
    return card.expected_memory or of_files(card)


def of_files(card: ModelCard) -> int:
    return sum(path.stat().st_size for path in card.folder.rglob("*") if path.is_file())


def budget(device: str, held: int) -> int:
    """For models on `device`, of which there are `held` bytes: what the settings say, else a share of what there is,
    as far as nobody else has it."""
    if settings.MODEL_MEMORY_MB and device == own_device():
        return int(settings.MODEL_MEMORY_MB * MEGABYTE)
    total, free = _gpu(device) if device != "cpu" else _machine()
    return min(total, held + free)


def taken(device: str) -> int:
    """By this process."""
    if device == "cpu":
        return int(psutil.Process().memory_info().rss)
    import torch  # noqa: PLC0415

    return int(torch.cuda.memory_reserved(device))


def note(card: ModelCard, measured: int) -> None:
    """Write it down on its card, unless it is about what stands there, or the card was changed meanwhile."""
    if abs(measured - (card.memory or 0)) <= NEWS * measured:
        return
    card.memory = measured
    try:
        same = {name: getattr(card, name) for name in ModelCard.MEASURED_FOR}
        ModelCard.objects.filter(pk=card.pk, **same).update(memory=measured)
    except DatabaseError as error:
        log.warning("what %s takes could not be written down: %s", card.name, error)


def release() -> None:
    """Give back what is not used any more. The allocators would keep it for later."""
    gc.collect()
    if _libc and hasattr(_libc, "malloc_trim"):
        _libc.malloc_trim(0)
    if "torch" in sys.modules:
        import torch  # noqa: PLC0415

        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def _gpu_here() -> bool:
    if "torch" not in sys.modules and not any(Path("/dev").glob("nvidia[0-9]*")) and not Path("/dev/kfd").exists():
        return False
    import torch  # noqa: PLC0415

    return torch.cuda.is_available()


def _named(device: str) -> str:
    import torch  # noqa: PLC0415

    return f"{device}:{torch.cuda.current_device()}"


def _gpu(device: str) -> tuple[int, int]:
    """The share of models, and what is free; what torch keeps for later is free."""
    import torch  # noqa: PLC0415

    free, total = torch.cuda.mem_get_info(device)
    kept = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    return int(GPU_SHARE * total), int(free + kept)


def _machine() -> tuple[int, int]:
    memory = psutil.virtual_memory()
    return int(SHARE * min(memory.total, _limit() or memory.total)), int(memory.available)


def _limit() -> int | None:
    """Of the container that this is in."""
    try:
        return int(CGROUP.read_text())
    except (OSError, ValueError):  # no container, or "max"
        return None
