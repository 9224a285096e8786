"""Waiting for what comes, and noticing when nothing does."""

import asyncio
from collections.abc import AsyncGenerator
from typing import TypeVar

T = TypeVar("T")


async def with_silences(coming: AsyncGenerator[T, None], seconds: float) -> AsyncGenerator[T | None, None]:
    """What `coming` gives, and None after each so many seconds in which it gave nothing. Closes it at the end."""
    try:
        while True:
            one = asyncio.ensure_future(anext(coming))
            try:
                while not (await asyncio.wait([one], timeout=seconds))[0]:
                    yield None
            finally:
                if not one.done():
                    one.cancel()
                    await asyncio.wait([one])
            yield one.result()
    finally:
        await coming.aclose()
