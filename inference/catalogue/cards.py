"""Which ModelCards there are. Light: the web process imports it; nothing here touches weights."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Annotated, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from pydantic import BaseModel, Field, ValidationError

from inference.catalogue.failures import NotReady
from inference.models import ModelCard
from inference.protocol import Body, CodeBody, ImageBody, ModelMissing, TextBody, TextParameters, TranslateBody

SHIPPED = Path(__file__).with_name("shipped")  # a file a family
CHOSEN = {"enabled", "default", "precision", "memory", "defaults"}  # a first value, then an administrator's or measured


def shipped() -> list[dict[str, Any]]:
    """The cards that come with the product, as rows of the table."""
    return [row for file in sorted(SHIPPED.glob("*.json")) for row in json.loads(file.read_text())]


IN_USE = Q(enabled=True, retired_at=None)


def cards() -> QuerySet[ModelCard]:
    return ModelCard.objects.filter(IN_USE)


def cards_for(user: int | None) -> list[ModelCard]:
    """Those that the account with this id may use, or a guest: open to everybody or to a group of theirs; who
    administers the site may use all, but for what somebody taught and keeps for themselves.
    """
    # First what there is, then what of it is closed: whatever is closed meanwhile is so here too.
    found = [card for card in _in_use() if not card.private or card.owner_id == user]
    closed = set(ModelCard.groups.through.objects.values_list("modelcard_id", flat=True))
    if closed:
        closed -= _opened_for(user)
    offered = {card.pk for card in found if card.pk not in closed}
    # What was taught is no way around what its base is closed or switched off for.
    return [card for card in found if card.pk in offered and (card.base_id is None or card.base_id in offered)]


def _opened_for(user: int | None) -> set[int]:
    """The ids of the closed cards that they may use all the same."""
    if user is None:
        return set()
    groups = ModelCard.groups.through.objects.all()
    if not get_user_model()._default_manager.filter(pk=user, is_superuser=True).exists():
        groups = groups.filter(group__user=user)
    return set(groups.values_list("modelcard_id", flat=True))


def _in_use() -> list[ModelCard]:
    """Each with the names of the retired cards that it replaces, directly or through others that are retired too."""
    found = list(ModelCard.objects.filter(IN_USE | Q(retired_at__isnull=False, replacement__isnull=False)))
    present = {card.pk: card for card in found if card.retired_at is None}
    heirs = {card.pk: card.replacement_id for card in found if card.retired_at}
    for card in found:
        heir, left = heirs.get(card.pk), len(heirs)  # they may replace each other in a circle
        while heir in heirs and left:
            heir, left = heirs[heir], left - 1
        if heir in present:
            present[heir].replaces = {*present[heir].replaces, card.name}
    return list(present.values())


def find(name: str, *tasks: str) -> ModelCard:
    """The enabled, installed card of that name, or the default of the first task when the name is empty."""
    named = [card for card in _in_use() if card.installed and card.task in tasks]
    for card in named:
        if card.goes_by(name) if name else card.default and card.task == tasks[0]:
            return card
    raise ModelMissing(name or tasks[0])


def usual_for(user: int | None, task: str) -> ModelCard:
    """What they are given who name no card: the default one, or another that they may use. Raises ModelMissing."""
    able = [card for card in cards_for(user) if card.installed and card.task == task]
    if not able:
        raise ModelMissing(task)
    return min(able, key=lambda card: (not card.default, card.base_id is not None))


def choose(cards: Iterable[ModelCard], body: Body, name: str = "") -> ModelCard:
    """The card of that name, or what replaces it; without a name the one that suits `body` best: of the first task
    that any suits, the default before the others. Raises ModelMissing where it is not installed or cannot do this.
    """
    able = [card for card in cards if card.installed and card.task in body.tasks]
    if name:
        fitting = [card for card in able if card.goes_by(name)]
    else:
        # What was taught knows its own labels only, and answers as its examples do: it is asked by its name.
        usual = [card for card in able if card.base_id is None and card.suits(body)]
        fitting = sorted(usual, key=lambda card: _rank(card, body))
    if not fitting:
        raise ModelMissing(name or body.tasks[0])
    return fitting[0]


def _rank(card: ModelCard, body: Body) -> tuple[int, bool]:
    return body.tasks.index(card.task), not card.default


def applied(card: ModelCard, body: Body, chosen: Collection[str]) -> Body:
    """`body` with the parameters that `card` has of its own, but for those that somebody `chose`, within its limits."""
    own = {name: value for name, value in card.defaults.items() if name not in chosen}
    if isinstance(body, ImageBody):
        return ImageBody(
            **(body.model_dump() | {name: own[name] for name in own.keys() & ImageBody.model_fields.keys()})
        )
    if not isinstance(body, TextBody | TranslateBody | CodeBody):
        return body
    known = {name: own[name] for name in own.keys() & TextParameters.model_fields.keys()}
    parameters = TextParameters(**(body.parameters.model_dump() | known))
    if card.most_tokens:
        parameters.max_tokens = min(parameters.max_tokens, card.most_tokens)
    return body.model_copy(update={"parameters": parameters})


def check_defaults(task: str, own: Any) -> None:
    """Raises ValueError with a sentence where `own` are no parameters of such a model. What a pipeline may be given
    besides those of every picture is looked at when it is loaded."""
    body, known = _parameters(task)
    more = own.keys() - known if isinstance(own, dict) else {""}
    if more & {"work", "prompt"} or (more and body is not ImageBody):
        raise ValueError(f"These are parameters by name: {', '.join(sorted(known))}." if known else "It has none.")
    try:
        body(**({"prompt": ""} if body is ImageBody else {}), **{name: own[name] for name in own.keys() & known})
    except ValidationError as error:
        fault = error.errors()[0]
        raise ValueError(f"“{fault['loc'][0]}” cannot be used: {fault['msg']}.") from error


class _Hypothesis(BaseModel):
    hypothesis: Annotated[str, Field(pattern=r"\{\}", max_length=500)] = "{}"


class _Nothing(BaseModel): ...


def _parameters(task: str) -> tuple[type[BaseModel], set[str]]:
    """What a model of that task takes, and the names in it that are parameters."""
    if task == ModelCard.Task.IMAGE:
        return ImageBody, ImageBody.model_fields.keys() - {"work", "prompt"}
    kinds: dict[str, type[BaseModel]] = dict.fromkeys(
        (*TextBody.tasks, *TranslateBody.tasks, *CodeBody.tasks), TextParameters
    )
    kind = (kinds | {"classification": _Hypothesis}).get(task, _Nothing)
    return kind, set(kind.model_fields)


def sync_cards() -> None:
    """Bring the shipped cards into the table. What an administrator chose is left alone."""
    for row in shipped():
        chosen = row.get("default", False)
        ModelCard.objects.filter(name=row["name"]).exclude(revision=row["revision"]).update(memory=None)
        facts = {field: value for field, value in row.items() if field not in CHOSEN}
        first = {field: value for field, value in row.items() if field != "default"}
        card, created = ModelCard.objects.update_or_create(
            name=facts.pop("name"), defaults=facts, create_defaults=first
        )
        if card.family == ModelCard.Family.ECHO:
            _sync_echo(card)
        if (created or card.family == ModelCard.Family.ECHO) and chosen and card.enabled:
            _make_default(card)


@transaction.atomic
def make_default(card: ModelCard) -> None:
    """Of its task, in place of whichever was. Raises NotReady."""
    if not (card.installed and card.enabled) or card.retired_at or card.private:
        raise NotReady
    ModelCard.objects.filter(task=card.task, default=True).exclude(pk=card.pk).update(default=False)
    ModelCard.objects.filter(pk=card.pk).update(default=True)
    card.default = True


@transaction.atomic
def retire(card: ModelCard, replacement: ModelCard | None) -> None:
    """It is asked no more. What was the default of its task is so no longer; its replacement is, if there is one."""
    if card.default and replacement:
        make_default(replacement)
    changes = {"retired_at": timezone.now(), "replacement": replacement, "default": False}
    ModelCard.objects.filter(pk=card.pk).update(**changes)


def _sync_echo(card: ModelCard) -> None:
    """Echo needs no weights, and is only offered where the settings ask for it."""
    card.enabled = settings.ECHO_MODEL
    card.default = card.default and card.enabled
    card.installed_at = card.installed_at or timezone.now()
    card.save()


def _make_default(card: ModelCard) -> None:
    """Unless its task has a default card; but echo gives way to a net."""
    others = ModelCard.objects.filter(task=card.task, default=True).exclude(pk=card.pk)
    others.filter(family=ModelCard.Family.ECHO).exclude(family=card.family).update(default=False)
    if not others.exists():
        card.default = True
        card.save(update_fields=["default"])
