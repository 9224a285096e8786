"""Who is asking: an account, or a guest known by a token in their session."""

from collections.abc import Mapping
from dataclasses import dataclass

from widgets.models.users import User

GUEST = "guest"  # the session's key


@dataclass(frozen=True)
class Player:
    user: User | None = None
    guest: str = ""  # "" for people with an account, and for guests who have not played yet


def player_of_session(user: object, session: Mapping[str, str]) -> Player:
    """`user` is what Django or channels found in the session: a User, or somebody anonymous."""
    return Player(user=user) if isinstance(user, User) else Player(guest=session.get(GUEST, ""))
