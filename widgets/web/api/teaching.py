"""Teaching models over HTTP: examples, their check, and lessons. All of it is seen by its owner, and by nobody else."""

from typing import Any, get_args

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status

from inference import languages, tunings
from inference.catalogue.cards import cards_for
from inference.models import ModelCard
from inference.packing import packed
from inference.tunings import NotTaught, StillLearning
from widgets.models import Dataset as Row
from widgets.models import Lesson as LessonRow
from widgets.models import User
from widgets.teaching import datasets, lessons
from widgets.teaching.examples.reading import Unreadable
from widgets.teaching.failures import NotFit, TooLong, TooMany
from widgets.teaching.lessons import Long, Manner
from widgets.web import schemas
from widgets.web.errors import FAILURES, Refused
from widgets.web.looking_up import account_to_have
from widgets.web.schemas.teaching import (
    Check,
    Dataset,
    DatasetChange,
    DatasetSummary,
    Fault,
    Lesson,
    LessonChange,
    NewDataset,
    NewLesson,
)

ACCOUNT = "Log in to teach models."

router = Router(tags=["teaching"])


@router.get("/datasets", response={200: list[DatasetSummary], FAILURES: schemas.ErrorBody})
def list_datasets(request: HttpRequest) -> list[dict[str, Any]]:
    return [_summary(dataset) for dataset in account_to_have(request, ACCOUNT).datasets.all()]


@router.post("/datasets", response={201: Dataset, FAILURES: schemas.ErrorBody})
def create_dataset(request: HttpRequest, data: NewDataset) -> Status[dict[str, Any]]:
    try:
        dataset = datasets.create(account_to_have(request, ACCOUNT), data.title, data.text)
    except Unreadable as unreadable:
        raise Refused(422, "unreadable", str(unreadable), "text") from None
    except TooMany as many:
        raise Refused(422, "too_many", str(many)) from None
    return Status(201, _described(request, dataset))


@router.get("/datasets/{id:dataset_id}", response={200: Dataset, FAILURES: schemas.ErrorBody})
def get_dataset(request: HttpRequest, dataset_id: str, base: str = "") -> dict[str, Any]:
    """`base`: the model that its examples are checked for."""
    return _described(request, _mine(request, dataset_id), base)


@router.patch("/datasets/{id:dataset_id}", response={200: Dataset, FAILURES: schemas.ErrorBody})
def change_dataset(request: HttpRequest, dataset_id: str, data: DatasetChange, base: str = "") -> dict[str, Any]:
    dataset = _mine(request, dataset_id)
    try:
        datasets.change(dataset, data.title, data.text)
    except Unreadable as unreadable:
        raise Refused(422, "unreadable", str(unreadable), "text") from None
    return _described(request, dataset, base)


@router.delete("/datasets/{id:dataset_id}", response={204: None, FAILURES: schemas.ErrorBody})
def delete_dataset(request: HttpRequest, dataset_id: str) -> Status[None]:
    """With all its versions; models that learned from it stay."""
    datasets.delete(_mine(request, dataset_id))
    return Status(204, None)


@router.get("/datasets/{id:dataset_id}/versions/{int:number}", response={FAILURES: schemas.ErrorBody})
def download_version(request: HttpRequest, dataset_id: str, number: int) -> HttpResponse:
    """As it was given."""
    version = _mine(request, dataset_id).versions.filter(number=number).first()
    if version is None:
        raise Http404
    response = HttpResponse(version.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="examples-{number}.txt"'
    return response


@router.post("/datasets/{id:dataset_id}/lessons", response={201: Lesson, FAILURES: schemas.ErrorBody})
def start_lesson(request: HttpRequest, dataset_id: str, data: NewLesson) -> Status[dict[str, Any]]:
    owner, dataset = account_to_have(request, ACCOUNT), _mine(request, dataset_id)
    base = next((card for card in _bases(owner) if card.name == data.base), None)
    if base is None:
        raise Refused(422, "model_missing", "This model cannot be taught. Choose another one.", "base")
    try:
        manner = Manner(data.long, data.strong, data.careful)
        lesson = lessons.start(owner, dataset, base, data.title, manner)
    except NotFit as faults:
        raise Refused(422, "not_fit", str(faults), "text") from None
    except TooMany as many:
        raise Refused(422, "too_many", str(many)) from None
    except TooLong as long:
        raise Refused(422, "too_long", str(long), "long") from None
    return Status(201, _lesson(lesson))


@router.get("/lessons/{int:lesson_id}", response={200: Lesson, FAILURES: schemas.ErrorBody})
def get_lesson(request: HttpRequest, lesson_id: int) -> dict[str, Any]:
    return _lesson(_my_lesson(request, lesson_id))


@router.post("/lessons/{int:lesson_id}/cancellation", response={200: Lesson, FAILURES: schemas.ErrorBody})
def stop_lesson(request: HttpRequest, lesson_id: int) -> dict[str, Any]:
    """What was learned so far is kept, at its best."""
    tunings.stop(_my_lesson(request, lesson_id).tuning)
    return _lesson(_my_lesson(request, lesson_id))


@router.patch("/lessons/{int:lesson_id}", response={200: Lesson, FAILURES: schemas.ErrorBody})
def share_lesson(request: HttpRequest, lesson_id: int, data: LessonChange) -> dict[str, Any]:
    """Whether others may use the model that came of it."""
    lesson = _my_lesson(request, lesson_id)
    try:
        tunings.share(lesson.tuning, shared=data.shared)
    except NotTaught as untaught:
        raise Refused(409, untaught.code, str(untaught)) from None
    return _lesson(lesson)


@router.delete("/lessons/{int:lesson_id}", response={204: None, FAILURES: schemas.ErrorBody})
def delete_lesson(request: HttpRequest, lesson_id: int) -> Status[None]:
    """With the model that came of it."""
    try:
        tunings.delete(_my_lesson(request, lesson_id).tuning)
    except StillLearning as learning:
        raise Refused(409, learning.code, str(learning)) from None
    return Status(204, None)


@router.get("/lessons/{int:lesson_id}/model", response={FAILURES: schemas.ErrorBody})
def download_model(request: HttpRequest, lesson_id: int) -> FileResponse:
    """A folder that transformers or peft loads, with its model card, as a zip file."""
    tuning = _my_lesson(request, lesson_id).tuning
    if tuning.made is None:
        raise Refused(409, NotTaught.code, str(NotTaught()))
    return FileResponse(packed(tuning), as_attachment=True, filename=f"{tuning.made.name}.zip")


def _mine(request: HttpRequest, id: str) -> Row:
    dataset = account_to_have(request, ACCOUNT).datasets.filter(pk=id).first()
    if dataset is None:
        raise Http404
    return dataset


def _my_lesson(request: HttpRequest, id: int) -> LessonRow:
    owned = LessonRow.objects.filter(version__dataset__owner=account_to_have(request, ACCOUNT))
    lesson = _light(owned).filter(pk=id).first()
    if lesson is None:
        raise Http404
    return lesson


def _light(lessons: QuerySet[LessonRow]) -> QuerySet[LessonRow]:
    """Without the examples."""
    found = lessons.select_related("version", "tuning__base", "tuning__made")
    return found.defer("version__text", "tuning__learned", "tuning__held_out")


def _bases(owner: User) -> list[ModelCard]:
    """What they can have taught, the usual one first."""
    return sorted(tunings.bases(cards_for(owner.pk)), key=lambda card: not card.default)


def _summary(dataset: Row) -> dict[str, Any]:
    return {"id": dataset.pk, "title": dataset.title, "version": datasets.newest(dataset).number}


def _described(request: HttpRequest, dataset: Row, base: str = "") -> dict[str, Any]:
    bases = _bases(account_to_have(request, ACCOUNT))
    chosen = next((card for card in bases if card.name == base), bases[0] if bases else None)
    rows = LessonRow.objects.filter(version__dataset=dataset)
    return _summary(dataset) | {
        "text": datasets.newest(dataset).text,
        "app": dataset.app.title if dataset.app else None,
        "check": _check(dataset, chosen) if chosen else None,
        "lessons": [_lesson(row) for row in _light(rows)],
    }


def _check(dataset: Row, base: ModelCard) -> Check:
    check = lessons.look(dataset, base)
    return Check(
        base=base.name,
        fit=check.fit,
        faults=[Fault(**vars(fault)) for fault in check.faults],
        learned=len(check.learned),
        held_out=len(check.held_out),
        labels=check.labels,
        tokens=check.tokens,
        languages={languages.name(code): count for code, count in check.languages.items()},
        answers=not tunings.learns_labels(base),
        seconds={long: lessons.seconds(check, base, Manner(long)) for long in get_args(Long)},
    )


def _lesson(lesson: LessonRow) -> dict[str, Any]:
    shared = bool(lesson.tuning.made and lesson.tuning.made.shared)
    told = tunings.describe(lesson.tuning)
    return told | {"id": lesson.pk, "version": lesson.version.number, "shared": shared}
