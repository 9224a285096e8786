"""Who is asking: an account, or a guest known by a token in their session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from widgets.models.users import User

GUEST = "guest"  # the session's keys
DOORS = "doors"
MODERATING = "widgets.change_app"  # the right of who hides apps and shows them again


@dataclass(frozen=True)
class Player:
    user: User | None = None
    guest: str = ""  # "" for people with an account, and for guests who have not played yet
    doors: Mapping[str, str] = field(default_factory=dict, compare=False)  # by app: the `App.door` they came through
    address: str = field(default="", compare=False)  # of the network, where that is known: guests are counted by it

    @property
    def moderates(self) -> bool:
        """Whether they may look at what moderation hid."""
        return self.user is not None and self.user.is_staff and self.user.has_perm(MODERATING)

    @property
    def account(self) -> int | None:
        """The id of the user; None is a guest."""
        return self.user.pk if self.user else None


def player_of_session(user: object, session: Mapping[str, Any]) -> Player:
    """`user` is what Django or channels found in the session: a User, or somebody anonymous."""
    doors = session.get(DOORS, {})
    if isinstance(user, User):
        return Player(user=user, doors=doors)
    return Player(guest=session.get(GUEST, ""), doors=doors)
