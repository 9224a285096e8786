"""Rows that one may look at, but not write."""

from typing import Any

from django.http import HttpRequest


class LookOnly:
    """Rows that only the product itself writes. Deleting them is left to those who may."""

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, *_: Any) -> bool:  # noqa: ARG002
        return False
