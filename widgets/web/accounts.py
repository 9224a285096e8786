"""Signing up: the first account administers a site that only its own machine can reach."""

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from widgets.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def save_user(self, request: HttpRequest, user: User, form: object, commit: bool = True) -> User:
        if settings.FIRST_ACCOUNT_ADMINISTERS and _at_this_machine(request) and not User.objects.exists():
            user.is_staff = user.is_superuser = True
        return super().save_user(request, user, form, commit)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str = "", *more: Any, **named: Any
    ) -> None:
        """Of what allauth would say, only what the next page does not show by itself."""
        if message_template == "account/messages/password_changed.txt":
            super().add_message(request, level, message_template, *more, **named)


def _at_this_machine(request: HttpRequest) -> bool:
    """A proxy may listen for the whole world before a loopback address; it names whom it asks for."""
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
