"""Reports: somebody says that an app should not be shown, and a moderator hides it or finds nothing wrong."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from widgets.models import App, Player, Report
from widgets.sharing.announcing import look_again


def report(app: App, player: Player, visitor: str, reason: str, words: str) -> Report:
    """One an app and visitor; saying it again changes the words."""
    said = {"reporter": player.user, "reason": reason, "words": words, "settled_at": None}
    return Report.objects.update_or_create(app=app, visitor=visitor, defaults=said)[0]


@transaction.atomic
def hide(apps: Iterable[App]) -> int:
    """Out of sight for everybody but the owner and moderators. What was reported is settled with it."""
    ids = [app.pk for app in apps]
    Report.objects.filter(app__in=ids, settled_at=None).update(settled_at=timezone.now())
    for id in ids:
        look_again(id)
    return App.objects.filter(pk__in=ids, hidden_at=None).update(hidden_at=timezone.now())


@transaction.atomic
def show(apps: Iterable[App]) -> int:
    ids = [app.pk for app in apps]
    for id in ids:
        look_again(id)
    return App.objects.filter(pk__in=ids).exclude(hidden_at=None).update(hidden_at=None)


def dismiss(reports: Iterable[Report]) -> int:
    """Nothing was wrong."""
    ids = [report.pk for report in reports]
    return Report.objects.filter(pk__in=ids, settled_at=None).update(settled_at=timezone.now())
