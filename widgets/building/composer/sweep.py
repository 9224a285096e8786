"""Looks for steps of compositions that nobody holds any more, and asks them again."""

from django.utils import timezone

from inference import client
from widgets.building.composer import compositions
from widgets.building.composer.dispatch import carry_out


def sweep() -> None:
    held = compositions.in_work(before=timezone.now() - client.GRACE)
    client.put_back(held, lambda id, attempt: carry_out(compositions.requeue(id, attempt)))
