"""What to say to who has spent what they may in a day."""

from datetime import UTC, date, datetime

from inference.protocol import EngineError
from widgets.spending.limits import resets_at, today


class QuotaSpent(EngineError):
    """There is no room for this in what somebody may use today."""

    code = "quota_spent"

    @classmethod
    def of(cls, what: str, used: int, of: int, needed: int, day: date) -> "QuotaSpent":
        """`what`: tokens or images. `used` has in it what work in progress may take."""
        if not of:
            return cls(f"Your quota has no {what}. Ask an administrator for some.")
        told = (
            f"Your quota of {of:,} {what} a day has no room for this: {used:,} are used or in work, and this may take "
            f"{needed:,}."
        )
        if needed > of:
            return cls(f"{told} That is more than a whole day has: ask an administrator for more.")
        reset = resets_at(day)
        return cls(
            f"{told} It resets at 00:00 UTC on {reset.day} {reset:%B}: wait until then, "
            "or ask an administrator for more."
        )


def until_reset() -> int:
    """Seconds."""
    return int((resets_at(today()) - datetime.now(UTC)).total_seconds()) + 1
