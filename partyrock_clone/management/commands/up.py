"""Starts everything and keeps it up: `manage.py up`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from partyrock_clone.up.running import run
from partyrock_clone.up.trouble import Trouble


class Command(BaseCommand):
    help = "Starts Redis, the workers and the web server, and keeps them up until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--without-models", action="store_true", help="install none; use what is there")

    def handle(self, *, without_models: bool, **_: Any) -> None:
        try:
            run(install=not without_models)
        except Trouble as trouble:
            self.stderr.write(str(trouble))
            sys.exit(1)
