"""Starts the process that reads a file and takes its answer. Knows no tables."""

import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from inference.protocol import Failure
from widgets.documents.confinement import WALL
from widgets.documents.failures import DamagedFile, ReadingLost, TooMuchWork, Unreadable

MOST_ANSWERED = 40_000_000  # bytes: a text of two million characters fits, however it is spelled
KILLED = range(-64, 0)  # by a signal
GRACE = 5  # seconds for the process to end by itself

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Read:
    """What was found: text, parts and tokens of a document; type, width and height of a picture; or a failure."""

    text: str = ""
    parts: list[tuple[str, int]] = field(default_factory=list)
    tokens: int | None = None
    media_type: str = ""  # of the picture as it was written anew
    width: int | None = None
    height: int | None = None
    failure: Failure | None = None


def read(folder: Path, media_type: str, tokenizer: Path | None) -> Read:
    """Reads `folder/given`; a picture is written anew to `folder/picture`. Nothing is raised."""
    asked = {
        "path": str(folder / "given"),
        "picture": str(folder / "picture"),
        "media_type": media_type,
        "tokenizer": str(tokenizer) if tokenizer else None,
    }
    try:
        status = _run(folder, json.dumps(asked).encode())
    except subprocess.TimeoutExpired:
        return failed(TooMuchWork())
    except OSError:
        log.exception("the process that reads a file cannot be started")
        return failed(ReadingLost())
    return _taken(folder, status)


def _run(folder: Path, asked: bytes) -> int:
    """Its exit status. It gets no settings, no passwords and no keys along."""
    environment = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    environment |= {"TMPDIR": str(folder), "TOKENIZERS_PARALLELISM": "false", "PYTHONIOENCODING": "utf-8"}
    with (folder / "answer").open("wb") as answer, (folder / "complaints").open("wb") as complaints:
        return subprocess.run(
            [sys.executable, "-m", "widgets.documents.reading"],
            input=asked, stdout=answer, stderr=complaints, check=False,
            timeout=WALL + GRACE, cwd=settings.BASE_DIR, env=environment, start_new_session=True,
        ).returncode  # fmt: skip


def _taken(folder: Path, status: int) -> Read:
    answer = folder / "answer"
    if complaints := (folder / "complaints").read_bytes()[-2000:]:
        log.info("while a file was read: %s", complaints.decode(errors="replace"))
    if status in KILLED:  # out of time or of memory
        return failed(TooMuchWork())
    if status or answer.stat().st_size > MOST_ANSWERED:
        return failed(DamagedFile())
    try:
        found: dict[str, Any] = json.loads(answer.read_bytes())
    except ValueError:
        return failed(ReadingLost())
    if failure := found.pop("failure", None):
        return Read(failure=Failure(**failure))
    return Read(**found)


def failed(failure: Unreadable) -> Read:
    return Read(failure=Failure(code=failure.code, message=str(failure)))
