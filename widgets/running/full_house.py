"""How many texts may be in work at once, waiting ones included: of one player, and of all together."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from widgets.models import Answer, Composition, Player, Result, Run, Snapshot, Trial


class FullHouse(Exception):
    """Nothing more is taken just now; the sentence says why, and what to do."""


def check(player: Player) -> None:
    """Raises FullHouse. To be asked before a play, not of what it adds: one app fits, however large it is."""
    unfinished = Result.objects.filter(state__in=Result.UNFINISHED)
    composed = Composition.objects.filter(state=Composition.State.WORKING)
    named = Snapshot.objects.being_named()
    tried = Answer.objects.filter(state__in=Answer.UNFINISHED)
    of_all = _together([unfinished, composed, named, tried])
    most = settings.MOST_OF_AN_ACCOUNT if player.user else settings.MOST_OF_A_GUEST
    mine: list[QuerySet[Any]] = [
        unfinished.filter(run__in=Run.objects.of(player)),
        composed.by(player.user),
        named.by(player),
        tried.filter(trial__in=Trial.objects.of(player)),
    ]
    if of_all >= most and (busy := _together(mine)) >= most:  # as a rule nobody has to be looked up
        raise FullHouse(f"You have {busy} texts being written already. Wait until some are done, or stop them.")
    if of_all >= settings.MOST_OF_ALL:
        raise FullHouse("As many texts are being written as this site can take. Try again in a minute.")


def _together(rows: Iterable[QuerySet[Any]]) -> int:
    return sum(found.count() for found in rows)
