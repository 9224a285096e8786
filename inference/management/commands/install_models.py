"""Installs models: `manage.py install_models [names] [--again]`. Without names, the enabled default ones."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from inference.catalogue import cards
from inference.catalogue.installing import install
from inference.catalogue.sources import SourceFailed
from inference.management.progress import Progress
from inference.models import ModelCard


class Command(BaseCommand):
    help = "Installs models. Without names, the default model of each task."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", help="names of models, such as smollm2-135m-instruct")
        parser.add_argument("--again", action="store_true", help="install also what seems to be in order")

    def handle(self, *_: Any, names: list[str], again: bool, **__: Any) -> None:
        cards.sync_cards()
        for card in self._chosen(names):
            progress = Progress(self.stdout, card.title)
            try:
                done = install(card, progress.report, again=again)
            except SourceFailed as failure:
                raise CommandError(f"{card.title} was not installed. {failure}") from failure
            progress.end("installed" if done else "is ready")

    def _chosen(self, names: list[str]) -> QuerySet[ModelCard]:
        if not names:
            return cards.cards().filter(default=True)
        found = cards.cards().filter(name__in=names)
        if unknown := set(names) - set(found.values_list("name", flat=True)):
            known = ", ".join(cards.cards().values_list("name", flat=True))
            raise CommandError(f"There is no model called {', '.join(sorted(unknown))}. Known are: {known}.")
        return found
