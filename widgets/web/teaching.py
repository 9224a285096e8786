"""Examples, their check, and lessons as the API gives them."""

from typing import Any, get_args

from django.db.models import QuerySet

from inference import languages, tunings
from inference.catalogue.cards import cards_for
from inference.models import ModelCard, Tuning
from widgets.models import Dataset, Lesson, User
from widgets.teaching import datasets, lessons
from widgets.teaching.lessons import Long, Manner
from widgets.web.schemas.teaching import Check, Fault


def dataset_in_list(dataset: Dataset) -> dict[str, Any]:
    learning = Tuning.objects.filter(lesson__version__dataset=dataset, state__in=Tuning.UNFINISHED).exists()
    return {
        "id": dataset.pk,
        "title": dataset.title,
        "version": datasets.newest(dataset).number,
        "learning": learning,
    }


def dataset_out(dataset: Dataset, base: str = "") -> dict[str, Any]:
    bases = bases_for(dataset.owner)
    chosen = next((card for card in bases if card.name == base), None) or lessons.suited(dataset, bases)
    rows = Lesson.objects.filter(version__dataset=dataset)
    return dataset_in_list(dataset) | {
        "text": datasets.newest(dataset).text,
        "app": dataset.app.title if dataset.app else None,
        "check": _check(dataset, chosen) if chosen else None,
        "lessons": [lesson_out(row) for row in light(rows)],
    }


def lesson_out(lesson: Lesson) -> dict[str, Any]:
    shared = bool(lesson.tuning.made and lesson.tuning.made.shared)
    told = tunings.describe(lesson.tuning)
    version = lesson.version.number if lesson.version else None
    return told | {"id": lesson.pk, "version": version, "shared": shared}


def left_alone(owner: User) -> list[dict[str, Any]]:
    """Lessons whose examples were deleted, with the models that came of them."""
    rows = Lesson.objects.filter(tuning__asked_by=owner, tuning__made__isnull=False, version=None)
    return [lesson_out(row) for row in light(rows)]


def bases_for(owner: User) -> list[ModelCard]:
    """What they can have taught, the usual one first."""
    return sorted(tunings.bases(cards_for(owner.pk)), key=lambda card: not card.default)


def light(rows: QuerySet[Lesson]) -> QuerySet[Lesson]:
    """Without the examples."""
    found = rows.select_related("version", "tuning__base", "tuning__made")
    return found.defer("version__text", "tuning__learned", "tuning__held_out")


def _check(dataset: Dataset, base: ModelCard) -> Check:
    check = lessons.look(dataset, base)
    return Check(
        base=base.name,
        fit=check.fit,
        faults=[Fault(**vars(fault)) for fault in check.faults],
        learned=len(check.learned),
        held_out=len(check.held_out),
        labels=check.labels,
        tokens=check.tokens,
        columns=check.columns,
        languages={languages.name(code): count for code, count in check.languages.items()},
        answers=not tunings.learns_labels(base),
        seconds={long: lessons.seconds(check, base, Manner(long)) for long in get_args(Long)},
    )
