"""The models of this site: `manage.py models list`, and install, remove or verify what is named."""

from argparse import ArgumentParser
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inference.catalogue import cards, installing, installs, removing
from inference.catalogue.failures import InstallFailed, said
from inference.catalogue.meter import Meter
from inference.jobs import moves, processes
from inference.management.progress import Progress, time_said
from inference.models import Installation, ModelCard
from inference.protocol import EngineError


class Command(BaseCommand):
    help = "Lists, installs, removes and verifies models."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="which there are, and which are installed")
        install = verbs.add_parser("install", help="install models; without names, the enabled default of each task")
        install.add_argument("names", nargs="*", help="such as smollm2-135m-instruct")
        install.add_argument("--again", action="store_true", help="also what seems to be in order")
        install.add_argument("--accept-terms", action="store_true", help="you have read their terms and accept them")
        install.add_argument("--installation", help="of a worker: which one to carry out")
        remove = verbs.add_parser("remove", help="free the disk of their weights")
        remove.add_argument("names", nargs="+")
        verify = verbs.add_parser("verify", help="compare each of their files with its checksum")
        verify.add_argument("names", nargs="*", help="without names, all that are installed")

    def handle(self, *_: Any, verb: str, **options: Any) -> None:
        if options.get("installation"):
            _work(options["installation"])
            return
        cards.sync_cards()
        match verb:
            case "list":
                self._list()
            case "install":
                for card in self._to_install(options["names"]):
                    self._install(card, again=options["again"], accept=options["accept_terms"])
            case "remove":
                for card in _named(options["names"]):
                    self._remove(card)
            case "verify":
                self._verify(
                    _named(options["names"]) or ModelCard.objects.exclude(installed_at=None).exclude(source=[])
                )

    def _list(self) -> None:
        for card in ModelCard.objects.order_by("-installed_at", "task", "name"):
            how = ["installed, " + said(removing.size(card))] if card.installed and card.source else []
            how += ["installed"] if card.installed and not card.source else []
            how += ["default"] if card.default else []
            how += [f"{said(card.size)} to download"] if card.size and not card.installed else []
            how += ["shipped with this product"] if card.shipped and not card.installed else []
            how += [] if card.enabled else ["not enabled"]
            how += ["has terms to accept"] if card.terms and not card.accepted_at else []
            self.stdout.write(f"{card.name:32} {card.task:14} {card.licence:20} {'; '.join(how)}".rstrip())

    def _to_install(self, names: list[str]) -> Iterable[ModelCard]:
        return installing.in_order(_named(names) or _defaults())

    def _install(self, card: ModelCard, *, again: bool, accept: bool) -> None:
        progress = Progress(self.stdout, card.title)
        if not again and installing.intact(card):
            if not card.installed:
                installing.note(card)
            progress.end("is ready")
            return
        if accept and card.terms:
            installs.accept_terms(card)
        try:
            installation = _carry_out(card, progress, again=again)
        except InstallFailed as failure:
            raise CommandError(f"{card.title} was not installed. {failure}") from failure
        except KeyboardInterrupt:
            raise CommandError(
                f"{card.title} was not installed. What was downloaded is kept for the next time."
            ) from None
        if installation.failure:
            raise CommandError(f"{card.title} was not installed. {installation.failure['message']}")
        if installation.state != Installation.State.DONE:
            raise CommandError(
                f"{card.title} was not installed, as somebody cancelled it. What was downloaded is kept."
            )
        progress.end(f"installed: {said(removing.size(card))} in {time_said(_seconds(installation))}")

    def _remove(self, card: ModelCard) -> None:
        try:
            freed = removing.remove(card)
        except InstallFailed as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write(f"{card.title} removed; {said(freed)} are free again.")
        if titles := removing.users(card):
            count = "One app names" if len(titles) == 1 else f"{len(titles)} apps name"
            self.stdout.write(f"{count} it and cannot play those widgets now: {', '.join(titles)}.")
            others = ", ".join(other.name for other in removing.replacements(card))
            self.stdout.write(f"Installed for the same task: {others or 'none'}.")

    def _verify(self, chosen: Iterable[ModelCard]) -> None:
        damaged = []
        for card in chosen:
            progress = Progress(self.stdout, card.title)
            try:
                installing.check(card, progress.show)
                progress.end("is as it was installed")
            except EngineError as failure:
                progress.end("is not in order")
                damaged.append(str(failure))
        if damaged:
            raise CommandError(" ".join(damaged))


def _named(names: list[str]) -> list[ModelCard]:
    found = {card.name: card for card in ModelCard.objects.filter(name__in=names)}
    if unknown := set(names) - set(found):
        known = ", ".join(ModelCard.objects.values_list("name", flat=True))
        raise CommandError(f"There is no model called {', '.join(sorted(unknown))}. Known are: {known}.")
    return [found[name] for name in names]


def _defaults() -> list[ModelCard]:
    """The enabled one of each task, and what has to be there before it."""
    defaults = cards.cards().filter(default=True).exclude(source=[])
    missing = [card for card in defaults if not installing.intact(card)]
    lenders = ModelCard.objects.filter(name__in={name for card in missing for name in card.lenders})
    return [*defaults, *lenders]


def _work(word: str) -> None:
    """What a worker has a process of its own for."""
    meter, installation = Meter(), moves.find(installs.TRADE, word)
    if isinstance(installation, Installation):
        install = partial(installing.install, installation.card, meter.report, again=installation.again)
        processes.work(installs.TRADE, installation, install, meter.told)


def _carry_out(card: ModelCard, progress: Progress, *, again: bool) -> Installation:
    """Here, or where somebody is at it already."""

    while True:
        installation = installs.enter(card, again=again)
        watch = partial(_show, progress, installation)
        shared = installation.state == Installation.State.RUNNING
        if not shared:
            processes.supervise(installs.TRADE, installation, watch)
        processes.follow(installs.TRADE, installation, watch)
        if not (shared and installation.failure and installation.failure["code"] == "interrupted"):
            return installation  # else whoever was at it is gone, and it is our turn


def _show(progress: Progress, installation: Installation) -> None:
    installation.refresh_from_db()
    progress.show(installation.phase, installation.done, installation.total, installation.speed)


def _seconds(installation: Installation) -> float:
    if not installation.started_at or not installation.ended_at:
        return 0
    return (installation.ended_at - installation.started_at).total_seconds()
