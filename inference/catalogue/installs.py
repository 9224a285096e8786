"""The front door of installing: ask, cancel, see how it goes. The work is done elsewhere, by a process of its own.

At most one installation of a card is unfinished, so that whoever asks meanwhile shares it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from inference.catalogue.failures import Interrupted, NothingToInstall, TermsNotAccepted
from inference.client import LIGHT
from inference.jobs import Trade, moves
from inference.models import Installation, ModelCard
from inference.protocol import Failure

TRADE = Trade(
    kind=Installation,
    task="inference.install",
    queue=LIGHT,
    command=("models", "install", "--installation"),
    interrupted=Interrupted().failure(),
    unknown=Failure(
        code="install_failed",
        message="Something went wrong while it was installed; the log says what. Install it again, and it continues "
        "where it stopped.",
    ),
)


def ask(card: ModelCard, user: Any = None, *, again: bool = False) -> Installation:
    """Have `card` installed by a worker, or share the installation that is unfinished. Raises TermsNotAccepted."""
    installation = enter(card, user, again=again)
    transaction.on_commit(lambda: moves.send(TRADE))
    return installation


def enter(card: ModelCard, user: Any = None, *, again: bool = False) -> Installation:
    """The unfinished installation of `card`, or a new one that nobody has begun."""
    if not card.source:
        raise NothingToInstall(card.title)
    if card.terms and not card.accepted_at:
        raise TermsNotAccepted(card.name, card.title, card.terms)
    moves.expire(TRADE)
    while True:
        try:
            with alone_with(card):
                return Installation.objects.create(card=card, asked_by=user, again=again)
        except IntegrityError:
            if found := unfinished().filter(card=card).first():
                return found  # else it has ended just now


@contextmanager
def alone_with(card: ModelCard) -> Iterator[None]:
    """In one transaction; nobody else begins to install or to remove it meanwhile."""
    with transaction.atomic():
        ModelCard.objects.select_for_update(of=("self",)).filter(pk=card.pk).first()
        yield


def accept_terms(card: ModelCard, user: Any = None) -> None:
    card.accepted_by, card.accepted_at = user, timezone.now()
    card.save(update_fields=["accepted_by", "accepted_at"])


def latest(card: ModelCard) -> Installation | None:
    return card.installations.first()


def newest() -> QuerySet[Installation]:
    """The newest of each card."""
    last = Installation.objects.filter(card=OuterRef("card")).order_by("-pk").values("pk")[:1]
    return Installation.objects.filter(pk=Subquery(last)).select_related("card")


def unfinished() -> QuerySet[Installation]:
    return Installation.objects.filter(state__in=Installation.UNFINISHED)


def describe(installation: Installation) -> dict[str, Any]:
    """For pages."""
    fields = ("state", "stopping", "phase", "done", "total", "failure", "seconds_left")
    told = {name: getattr(installation, name) for name in fields}
    speed = installation.speed if installation.state == Installation.State.RUNNING else None
    return {"id": installation.pk, "card": installation.card.name, "speed": speed} | told


def sweep() -> None:
    moves.sweep(TRADE)
