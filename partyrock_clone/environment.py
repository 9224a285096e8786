"""Reads environment variables: one that cannot be understood stops the start and is named, with what it takes.

An empty one counts as left out. What it held is not said again: there may be a password in it.
"""

import math
import os
import re
from collections.abc import Callable
from typing import Any, TypeVar

import environ
import redis

T = TypeVar("T")

SWITCH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
DATABASES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")


def text(name: str, default: str) -> str:
    return _read(name, default, str, "a text")


def texts(name: str, default: list[str]) -> list[str]:
    return _read(name, default, _listed, "a list with commas")


def switch(name: str) -> bool:
    """Off when left out."""
    return _read(name, False, lambda given: SWITCH[given.lower()], "true or false")


def count(name: str, default: int) -> int:
    """1 or more."""
    return _read(name, default, lambda given: _at_least(1, int(given)), f"a whole number from 1 on, like {default}")


def megabytes(name: str) -> int | None:
    """None when left out or 0."""
    return _read(name, None, lambda given: _at_least(0, int(given)) or None, "a whole number of megabytes, like 8000")


def pool(name: str, default: str) -> str:
    return _read(name, default, _pool, "a name of small letters, digits and hyphens, like gpu-0")


def limit(name: str) -> int:
    """0, which is none, when left out."""
    return _read(name, 0, lambda given: _at_least(0, int(given)), "a whole number, like 100000, or 0 for no limit")


def seconds(name: str) -> float:
    """0 when left out."""
    return _read(name, 0.0, lambda given: _at_least(0, float(given)), "a number of seconds, like 0.5")


def origins(name: str) -> list[str]:
    return _read(name, [], lambda given: list(map(_origin, _listed(given))), "origins, like https://example.com")


def database(name: str, default: str) -> dict[str, Any]:
    """As Django wants it."""
    wanted = "an address like postgres://user:password@host:5432/name or sqlite:////folder/file"
    return _read(name, _database(default), _database, wanted)


def redis_url(name: str, default: str) -> str:
    return _read(name, default, _redis_url, "an address like redis://host:6379/0 or unix:///folder/redis.sock")


def _read(name: str, default: T, understand: Callable[[str], T], wanted: str) -> T:
    given = os.environ.get(name, "").strip()
    try:
        return understand(given) if given else default
    except (ValueError, KeyError):
        raise SystemExit(f"{name} cannot be understood. It takes {wanted}; or leave it out.") from None


def _listed(given: str) -> list[str]:
    return [part.strip() for part in given.split(",") if part.strip()]


def _at_least(least: int, number: T) -> T:
    if not least <= number < math.inf:  # type: ignore[operator]
        raise ValueError
    return number


def _pool(given: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", given):
        raise ValueError
    return given


def _origin(given: str) -> str:
    if not given.startswith(("http://", "https://")):
        raise ValueError
    return given


def _database(url: str) -> dict[str, Any]:
    if "://" not in url:
        raise ValueError
    found = environ.Env.db_url_config(url)
    if found.get("ENGINE") not in DATABASES:
        raise ValueError
    return found


def _redis_url(url: str) -> str:
    redis.connection.parse_url(url)  # type: ignore[no-untyped-call]
    return url
