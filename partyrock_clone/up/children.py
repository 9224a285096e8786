"""One process that belongs to us: started, watched, started again, stopped. It knows nothing of the others."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from partyrock_clone.up import orphans

LONGEST_LOG = 10_000_000  # bytes; then it becomes `.log.1` at the next start
LONGEST_PAUSE = 30.0  # seconds between two starts of a child that keeps dying
SETTLED = 60.0  # seconds after which a child counts as started well


@dataclass
class Child:
    name: str
    title: str  # as in "The model worker died"
    command: list[str]
    answers: Callable[[], bool]
    patience: float  # seconds to wait for an answer after the start
    grace: float  # seconds between asking it to stop and killing it
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    due: float | None = None  # when it is to be started again

    @property
    def log(self) -> Path:
        return settings.DATA_DIR / "logs" / f"{self.name}.log"

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 (the commands are ours)
                self.command,
                cwd=settings.BASE_DIR,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us; they are stopped in order
                preexec_fn=orphans.die_with(os.getpid(), signal.SIGKILL),  # noqa: PLW1509 (there are no threads)
            )
        self.started, self.due = time.monotonic(), None

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def epitaph(self) -> str:
        """How it ended, in one sentence, and the last lines of its log."""
        code = self.process.returncode if self.process else 0
        how = f"was killed by signal {-code}" if code < 0 else f"ended with status {code}"
        return f"{self.title} {how}. {self.last_words()}"

    def last_words(self, count: int = 8) -> str:
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 8000))
            lines = log.read().decode(errors="replace").splitlines()[-count:] or ["(nothing)"]
        return "\n    ".join([f"Its log is {self.log} and ends:", *lines])

    def start_later(self) -> float:
        """Seconds until it will be started again; more each time, unless it had been up for a while."""
        self.kill()  # what it may have left behind
        settled = time.monotonic() - self.started > SETTLED
        self.pause = 1.0 if settled or not self.pause else min(2 * self.pause, LONGEST_PAUSE)
        self.due = time.monotonic() + self.pause
        self.process = None
        return self.pause

    def stop(self) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.grace)
        self.kill()
        self.process.wait()

    def kill(self) -> None:
        """It and whatever it started."""
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    """Ours, with what was relative or left out made plain."""
    return os.environ | {
        "DATA_DIR": str(settings.DATA_DIR),
        "MODELS_DIR": str(settings.MODELS_DIR),
        "REDIS_URL": settings.REDIS_URL,
        "HOST": settings.HOST,
        "PORT": str(settings.PORT),
        "PYTHONUNBUFFERED": "1",
    }
