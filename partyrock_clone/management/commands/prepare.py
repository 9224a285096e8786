"""What must be in place before the processes start, for those who start each by itself: `manage.py prepare`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from partyrock_clone.up import prepare
from partyrock_clone.up.trouble import Trouble


class Command(BaseCommand):
    help = "Makes the tables, collects the static files, installs the default models and the example apps."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--without-models", action="store_true", help="install none; use what is there")

    def handle(self, *, without_models: bool, **_: Any) -> None:
        try:
            prepare.everything(install=not without_models)
        except Trouble as trouble:
            self.stderr.write(str(trouble))
            sys.exit(1)
