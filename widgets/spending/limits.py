"""How much somebody may use in a day: by a quota of their own, of their groups, or of this site."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Q

from widgets.community import visits
from widgets.models import Player, Quota


@dataclass(frozen=True)
class Limits:
    """In a day; None is as much as they like."""

    tokens: int | None = None
    images: int | None = None

    @property
    def is_none(self) -> bool:
        return self.tokens is None and self.images is None


@dataclass(frozen=True)
class Payer:
    """Whom work counts for."""

    user: int | None  # the id of the account; None is a guest
    who: str  # as in widgets.community.visits

    @cached_property
    def limits(self) -> Limits:
        return _of_account(self.user) if self.user else _of_site("A_GUEST")


def payer_for(player: Player) -> Payer:
    return Payer(player.account, visits.visitor(player, player.address))


def payer_of_account(user: int) -> Payer:
    return Payer(user, visits.account(user))


def holding(user: int) -> list[Quota]:
    """One's own quota, else those of one's groups; none where the settings of the site hold."""
    quotas = list(Quota.objects.filter(Q(user=user) | Q(group__user=user)).select_related("user", "group"))
    return [quota for quota in quotas if quota.user_id] or quotas


def _of_account(user: int) -> Limits:
    """Of several groups the most generous counts, for tokens and for images each."""
    if quotas := holding(user):
        return Limits(_most(quota.tokens_a_day for quota in quotas), _most(quota.images_a_day for quota in quotas))
    return _of_site("AN_ACCOUNT")


def _most(limits: Iterable[int | None]) -> int | None:
    known = list(limits)
    return None if None in known else max(limit for limit in known if limit is not None)


def _of_site(kind: str) -> Limits:
    """In the settings 0 is no limit."""
    names = (f"TOKENS_A_DAY_OF_{kind}", f"IMAGES_A_DAY_OF_{kind}")
    tokens, images = (getattr(settings, name) or None for name in names)
    return Limits(tokens, images)


def today() -> date:
    return datetime.now(UTC).date()


def resets_at(day: date) -> datetime:
    """When what was spent that day counts no more: the next midnight."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC)
