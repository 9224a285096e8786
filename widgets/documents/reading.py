"""`python -m widgets.documents.reading`: reads one file. What to read is JSON on stdin, what was read on stdout.

A process of its own, so that a file made to do harm harms nothing else. Knows no Django.
"""

import importlib
import json
import sys
import traceback
from pathlib import Path
from typing import Any

from widgets.documents.confinement import confine, is_memory_used_up
from widgets.documents.failures import DamagedFile, NestedTooDeep, TooMuchWork, Unreadable
from widgets.documents.media_types import DOCX, PPTX

READERS = {
    "application/pdf": "pdf",
    DOCX: "docx",
    PPTX: "pptx",
    "text/html": "html",
    "text/csv": "csv",
    "application/json": "json",
    "text/markdown": "markdown",
    "text/plain": "plain",
}


def main() -> None:
    confine()
    json.dump(answer(json.load(sys.stdin)), sys.stdout)


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    try:
        return _read(**asked)
    except Unreadable as failure:
        return _failed(failure)
    except MemoryError:
        return _failed(TooMuchWork())
    except RecursionError:
        return _failed(NestedTooDeep())
    except Exception:  # the readers' libraries raise whatever they like at a damaged file
        traceback.print_exc()
        return _failed(TooMuchWork() if is_memory_used_up() else DamagedFile())


def _read(path: str, media_type: str, tokenizer: str | None, picture: str) -> dict[str, Any]:
    """Text, parts and tokens of a document; type, width and height of a picture, which is written anew."""
    if media_type.startswith("image/"):
        from widgets.documents.readers import picture as pictures  # noqa: PLC0415

        return pictures.write_anew(path, picture)
    reader = importlib.import_module(f"widgets.documents.readers.{READERS[media_type]}")
    text = reader.read(path)
    return {"text": text.whole(), "parts": text.parts, "tokens": _count(text.whole(), tokenizer)}


def _count(text: str, tokenizer: str | None) -> int | None:
    if tokenizer is None:
        return None
    from inference.tokens import counter  # noqa: PLC0415  (only where there is something to count)

    try:
        return counter(Path(tokenizer))(text)
    except Exception:  # a damaged tokenizer says nothing of the file
        traceback.print_exc()
        return None


def _failed(failure: Unreadable) -> dict[str, Any]:
    return {"failure": {"code": failure.code, "message": str(failure)}}


if __name__ == "__main__":
    main()
