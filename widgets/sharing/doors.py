"""The doors of apps that ask for a password: opened to one session, until the password changes."""

from collections.abc import MutableMapping
from typing import Any

from django.contrib.auth.hashers import check_password

from widgets.models import App
from widgets.models.players import DOORS

MOST = 100  # apps that one session keeps open; the oldest closes first


class WrongPassword(Exception):
    def __init__(self) -> None:
        super().__init__("That is not the password of this app. Check for typos, or ask whoever sent the link.")


def enter(app: App, password: str, session: MutableMapping[str, Any]) -> None:
    """Raises WrongPassword."""
    if not check_password(password, app.password):
        raise WrongPassword
    others = [(id, door) for id, door in session.get(DOORS, {}).items() if id != app.pk]
    session[DOORS] = dict([*others, (app.pk, app.door)][-MOST:])
