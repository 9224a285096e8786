"""How many texts may be in work at once, waiting ones included: of one player, and of all together."""

from django.conf import settings

from widgets.models import Player, Result, Run


class FullHouse(Exception):
    """Nothing more is taken just now; the sentence says why, and what to do."""


def check(player: Player) -> None:
    """Raises FullHouse. To be asked before a play, not of what it adds: one app fits, however large it is."""
    unfinished = Result.objects.filter(state__in=Result.UNFINISHED)
    mine = unfinished.filter(run__in=Run.objects.of(player)).count()
    if mine >= (settings.MOST_OF_AN_ACCOUNT if player.user else settings.MOST_OF_A_GUEST):
        raise FullHouse(f"You have {mine} texts being written already. Wait until some are done, or stop them.")
    if unfinished.count() >= settings.MOST_OF_ALL:
        raise FullHouse("As many texts are being written as this site can take. Try again in a minute.")
