"""How much of their quotas whoever asks has used today."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router

from widgets.spending.limits import payer_for
from widgets.spending.meter import levels
from widgets.web.players import player_of
from widgets.web.schemas.quota import Quota

router = Router(tags=["quota"])


@router.get("", response=Quota)
def get_quota(request: HttpRequest) -> dict[str, Any]:
    """`used` has in it what work in progress may take at the most. Guests are counted by their network address."""
    return {what: asdict(level) if level else None for what, level in levels(payer_for(player_of(request))).items()}
