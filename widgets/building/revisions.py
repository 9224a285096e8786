"""The revisions of an app: looked up, named, restored as a new one, and one of them published to visitors."""

from collections.abc import Iterable

from widgets.building import apps
from widgets.building.faults import InvalidApp
from widgets.graph.problems import Problem
from widgets.models import App, Revision, User

LONGEST_NAME = 100  # characters, as the column has it
OURS = frozenset({"no_model", "unknown_model"})  # problems of this machine, which no builder can mend


class NotReady(Exception):
    """A revision that visitors could not play is not published; the sentence names the first problem."""

    def __init__(self, revision: Revision, problem: Problem) -> None:
        super().__init__(f"Revision {revision.number} is not ready for visitors. {problem.message}")


def before(app: App, number: int | None, most: int) -> list[Revision]:
    """The newest ones older than that number, or than none; the newest comes first."""
    older = app.revisions.select_related("author").order_by("-number")
    return list((older if number is None else older.filter(number__lt=number))[:most])


def name(revision: Revision, words: str) -> None:
    words = words.strip()
    if len(words) > LONGEST_NAME:
        raise InvalidApp("name", f"A name has at most {LONGEST_NAME} characters. Shorten it.")
    if "\x00" in words:
        raise InvalidApp("name", "The name holds characters that cannot be stored. Type it again.")
    revision.name = words
    revision.save(update_fields=["name"])


def restore(revision: Revision, author: User) -> Revision:
    """Its graph as the newest revision; nothing in between is lost. Raises apps.Conflict."""
    return apps.save(revision.app, revision.app.draft.number, revision.graph, author)


def publish(revision: Revision, problems: Iterable[Problem]) -> None:
    """From now on visitors see this one, whatever its owner goes on to draft. Raises NotReady."""
    for problem in problems:
        if problem.code not in OURS:
            raise NotReady(revision, problem)
    _show(revision.app, revision)


def unpublish(app: App) -> None:
    """Visitors see the draft, as its owner saves it."""
    _show(app, None)


def _show(app: App, revision: Revision | None) -> None:
    app.published = revision
    app.save(update_fields=["published", "updated_at"])
