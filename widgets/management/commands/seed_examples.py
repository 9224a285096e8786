"""Bring the shipped example apps up to date. `manage.py up` runs this at every start."""

from typing import Any

from django.core.management.base import BaseCommand

from widgets.building.examples import seed


class Command(BaseCommand):
    help = "Add the example apps, and update those whose files changed."

    def handle(self, **options: Any) -> None:  # noqa: ARG002
        changed = seed()
        self.stdout.write(f"Example apps added or updated: {changed}.")
