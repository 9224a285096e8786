"""What the process may use that reads a file: so much memory and time, no network, no child that outlives it."""

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

MEMORY = 1536 * 1024**2  # bytes of address space
PROCESSOR = 60  # seconds of computing; a PDF of 300 full pages takes about 5 to 20
WALL = 90  # seconds, waiting included
WRITTEN = 64_000_000  # bytes of any one file, the answer included

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def confine() -> None:
    """Nothing of the file has been looked at yet. What cannot be had (no Linux, no namespaces) is left out."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))
    signal.alarm(WALL)  # also when whoever waits for us was killed
    os.nice(10)
    if sys.platform == "linux":
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)  # a network of its own, with nothing in it


def is_memory_used_up() -> bool:
    """Libraries in C say anything when there is no more."""
    return _most_memory() > MEMORY * 0.7


def _most_memory() -> int:
    """Bytes that were in use at most. `ru_maxrss` would count what the process had that started this one."""
    with suppress(OSError), Path("/proc/self/status").open() as lines:
        found = dict(line.split(":", 1) for line in lines)
        return int(found["VmHWM"].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS
