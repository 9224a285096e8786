"""Reports over HTTP: whoever sees an app may say that it should not be shown."""

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from widgets.community import reports
from widgets.web import schemas
from widgets.web.errors import FAILURES
from widgets.web.looking_up import app_to_see
from widgets.web.players import player_of, visitor_of
from widgets.web.schemas.community import NewReport

router = Router(tags=["community"])


@router.post("/apps/{id:app_id}/reports", response={204: None, FAILURES: schemas.ErrorBody})
def report_app(request: HttpRequest, app_id: str, data: NewReport) -> Status[None]:
    """One a visitor; saying it again changes the words."""
    app = app_to_see(request, app_id)
    reports.report(app, player_of(request), visitor_of(request), data.reason, data.words)
    return Status(204, None)
