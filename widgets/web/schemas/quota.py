"""What is told of quotas."""

from datetime import datetime

from pydantic import BaseModel


class Level(BaseModel):
    used: int
    of: int
    resets_at: datetime


class Quota(BaseModel):
    """Of a day; null is without a limit."""

    tokens: Level | None
    images: Level | None
