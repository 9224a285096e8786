"""Waiting for something that another thread or process does."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(condition: Callable[[], T], seconds: float = 60) -> T:
    """What `condition` returns, as soon as that is true."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < end, f"still not so after {seconds} s"
        time.sleep(0.02)
    return result


async def async_until(condition: Callable[[], T], seconds: float = 20) -> T:
    return await asyncio.to_thread(until, condition, seconds)
