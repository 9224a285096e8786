"""A title for a snapshot, proposed by the default text model. Until it comes, if ever, the title of the app stands."""

import logging

from django.db import transaction
from django.utils import timezone

from inference import client
from inference.catalogue.cards import usual_for
from inference.protocol import Message, ModelMissing, Outcome, Request, TextBody, TextParameters
from widgets.models import Player, Snapshot
from widgets.running import full_house
from widgets.snapshots.freezing import answers, frozen
from widgets.spending import reserving
from widgets.spending.limits import payer_for
from widgets.spending.refusing import QuotaSpent

EXCERPT = 600  # characters of the results that the model reads
LONGEST = 60  # characters

ASK = "Give this a short title:\n\n{}"
# Without examples a small model talks about the title rather than giving one.
SHOTS = [
    Message(role="user", content=ASK.format("Mix the flour with two eggs and some milk. Let it rest. Heat the pan.")),
    Message(role="assistant", content="Pancakes for Sunday"),
    Message(role="user", content=ASK.format("The old lighthouse had been dark for years when Ada saw a lamp in it.")),
    Message(role="assistant", content="The Lamp in the Lighthouse"),
]

log = logging.getLogger(__name__)


def ask(snapshot: Snapshot, player: Player) -> None:
    """Without a model, a queue or room in it there is no proposal, and that is no failure."""
    try:
        full_house.check(player)
        client.submit(_reserved(snapshot, player), settled="widgets.title_snapshot")
    except (ModelMissing, QuotaSpent, client.QueueUnavailable, full_house.FullHouse) as error:
        log.warning("no title is proposed: %s", error)
        _ask_no_more(snapshot)


@transaction.atomic
def _reserved(snapshot: Snapshot, player: Player) -> Request:
    """Raises ModelMissing or QuotaSpent."""
    card = usual_for(player.account, "text")
    request = _request(snapshot, card.name)
    reserving.reserve(payer_for(player), request.id, card, request.body)
    Snapshot.objects.filter(pk=snapshot.pk).update(asked_at=timezone.now())
    return request


@transaction.atomic
def _ask_no_more(snapshot: Snapshot) -> None:
    reserving.give_back([_id(snapshot)])
    Snapshot.objects.filter(pk=snapshot.pk).update(asked_at=None)


def _id(snapshot: Snapshot) -> str:
    return f"title-{snapshot.pk}"


def _request(snapshot: Snapshot, card: str) -> Request:
    text = "\n".join(answers(frozen(snapshot)))[:EXCERPT]
    messages = [*SHOTS, Message(role="user", content=ASK.format(text))]
    parameters = TextParameters(temperature=0, max_tokens=16, stop=["\n"])
    body = TextBody(messages=messages, parameters=parameters)
    return Request(id=_id(snapshot), card=card, log=f"snapshot:{snapshot.pk}", body=body)


@transaction.atomic
def settle(outcome: Outcome) -> None:
    """The title that came; none when somebody gave one in the meantime."""
    reserving.settle(outcome)
    title = cleaned(outcome.value) if outcome.state == "done" else ""
    waiting = Snapshot.objects.filter(pk=outcome.id.removeprefix("title-"), asked_at__isnull=False)
    waiting.update(asked_at=None, **({"title": title} if title else {}))


def cleaned(said: str) -> str:
    """The first line without quotes, marks and “Title:”, cut at a word. Nothing where that is data."""
    line = next((line for line in said.replace("\x00", "").splitlines() if line.strip()), "")
    if line.lstrip().startswith(("[", "{")):
        return ""
    line = line.strip().lstrip("#*- ").removeprefix("Title:").strip(" *\"“”'.:")
    return line if len(line) <= LONGEST else line[:LONGEST].rsplit(" ", 1)[0]
