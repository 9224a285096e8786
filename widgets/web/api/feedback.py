"""Feedback over HTTP: what a player thinks of a result of their own run, and what it should have been."""

from django.http import Http404, HttpRequest
from ninja import Router
from ninja.responses import Status

from widgets.models import Result
from widgets.running.dispatch import carry_out
from widgets.running.runs import Step
from widgets.teaching import rating
from widgets.web import schemas
from widgets.web.errors import FAILURES, Refused
from widgets.web.looking_up import run_of
from widgets.web.players import player_of
from widgets.web.schemas.feedback import Opinion

router = Router(tags=["runs"])


@router.put(
    "/runs/{id:run_id}/results/{id:result_id}/feedback",
    response={204: None, 409: schemas.ErrorBody, FAILURES: schemas.ErrorBody},
)
def rate_result(request: HttpRequest, run_id: str, result_id: str, data: Opinion) -> Status[None]:
    """Thumbs up or down; the last one counts. Whoever follows the run hears of it."""
    run = run_of(request, run_id)
    result = run.results.filter(pk=result_id).first()
    if result is None:
        raise Http404
    if result.state in Result.UNFINISHED:
        raise Refused(409, "unfinished", "This is still being made. Say what you think of it once it is there.")
    if data.thumbs:
        rating.rate(result, player_of(request), data.thumbs, data.correction, told=data.told)
    else:
        rating.take_back(result)
    carry_out(Step(changed=[result]))
    return Status(204, None)
