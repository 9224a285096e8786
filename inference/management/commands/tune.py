"""`manage.py tune WORD`: teaches a model as a row says. A worker has a process of its own for it."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from inference.jobs import moves, processes
from inference.models import Tuning
from inference.tunings import TRADE

PATIENT = 10  # those who play go first


class Command(BaseCommand):
    help = "Of a worker: carries out one tuning."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tuning", help="which one")

    def handle(self, *_: Any, tuning: str, **__: Any) -> None:
        from inference.tuning.work import Work  # noqa: PLC0415 - heavy

        os.nice(PATIENT)
        found = moves.find(TRADE, tuning)
        if isinstance(found, Tuning):
            work = Work(found)
            processes.work(TRADE, found, work.do, work.told)
