"""Teaching models over HTTP: examples, their check, and lessons. All of it is seen by its owner, and by nobody else."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status

from inference import tunings
from inference.packing import packed
from inference.tunings import NotTaught, StillLearning
from widgets.models import Lesson as LessonRow
from widgets.teaching import datasets, lessons
from widgets.teaching.examples.reading import Unreadable
from widgets.teaching.failures import NotFit, TooLong, TooMany
from widgets.teaching.lessons import Manner
from widgets.web import schemas
from widgets.web.errors import FAILURES, Refused
from widgets.web.looking_up import account_to_teach, dataset_of
from widgets.web.schemas.teaching import (
    Dataset,
    DatasetChange,
    DatasetSummary,
    Lesson,
    LessonChange,
    NewDataset,
    NewLesson,
)
from widgets.web.teaching import bases_for, dataset_in_list, dataset_out, left_alone, lesson_out, light

router = Router(tags=["teaching"])


@router.get("/datasets", response={200: list[DatasetSummary], FAILURES: schemas.ErrorBody})
def list_datasets(request: HttpRequest) -> list[dict[str, Any]]:
    return [dataset_in_list(dataset) for dataset in account_to_teach(request).datasets.all()]


@router.post("/datasets", response={201: Dataset, FAILURES: schemas.ErrorBody})
def create_dataset(request: HttpRequest, data: NewDataset) -> Status[dict[str, Any]]:
    try:
        dataset = datasets.create(account_to_teach(request), data.title, data.text)
    except Unreadable as unreadable:
        raise Refused(422, "unreadable", str(unreadable), "text") from None
    except TooMany as many:
        raise Refused(422, "too_many", str(many)) from None
    return Status(201, dataset_out(dataset))


@router.get("/datasets/{id:dataset_id}", response={200: Dataset, FAILURES: schemas.ErrorBody})
def get_dataset(request: HttpRequest, dataset_id: str, base: str = "") -> dict[str, Any]:
    """`base`: the model that its examples are checked for."""
    return dataset_out(dataset_of(request, dataset_id), base)


@router.patch("/datasets/{id:dataset_id}", response={200: Dataset, FAILURES: schemas.ErrorBody})
def change_dataset(request: HttpRequest, dataset_id: str, data: DatasetChange, base: str = "") -> dict[str, Any]:
    dataset = dataset_of(request, dataset_id)
    try:
        datasets.change(dataset, data.title, data.text)
    except Unreadable as unreadable:
        raise Refused(422, "unreadable", str(unreadable), "text") from None
    return dataset_out(dataset, base)


@router.delete("/datasets/{id:dataset_id}", response={204: None, FAILURES: schemas.ErrorBody})
def delete_dataset(request: HttpRequest, dataset_id: str) -> Status[None]:
    """With all its versions; models that learned from it stay."""
    datasets.delete(dataset_of(request, dataset_id))
    return Status(204, None)


@router.get("/datasets/{id:dataset_id}/versions/{int:number}", response={FAILURES: schemas.ErrorBody})
def download_version(request: HttpRequest, dataset_id: str, number: int) -> HttpResponse:
    """As it was given."""
    version = dataset_of(request, dataset_id).versions.filter(number=number).first()
    if version is None:
        raise Http404
    response = HttpResponse(version.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="examples-{number}.txt"'
    return response


@router.post("/datasets/{id:dataset_id}/lessons", response={201: Lesson, FAILURES: schemas.ErrorBody})
def start_lesson(request: HttpRequest, dataset_id: str, data: NewLesson) -> Status[dict[str, Any]]:
    owner, dataset = account_to_teach(request), dataset_of(request, dataset_id)
    base = next((card for card in bases_for(owner) if card.name == data.base), None)
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
    return Status(201, lesson_out(lesson))


@router.get("/lessons", response={200: list[Lesson], FAILURES: schemas.ErrorBody})
def list_lessons_left_alone(request: HttpRequest) -> list[dict[str, Any]]:
    """Those whose examples were deleted; the others are listed with their examples."""
    return left_alone(account_to_teach(request))


@router.get("/lessons/{int:lesson_id}", response={200: Lesson, FAILURES: schemas.ErrorBody})
def get_lesson(request: HttpRequest, lesson_id: int) -> dict[str, Any]:
    return lesson_out(_my_lesson(request, lesson_id))


@router.post("/lessons/{int:lesson_id}/cancellation", response={200: Lesson, FAILURES: schemas.ErrorBody})
def stop_lesson(request: HttpRequest, lesson_id: int) -> dict[str, Any]:
    """What was learned so far is kept, at its best."""
    tunings.stop(_my_lesson(request, lesson_id).tuning)
    return lesson_out(_my_lesson(request, lesson_id))


@router.patch("/lessons/{int:lesson_id}", response={200: Lesson, FAILURES: schemas.ErrorBody})
def share_lesson(request: HttpRequest, lesson_id: int, data: LessonChange) -> dict[str, Any]:
    """Whether others may use the model that came of it."""
    lesson = _my_lesson(request, lesson_id)
    try:
        tunings.share(lesson.tuning, shared=data.shared)
    except NotTaught as untaught:
        raise Refused(409, untaught.code, str(untaught)) from None
    return lesson_out(lesson)


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


def _my_lesson(request: HttpRequest, id: int) -> LessonRow:
    owned = LessonRow.objects.filter(tuning__asked_by=account_to_teach(request))
    lesson = light(owned).filter(pk=id).first()
    if lesson is None:
        raise Http404
    return lesson
