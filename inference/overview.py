"""All that is known of models and workers at this moment, for those who manage them. It reads and changes nothing."""

from dataclasses import dataclass, field

from inference import live, measures, routing, streams
from inference.catalogue import installs
from inference.live import CardState, Worker
from inference.measures import Measures
from inference.models import Installation, ModelCard


@dataclass
class Overview:
    cards: list[ModelCard]
    installations: dict[str, Installation]  # the newest of each card, by its name
    measures: dict[str, Measures]
    workers: list[Worker] = field(default_factory=list)
    waiting: dict[str, int] = field(default_factory=dict)  # requests, by queue
    unserved: set[str] = field(default_factory=set)  # names of cards whose pools have no worker
    redis: bool = True

    def places(self, card: ModelCard) -> list[tuple[Worker, CardState]]:
        """Where it is in memory."""
        return [(worker, state) for worker in self.workers if (state := worker.state_of(card.name))]


def overview() -> Overview:
    cards = list(ModelCard.objects.select_related("replacement").prefetch_related("groups"))
    newest = {installation.card.name: installation for installation in installs.newest()}
    found = Overview(cards, newest, measures.of(card.name for card in cards))
    try:
        found.workers = live.workers()
        found.waiting = routing.lengths()
        found.unserved = {card.name for card in routing.unserved()}
    except streams.AWAY:
        found.redis = False
    return found
