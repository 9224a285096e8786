"""What commands that train a model have in common: so many minutes, in a folder, alone, and what is learned is kept."""

import fcntl
import signal
from abc import abstractmethod
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from inference.management.progress import Progress
from inference.training.budget import Tell


class TrainingCommand(BaseCommand):
    title: str  # of what is trained
    folder: str  # where it is trained, in DATA_DIR/training
    kept: tuple[str, ...]  # names of files there, by which one sees that something was learned

    @abstractmethod
    def train(self, minutes: float, place: Path, start: Path | None, tell: Tell) -> Path:
        """The folder that was made. Raises CommandError."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--minutes", type=float, required=True, help="how long to train")
        parser.add_argument("--place", type=Path, default=settings.DATA_DIR / "training" / self.folder)
        parser.add_argument("--start", type=Path, help="a folder with a model to go on from, as the one that ships")

    def handle(self, *_: Any, minutes: float, place: Path, start: Path | None, **__: Any) -> None:
        if not minutes > 0:
            raise CommandError("Say for how many minutes: more than 0.")
        if start and any((place / name).exists() for name in self.kept):
            raise CommandError(f"Something was learned in {place} already. Name another folder with --place.")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        progress = Progress(self.stdout, self.title)

        def tell(phase: str, share: float) -> None:
            progress.show(phase, int(1000 * share), 1000)

        try:
            with _alone(place):
                made = self.train(minutes, place, start, tell)
        except KeyboardInterrupt:
            raise CommandError("Stopped. What it learned is kept, and the next time goes on.") from None
        progress.end(f"is in {made}")


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Two at once would write over each other."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(f"Somebody is training in {place} already. Name another folder with --place.") from None
        yield
