"""How much of their quotas whoever asks has used today."""

from django.http import HttpRequest
from ninja import Router

from widgets.web import describing
from widgets.web.players import player_of
from widgets.web.schemas.quota import Quota

router = Router(tags=["quota"])


@router.get("", response=Quota)
def get_quota(request: HttpRequest) -> Quota:
    """`used` has in it what work in progress may take at the most. Guests are counted by their network address."""
    return describing.quota_of(player_of(request))
