"""Bring the shipped example apps up to date. `manage.py up` runs this at every start."""

from typing import Any

from django.core.management.base import BaseCommand

from widgets.building.examples import seed
from widgets.community.indexing import index_the_rest
from widgets.snapshots import shipped


class Command(BaseCommand):
    help = "Add the example apps, and update those whose files changed."

    def handle(self, **options: Any) -> None:  # noqa: ARG002
        changed = seed()
        index_the_rest()
        shipped.seed()
        self.stdout.write(f"Example apps added or updated: {changed}.")
