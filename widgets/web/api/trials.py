"""Models tried out: started, read, followed and stopped. A trial is seen by whoever began it, and by nobody else."""

from collections.abc import Collection
from typing import Any

from asgiref.sync import sync_to_async
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Router
from ninja.responses import Status
from pydantic import TypeAdapter, ValidationError

from inference import streams
from inference.catalogue.cards import cards_for
from inference.protocol import Body, ImageBody, ModelMissing, TextParameters
from widgets.graph.schema import storable
from widgets.models import Player, Trial
from widgets.running import full_house, sse
from widgets.trials import trials
from widgets.trials.dispatch import carry_out
from widgets.trials.following import follow
from widgets.trials.reading import read
from widgets.trials.trials import Asked
from widgets.web import schemas
from widgets.web.api.events import EVENTS
from widgets.web.api.files import CONTENT, picture
from widgets.web.errors import FAILURES, Refused
from widgets.web.players import player_of, player_who_plays
from widgets.web.schemas.trials import LONGEST, NewTrial, Question
from widgets.web.schemas.trials import Trial as TrialOut

router = Router(tags=["trials"])
BODY: TypeAdapter[Body] = TypeAdapter(Body)
SAMPLING = TextParameters.model_fields.keys()
NUMBERS = {"width", "height", "steps", "guidance", "seed"}  # of a picture


@router.post("", response={201: TrialOut, FAILURES: schemas.ErrorBody})
def start_trial(request: HttpRequest, data: NewTrial) -> Status[dict[str, Any]]:
    """Puts one question to up to 16 models, or to one with other parameters each time."""
    questions = [_asked(data.asked, question) for question in data.questions]
    return Status(201, read(_start(player_who_plays(request), questions)))


@transaction.atomic
def _start(player: Player, questions: list[Asked]) -> Trial:
    full_house.check(player)
    try:
        trial, step = trials.start(player, questions, cards_for(player.account))
    except ModelMissing as missing:
        raise Refused(422, missing.code, str(missing), "questions") from None
    carry_out(step)
    return trial


def _asked(body: Body, question: Question) -> Asked:
    """The question with the parameters of its own, within limits as a whole."""
    _check_names(body, question.parameters)
    values = body.model_dump()
    values.get("parameters", values).update(question.parameters)
    try:
        own = BODY.validate_python(values)
    except ValidationError as error:
        fault = error.errors()[0]
        said = f"The parameter “{fault['loc'][-1]}” cannot be used: {fault['msg']}."
        raise Refused(422, "invalid", said, "questions") from None
    _check_whole(own)
    return Asked(card=question.card, body=own, chosen=frozenset(_set(body) | question.parameters.keys()))


def _check_names(body: Body, parameters: Collection[str]) -> None:
    known = NUMBERS if isinstance(body, ImageBody) else SAMPLING if hasattr(body, "parameters") else ()
    for name in parameters:
        if name not in known:
            these = f"Those that can: {', '.join(sorted(known))}." if known else "This question has none."
            raise Refused(422, "invalid", f"“{name[:80]}” cannot be set for one model. {these}", "questions")


def _check_whole(body: Body) -> None:
    values = body.model_dump(mode="json", exclude_defaults=True)
    if _length(values) > LONGEST:
        raise Refused(422, "too_long", f"A question has {LONGEST:,} characters at most. Shorten it.", "asked")
    try:
        storable(values)
    except ValueError as error:
        raise Refused(422, "invalid", f"This cannot be asked: {error}.", "asked") from None


def _length(values: dict[str, Any]) -> int:
    """Characters of the texts and names in it; whatever has none counts as one."""
    length = 0
    left: list[Any] = [values]
    while left:
        one = left.pop()
        length += len(one) or 1 if isinstance(one, str) else 1
        if isinstance(one, dict):
            left += [*one, *one.values()]
        elif isinstance(one, list):
            left += one
    return length


def _set(body: Body) -> set[str]:
    """The parameters that the question itself sets."""
    inner = getattr(body, "parameters", body)
    return set(inner.model_fields_set)


@router.get("/{id:trial_id}", response={200: TrialOut, FAILURES: schemas.ErrorBody})
def get_trial(request: HttpRequest, trial_id: str) -> dict[str, Any]:
    return read(_mine(request, trial_id))


@router.post("/{id:trial_id}/cancellation", response={200: TrialOut, FAILURES: schemas.ErrorBody})
def stop_trial(request: HttpRequest, trial_id: str) -> dict[str, Any]:
    trial = _mine(request, trial_id)
    with transaction.atomic():
        carry_out(trials.cancel(trial))
    return read(trial)


@router.get("/{id:trial_id}/events", response={FAILURES: schemas.ErrorBody}, openapi_extra=EVENTS)
async def follow_trial(request: HttpRequest, trial_id: str, after: str = streams.START) -> StreamingHttpResponse:
    """As those of a run; `answer.ended` has the whole answer."""
    await sync_to_async(_mine)(request, trial_id)
    after = request.headers.get("Last-Event-ID", after)
    return StreamingHttpResponse(
        sse.frames(follow(trial_id, request.session.session_key, after)),
        content_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},
    )


@router.get(
    "/{id:trial_id}/answers/{id:answer_id}/files/{int:number}",
    response={FAILURES: schemas.ErrorBody},
    openapi_extra=CONTENT,
)
def get_answer_file(request: HttpRequest, trial_id: str, answer_id: str, number: int) -> HttpResponse:
    answer = _mine(request, trial_id).answers.filter(pk=answer_id).first()
    return picture(answer.files if answer else None, number)


def _mine(request: HttpRequest, id: str) -> Trial:
    trial = Trial.objects.of(player_of(request)).filter(pk=id).first()
    if trial is None:
        raise Http404
    return trial
