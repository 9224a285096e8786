"""How many of a hundred descriptions become apps that play to their end with the default models:
`python -m bench.compose [seconds]`. What is done is kept in DATA_DIR/compose.jsonl, so that it can be gone on with.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partyrock_clone.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.at_hand import Worker  # noqa: E402
from inference.catalogue import cards  # noqa: E402
from inference.protocol import Outcome  # noqa: E402
from widgets.building.composer import compositions  # noqa: E402
from widgets.graph.schema import Graph  # noqa: E402
from widgets.kinds import KINDS, problems  # noqa: E402
from widgets.models import Composition, Player, Result, Run, Upload, User  # noqa: E402
from widgets.running import runs  # noqa: E402

AT_ONCE = 4  # apps
DESCRIPTIONS = Path(__file__).with_name("descriptions.json")
DOCUMENT = "The cat sat on the mat. The rent is 500 pounds a month. The contract ends in May. Dogs are not allowed."


class Making:
    """One description on its way: composed, then played."""

    def __init__(self, worker: Worker, user: User, description: str) -> None:
        self.worker, self.user, self.description = worker, user, description
        self.begun, self.composed = time.perf_counter(), 0.0
        self.run: Run | None = None
        self.composition, step = compositions.compose(user, description)
        worker.take(step.submit, self._compose)

    def _compose(self, outcome: Outcome) -> None:
        step = compositions.settle(outcome)
        self.worker.take(step.submit, self._compose)
        if step.ended:
            self.composition.refresh_from_db()
            self.composed = time.perf_counter() - self.begun
            self._play()

    def _play(self) -> None:
        app = self.composition.app
        self.run = runs.start(app, Player(user=self.user), _files(app.draft.graph, self.user))
        self.worker.take(runs.play(self.run).submit, self._settle)

    def _settle(self, outcome: Outcome) -> None:
        self.worker.take(runs.settle(outcome).submit, self._settle)

    @property
    def is_done(self) -> bool:
        return self.run is not None and not self.run.results.filter(state__in=Result.UNFINISHED).exists()

    def report(self) -> dict[str, Any]:
        graph = self.composition.app.draft.graph
        results = {result.widget: result for result in self.run.results.all()}
        ai = [widget for widget in graph.widgets if KINDS[widget.kind].group == "ai"]
        asked = [widget for widget in ai if widget.kind != "chat"]  # a chat waits for somebody to talk
        played = bool(ai) and all(
            widget.id in results and results[widget.id].state == "done" and results[widget.id].value.strip()
            for widget in asked
        )
        return {
            "description": self.description,
            "state": self.composition.state,
            "problems": [problem.message for problem in problems(graph, cards.cards())],
            "played": played,
            "composing": round(self.composed, 1),
            "all": round(time.perf_counter() - self.begun, 1),
            "title": self.composition.app.title,
            "widgets": [[widget.kind, widget.title, widget.settings] for widget in graph.widgets],
            "results": {widget.title: results[widget.id].value for widget in asked if widget.id in results},
        }


def _files(graph: Graph, user: User) -> dict[str, Any]:
    """What a visitor gives to the inputs that begin with nothing."""
    documents = [widget.id for widget in graph.widgets if widget.kind == "document"]
    return {id: [_upload(user).pk] for id in documents}


def _upload(user: User) -> Upload:
    about = {"name": "a.txt", "media_type": "text/plain", "size": len(DOCUMENT), "sha256": "0" * 64}
    return Upload.objects.create(player=user, state="ready", text=DOCUMENT, file="uploads/a.txt", **about)


def prepare() -> User:
    call_command("migrate", verbosity=0)
    cards.sync_cards()
    for card in cards.cards():
        if card.folder.is_dir():
            card.installed_at = timezone.now()
            card.save()
    return User.objects.get_or_create(username="bench")[0]


def make(descriptions: list[str], until: float, kept: Path) -> None:
    worker, user, waiting = Worker(), prepare(), list(descriptions)
    making: list[Making] = []
    while making or (waiting and time.monotonic() < until):
        while waiting and len(making) < AT_ONCE and time.monotonic() < until:
            making.append(Making(worker, user, waiting.pop(0)))
        worker.step()
        for done in [one for one in making if one.is_done]:
            making.remove(done)
            with kept.open("a") as file:
                file.write(json.dumps(done.report(), ensure_ascii=False) + "\n")
    worker.close()


def summary(reports: list[dict[str, Any]]) -> str:
    composed = sum(one["state"] == Composition.State.DONE and not one["problems"] for one in reports)
    played = sum(one["played"] for one in reports)
    times = sorted(one["composing"] for one in reports)
    median, longest = times[len(times) // 2], times[-1]
    return (
        f"{composed} of {len(reports)} composed without problems, {played} played to their end; "
        f"composing took {median} s (median), at most {longest} s, {AT_ONCE} at once."
    )


def main() -> None:
    kept = Path(settings.DATA_DIR) / "compose.jsonl"
    known = [json.loads(line) for line in kept.read_text().splitlines()] if kept.exists() else []
    done = {one["description"] for one in known}
    left = [one for one in json.loads(DESCRIPTIONS.read_text()) if one not in done]
    make(left, time.monotonic() + float(sys.argv[1] if len(sys.argv) > 1 else 3600), kept)
    print(summary([json.loads(line) for line in kept.read_text().splitlines()]))


if __name__ == "__main__":
    main()
