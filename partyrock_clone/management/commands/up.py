"""Starts everything and keeps it up: `manage.py up`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from partyrock_clone.up.running import run
from partyrock_clone.up.trouble import Trouble


class Command(BaseCommand):
    help = "Starts Redis, the workers and the web server, and keeps them up until it is stopped."

    def handle(self, **_: Any) -> None:
        try:
            run()
        except Trouble as trouble:
            self.stderr.write(str(trouble))
            sys.exit(1)
