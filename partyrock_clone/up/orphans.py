"""No child outlives us, even when we are killed: on Linux the kernel sees to it, elsewhere nobody does."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded here: after a fork it may be too late


def die_with(parent: int, with_signal: int = signal.SIGTERM) -> Callable[[], None]:
    """A `preexec_fn` for a child of `parent`, whose thread that starts it must be the one that lives longest."""

    def set_up() -> None:
        if _libc:
            _libc.prctl(PR_SET_PDEATHSIG, with_signal)
            if os.getppid() != parent:  # it died before we asked
                os.kill(os.getpid(), with_signal)

    return set_up
