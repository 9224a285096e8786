"""What widgets are called in a program: variables, and options of the command line. Each name once."""

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

PARTS = Path(__file__).with_name("parts")
# What a program itself has under these names: beside its functions those of `play`, and what is imported.
TAKEN = {"options", "parser", "model", "embedding_model", "image_model", "play", "read_options"}
TAKEN |= {"argparse", "functools", "json", "sys", "path", "torch", "transformers"}
TAKEN |= {name for part in PARTS.glob("*.txt") for name in re.findall(r"^def (\w+)", part.read_text(), re.MULTILINE)}
RESERVED = {"help", "json", "model", "embedding-model", "image-model", "say"}  # options of every program


def variables(titles: Iterable[str], otherwise: str = "value") -> list[str]:
    """ "Story topic" → `story_topic`; any script will do."""
    taken = TAKEN | set(keyword.kwlist) | set(keyword.softkwlist) | set(dir(builtins))
    return [_once(_identifier(title, otherwise), taken, "_") for title in titles]


def flags(titles: Iterable[str], otherwise: str = "value") -> list[str]:
    """ "Story topic" → "story-topic"."""
    taken = set(RESERVED)
    return [_once(_identifier(title, otherwise).strip("_").replace("_", "-"), taken, "-") for title in titles]


def file_name(title: str, ending: str) -> str:
    """Safe on every system: letters and digits of the title, in ASCII where that is possible, and hyphens."""
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = "".join(sign.lower() if sign.isalnum() else " " for sign in ascii_title).split()
    return f"{'-'.join(words)[:60].strip('-') or 'app'}.{ending}"


def _identifier(title: str, otherwise: str) -> str:
    normal = unicodedata.normalize("NFKC", title).lower()
    words = "".join(sign if f"a{sign}".isidentifier() and sign != "_" else " " for sign in normal).split()
    name = unicodedata.normalize("NFKC", "_".join(words))[:40].strip("_")
    return name if name.isidentifier() else f"{otherwise}_{name}".strip("_") if f"a{name}".isidentifier() else otherwise


def _once(name: str, taken: set[str], joint: str) -> str:
    free, count = name, 2
    while free in taken:
        free = f"{name}{joint}{count}"
        count += 1
    taken.add(free)
    return free
