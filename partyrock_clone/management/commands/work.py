"""One process of the product, for those who start each by itself: `manage.py work models`. See docs/scaling.md."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from partyrock_clone.up import commands


class Command(BaseCommand):
    help = "Becomes a web server, a light worker, or a model worker of the pool that POOL names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("part", choices=("web", "light", "models"))

    def handle(self, *, part: str, **_: Any) -> None:
        command = _command(part)
        os.chdir(settings.BASE_DIR)
        os.execv(command[0], command)  # noqa: S606 (the command is ours; signals reach it directly)


def _command(part: str) -> list[str]:
    match part:
        case "web":
            return commands.web(settings.HOST, settings.PORT)
        case "light":
            return commands.light_worker()
        case _:
            return commands.model_worker(settings.POOL)
