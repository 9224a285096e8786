"""Requests with prices that are easy to add up."""

from datetime import date
from typing import Any

from inference.protocol import Failure, Message, Outcome, StoredFile, TextBody, TextParameters, Usage
from widgets.models import Player, Spending, User
from widgets.spending.costs import FRAME
from widgets.spending.limits import Payer, payer_for

DAY = date(2026, 3, 14)
PICTURE = StoredFile(path="a.png", media_type="image/png", width=8, height=8)


def body(tokens: int) -> TextBody:
    """One that may take as many tokens: without a word in its prompt, all but its frame are for the answer."""
    return TextBody(messages=[Message(role="user", content="")], parameters=TextParameters(max_tokens=tokens - FRAME))


def took(id: str, read: int = 0, written: int = 0, state: Any = "done", **more: Any) -> Outcome:
    usage = Usage(input_tokens=read, output_tokens=written, seconds=0.5)
    failure = Failure(code="engine_failed", message="It broke.") if state == "failed" else None
    return Outcome(**{"id": id, "attempt": 1, "state": state, "usage": usage, "failure": failure, **more})


def payer_of_account(user: User) -> Payer:
    return payer_for(Player(user=user))


def payer_at(address: str, guest: str = "g") -> Payer:
    return payer_for(Player(guest=guest, address=address))


def spent(payer: Payer, day: date = DAY) -> tuple[int, int]:
    """Tokens and images."""
    row = Spending.objects.filter(who=payer.who, day=day).first()
    return (row.tokens, row.images) if row else (0, 0)
