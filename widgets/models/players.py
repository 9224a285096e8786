"""Who is asking: an account, or a guest known by a token in their session."""

from dataclasses import dataclass

from widgets.models.users import User


@dataclass(frozen=True)
class Player:
    user: User | None = None
    guest: str = ""  # "" for people with an account, and for guests who have not played yet
