"""Pages for everybody about the models: what there is, a playground, a look inside, and how they work."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from inference import tunings
from inference.catalogue.cards import cards_for
from inference.models import ModelCard
from inference.protocol import InspectBody
from widgets.models import App
from widgets.web import describing
from widgets.web.api.models import describe_models
from widgets.web.players import player_of

PLAYED = ("text", "translation", "code", "image")  # tasks that the playground tries
READ = (ModelCard.Family.TEXT, ModelCard.Family.SEQ2SEQ, ModelCard.Family.ENCODER)  # families that can be looked into


OPTIONAL = ("remote", "echo")  # families that are only shown where there is one


@dataclass(frozen=True)
class Family:
    name: str
    title: str
    about: str


FAMILIES = (
    Family(
        "text",
        "Decoders",
        "They read from left to right and guess the next piece of the text, again and again. That is enough to chat, "
        "to write stories, to answer in JSON and to complete code. GPT, Llama, Qwen and SmolLM are decoders.",
    ),
    Family(
        "seq2seq",
        "Encoder–decoders",
        "One half reads the whole text, in both directions; the other half writes another text while it looks at what "
        "was read. That suits translations and summaries. T5, BART and Marian are built like this.",
    ),
    Family(
        "encoder",
        "Encoders",
        "They read a whole text at once and write nothing: what comes out is a vector that says what it is about. "
        "Similar texts get vectors that are close, so encoders search, sort and compare. BERT and MiniLM are encoders.",
    ),
    Family(
        "image",
        "Diffusion transformers",
        "They begin with noise and take a little of it away in each step, while they look at the words of the prompt, "
        "until a picture is left. Stable Diffusion 3, Flux and PixArt are transformers of this kind.",
    ),
    Family(
        "remote",
        "On other servers",
        "Models that run elsewhere and are asked over the network: a larger machine of your own, or a service.",
    ),
    Family("echo", "For trying things out", "No neural net: they repeat what they are told, at once, always the same."),
)


@require_safe
def models(request: HttpRequest) -> HttpResponse:
    player = player_of(request)
    speeds = {model.name: model.speed for model in describe_models(player)}
    known = [(card.family, _described(card, speeds.get(card.name))) for card in cards_for(player.account)]
    families = [(one, [card for family, card in known if family == one.name]) for one in FAMILIES]
    shown = [(one, own) for one, own in families if own or one.name not in OPTIONAL]
    return render(request, "models/models.html", {"families": shown})


def _described(card: ModelCard, speed: float | None) -> dict[str, Any]:
    return {
        "name": card.name,
        "title": card.title,
        "summary": card.summary,
        "installed": card.installed,
        "facts": " · ".join(_facts(card, speed)),
        "can_play": card.task in PLAYED,
        "can_look": card.family in READ,
    }


def _facts(card: ModelCard, speed: float | None) -> list[str]:
    """Only what is known; speed and memory as they were measured here."""
    facts = [card.get_task_display()]
    if card.parameters:
        facts.append(f"{card.parameters / 1e6:,.0f} million weights")
    if card.family != ModelCard.Family.IMAGE:
        facts.append(f"reads {card.context:,} tokens")
    if card.languages:
        facts.append(", ".join("→".join(map(str, pair)) for pair in card.languages[:4]))
    if card.memory:
        facts.append(f"{card.memory / 1e6:,.0f} MB in memory")
    if speed:
        facts.append(f"{speed:.0f} tokens a second here")
    if card.licence:
        facts.append(card.licence)
    return facts


@require_safe
def playground(request: HttpRequest) -> HttpResponse:
    known = describe_models(player_of(request))
    return _page(request, "models/playground.html", [model for model in known if model.task in PLAYED])


@require_safe
def inside(request: HttpRequest) -> HttpResponse:
    player = player_of(request)
    able = {card.name for card in cards_for(player.account) if _can_look(card)}
    return _page(request, "models/inside.html", [model for model in describe_models(player) if model.name in able])


@require_safe
def understand(request: HttpRequest) -> HttpResponse:
    able = [card for card in cards_for(player_of(request).account) if _can_look(card)]
    page = {"models": {family.value: _shown(able, family) for family in READ}}
    return render(request, "models/understand.html", {"page": page})


def _shown(cards: list[ModelCard], family: ModelCard.Family) -> dict[str, str] | None:
    """The model that a family is shown with: a default one, if there is one."""
    own = sorted(
        (card for card in cards if card.family == family), key=lambda card: (not card.default, card.task != "text")
    )
    return {"name": own[0].name, "title": own[0].title} if own else None


@require_safe
def teach(request: HttpRequest) -> HttpResponse:
    player = player_of(request)
    bases = tunings.bases(cards_for(player.account))
    apps = App.objects.editable_by(player.user).order_by("-updated_at").values("id", "title")
    page = {"bases": [{"name": card.name, "title": card.title} for card in bases], "apps": list(apps)}
    return render(request, "models/teach.html", {"page": page})


def _can_look(card: ModelCard) -> bool:
    return card.family in READ and card.task in InspectBody.tasks and card.installed


def _page(request: HttpRequest, template: str, models: list[Any]) -> HttpResponse:
    player = player_of(request)
    page = {
        "models": [model.model_dump(mode="json") for model in models],
        "user": {"username": player.user.username} if player.user else None,
        "quota": describing.quota_of(player).model_dump(mode="json"),
    }
    return render(request, template, {"page": page})
