"""The neural nets that a widget may choose from."""

from django.http import HttpRequest
from ninja import Router

from inference import measures
from inference.catalogue.cards import cards_for
from inference.models import ModelCard
from widgets.models import Player
from widgets.web.players import player_of
from widgets.web.schemas import Model

router = Router(tags=["models"])


@router.get("", response=list[Model])
def models(request: HttpRequest) -> list[Model]:
    return describe_models(player_of(request))


def describe_models(player: Player) -> list[Model]:
    """Those that they may use."""
    known = cards_for(player.account)
    fast = measures.speeds(card.name for card in known)
    return [_described(card, fast.get(card.name)) for card in known]


def _described(card: ModelCard, speed: float | None) -> Model:
    return Model(
        name=card.name,
        title=card.title,
        summary=card.summary,
        task=card.task,
        default=card.default,
        context=card.context,
        installed=card.installed,
        parameters=card.parameters,
        speed=speed,
        replaces=sorted(card.replaces),
        local=card.family != ModelCard.Family.REMOTE,
        languages=card.languages,
        instructed=card.instructed,
        most_pixels=card.most_pixels,
        private=card.private,
    )
