"""Who came and who played: each visitor counts once for an app, however often and from however many tabs they come."""

import ipaddress
import logging

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from widgets.models import App, Player, Visit

log = logging.getLogger(__name__)


def visitor(player: Player, address: str) -> str:
    """A keyed hash: of the account, or of a guest's network address, which throwing away cookies does not change."""
    return account(player.user.pk) if player.user else _keyed(f"address:{_network(address)}")


def account(id: int) -> str:
    return _keyed(f"user:{id}")


def _keyed(who: str) -> str:
    return salted_hmac("visitor", who, algorithm="sha256").hexdigest()


def _network(address: str) -> str:
    """Of an IPv6 address the /64: one household has as many addresses in it as it likes."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if known.version == 6 else address


def seen(app: App, player: Player, address: str) -> None:
    """Somebody looks at the app. Its owner does not count. A page is not kept from anybody for want of a count."""
    if player.user is not None and player.user.pk == app.owner_id:
        return
    try:
        _visit(app, visitor(player, address))
    except OperationalError as error:
        log.warning("a visit was not counted: %s", error)


def played(app: App, player: Player, address: str) -> None:
    if player.user is not None and player.user.pk == app.owner_id:
        return
    visit = _visit(app, visitor(player, address))
    today = timezone.localdate()
    if visit.played_on == today:
        return
    with transaction.atomic():
        first = Visit.objects.filter(pk=visit.pk, played_on=None).update(played_on=today)
        if first:
            App.objects.filter(pk=app.pk).update(plays=F("plays") + 1)
        else:
            Visit.objects.filter(pk=visit.pk).update(played_on=today)


def _visit(app: App, who: str) -> Visit:
    """Written only when there is something new to write: SQLite has one lock for all who write."""
    visit = Visit.objects.filter(app=app, visitor=who).first()
    if visit is None:
        return _first_visit(app, who)
    if visit.seen_on != timezone.localdate():
        Visit.objects.filter(pk=visit.pk).update(seen_on=timezone.localdate())
    return visit


@transaction.atomic
def _first_visit(app: App, who: str) -> Visit:
    visit, first = Visit.objects.get_or_create(app=app, visitor=who)
    if first:
        App.objects.filter(pk=app.pk).update(views=F("views") + 1)
    return visit
