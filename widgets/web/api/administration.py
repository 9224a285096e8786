"""Managing models: seen, installed, loaded, chosen, retired. For staff that may change models; each act is logged.

Who uses what stands beside it, for those of them who may also see the table of uses.
"""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Literal, TypeVar

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Router
from ninja.responses import Status
from pydantic import Field

from inference import control
from inference.catalogue import cards, installs, removing
from inference.client import QueueUnavailable
from inference.jobs import moves
from inference.models import ModelCard
from inference.overview import Overview, overview
from inference.protocol import EngineError
from widgets.spending import charts
from widgets.web.errors import FAILURES, Refused
from widgets.web.players import account_of
from widgets.web.schemas import ErrorBody
from widgets.web.schemas.administration import (
    Acceptance,
    Change,
    Managed,
    ManagedModel,
    Removed,
    Retirement,
    Somewhere,
    UseChart,
)

router = Router(tags=["administration"])
uses = Router(tags=["administration"])
RIGHT = "inference.change_modelcard"
RIGHT_TO_USES = "widgets.view_use"
LONGEST = 366  # days of a chart
ANSWERS: Any = {200: ManagedModel, 409: ErrorBody, FAILURES: ErrorBody}
Act = TypeVar("Act", bound=Callable[..., Any])


def acting(act: Act) -> Act:
    """For staff only, whom others do not even find; what cannot be done is refused with its sentence."""

    @wraps(act)
    def checked(request: HttpRequest, *args: Any, **more: Any) -> Any:
        user = account_of(request)
        if not (user and user.is_staff and user.has_perm(RIGHT)):
            raise Http404
        try:
            return act(request, *args, **more)
        except EngineError as error:
            raise Refused(409, error.code, str(error)) from None
        except QueueUnavailable as away:
            raise Refused(503, "queue_unavailable", str(away)) from None

    return checked  # type: ignore[return-value]


@router.get("", response={200: Managed, FAILURES: ErrorBody})
@acting
def managed(request: HttpRequest) -> Managed:  # noqa: ARG001
    found = overview()
    models = [describe(card, found) for card in found.cards]
    return Managed(models=models, workers=found.workers, waiting=found.waiting, redis=found.redis)


@router.patch("/{slug:name}", response=ANSWERS)
@acting
def change_model(request: HttpRequest, name: str, data: Change) -> ManagedModel:
    card, switched = _card(name), data.model_dump(exclude_none=True)
    with transaction.atomic():
        if switched.pop("default", False):
            cards.make_default(card)
            _log(request, card, "Made the default of its task.")
        for field, value in switched.items():
            ModelCard.objects.filter(pk=card.pk).update(**{field: value})
            _log(request, card, f"{field.capitalize()}." if value else f"No longer {field}.")
    return _described(name)


@router.post("/{slug:name}/installation", response=ANSWERS | {202: ManagedModel})
@acting
def install_model(request: HttpRequest, name: str, data: Acceptance) -> Status[ManagedModel]:
    """Two who ask share one download. Once it is there it is switched on."""
    card, user = _card(name), account_of(request)
    if data.accept_terms and card.terms:
        installs.accept_terms(card, user)
        _log(request, card, f"Accepted the terms at {card.terms}.")
    with transaction.atomic():
        installs.ask(card, user)
    _log(request, card, "Asked to install it.")
    return Status(202, _described(name))


@router.delete("/{slug:name}/installation", response=ANSWERS)
@acting
def cancel_installation(request: HttpRequest, name: str) -> ManagedModel:
    """What was downloaded is kept for the next time."""
    card = _card(name)
    if installation := installs.latest(card):
        moves.cancel(installation)
        _log(request, card, "Cancelled its installation.")
    return _described(name)


@router.get("/{slug:name}/weights", response={200: Removed, FAILURES: ErrorBody})
@acting
def who_uses(request: HttpRequest, name: str) -> Removed:  # noqa: ARG001
    """What removing it would do."""
    card = _card(name)
    return Removed(freed=removing.size(card), users=removing.users(card))


@router.delete("/{slug:name}/weights", response=ANSWERS)
@acting
def remove_weights(request: HttpRequest, name: str) -> ManagedModel:
    """Frees the disk. It can be installed again."""
    card = _card(name)
    freed = removing.remove(card)
    _log(request, card, f"Removed its weights: {freed / 1e6:,.0f} MB.")
    control.unload(card)
    return _described(name)


@router.post("/{slug:name}/loading", response=ANSWERS | {202: ManagedModel})
@acting
def load_model(request: HttpRequest, name: str, data: Somewhere) -> Status[ManagedModel]:
    card = _card(name)
    worker = control.load(card, worker=data.worker)
    _log(request, card, f"Had it loaded by {worker.name}.")
    return Status(202, _described(name))


@router.delete("/{slug:name}/loading", response=ANSWERS)
@acting
def unload_model(request: HttpRequest, name: str, worker: str | None = None) -> ManagedModel:
    card = _card(name)
    if names := control.unload(card, worker):
        _log(request, card, f"Had it unloaded by {' and '.join(names)}.")
    return _described(name)


@router.put("/{slug:name}/retirement", response=ANSWERS)
@acting
def retire_model(request: HttpRequest, name: str, data: Retirement) -> ManagedModel:
    """It is asked no more; where a widget names it, its replacement answers."""
    card = _card(name)
    replacement = _replacement(card, data.replacement) if data.replacement else None
    cards.retire(card, replacement)
    _log(request, card, f"Retired; {replacement.title} takes its place." if replacement else "Retired.")
    return _described(name)


@router.delete("/{slug:name}/retirement", response=ANSWERS)
@acting
def bring_back(request: HttpRequest, name: str) -> ManagedModel:
    card = _card(name)
    ModelCard.objects.filter(pk=card.pk).update(retired_at=None, replacement=None)
    _log(request, card, "Brought back.")
    return _described(name)


@uses.get("", response={200: UseChart, FAILURES: ErrorBody})
@acting
def who_used_what(
    request: HttpRequest,
    days: Annotated[int, Field(ge=1, le=LONGEST)] = 30,
    by: Literal["model", "person"] = "model",
) -> UseChart:
    """Tokens and images of the last days, a day a number; of the ten who used most, of guests, of all others."""
    user = account_of(request)
    if not (user and user.has_perm(RIGHT_TO_USES)):
        raise Http404
    chart = charts.by_person(days=days) if by == "person" else charts.by_model(days=days)
    return UseChart.model_validate(chart, from_attributes=True)


# Within ----------------------------------------------------------------------------------------


def _card(name: str) -> ModelCard:
    card = ModelCard.objects.filter(name=name).first()
    if card is None:
        raise Http404
    return card


def _replacement(card: ModelCard, name: str) -> ModelCard:
    for other in removing.replacements(card):
        if other.name == name:
            return other
    message = "Only an installed model of the same task and languages can take its place. Choose another one."
    raise Refused(422, "no_replacement", message, "replacement")


def _log(request: HttpRequest, card: ModelCard, message: str) -> None:
    user = account_of(request)
    LogEntry.objects.log_actions(user.pk if user else 0, [card], CHANGE, message, single_object=True)


def _described(name: str) -> ManagedModel:
    found = overview()
    return next(describe(card, found) for card in found.cards if card.name == name)


def describe(card: ModelCard, found: Overview) -> ManagedModel:
    installation = found.installations.get(card.name)
    places = [{"worker": worker.name, **state.model_dump()} for worker, state in found.places(card)]
    plain = ("name", "title", "summary", "task", "family", "licence", "terms", "size", "shipped", "kept")
    switches = ("installed", "enabled", "default", "pinned", "retired_at", "pools", "languages")
    return ManagedModel(
        **{field: getattr(card, field) for field in (*plain, *switches)},
        memory=card.expected_memory,
        terms_accepted=card.accepted_at is not None,
        can_install=bool(card.source),
        missing_lenders=[one.title for one in found.cards if one.name in card.lenders and not one.installed],
        replacement=card.replacement.name if card.replacement else None,
        replacements=[other.name for other in removing.replacements(card, found.cards)],
        groups=[group.name for group in card.groups.all()],
        unserved=card.name in found.unserved,
        installation=installs.describe(installation) if installation else None,
        places=places,
        measures=found.measures[card.name],
        edit=reverse("admin:inference_modelcard_change", args=[card.pk]),
    )
