"""Signing up: the first account administers a site that only its own machine can reach."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from widgets.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def save_user(self, request: HttpRequest, user: User, form: object, commit: bool = True) -> User:
        if settings.FIRST_ACCOUNT_ADMINISTERS and not User.objects.exists():
            user.is_staff = user.is_superuser = True
        return super().save_user(request, user, form, commit)
