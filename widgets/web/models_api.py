"""The neural nets that a widget may choose from."""

from django.http import HttpRequest
from ninja import Router

from inference.catalogue.cards import cards
from inference.models import ModelCard
from widgets.web.schemas import Model

router = Router(tags=["models"])


@router.get("", response=list[Model])
def models(request: HttpRequest) -> list[Model]:  # noqa: ARG001
    return describe_models()


def describe_models() -> list[Model]:
    return [_described(card) for card in cards()]


def _described(card: ModelCard) -> Model:
    return Model(
        name=card.name,
        title=card.title,
        task=card.task,
        default=card.default,
        context=card.context,
        installed=card.installed,
    )
