"""Apps as files over HTTP, for those who may see their prompts."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Query, Router

from inference.catalogue.cards import cards_for
from widgets.building import exporting, remixing
from widgets.web.errors import FAILURES, Refused
from widgets.web.looking_up import app_to_copy
from widgets.web.players import player_of
from widgets.web.schemas import ErrorBody, porting

router = Router(tags=["apps"])

FILES: dict[str, dict[str, str]] = {"application/json": {}, "image/png": {}, "text/x-python": {}}
ANSWER = {"responses": {200: {"description": "The file", "content": FILES}}}


@router.get("/apps/{id:app_id}/export", response={FAILURES: ErrorBody}, openapi_extra=ANSWER)
def export_app(request: HttpRequest, app_id: str, asked: Query[porting.ExportAs]) -> HttpResponse:
    """`as` is json, png (a share card that carries the app) or python (a program that runs it)."""
    app, player = app_to_copy(request, app_id), player_of(request)
    told = remixing.lineage(app, player)
    try:
        cards, origin = cards_for(player.account), told[0] if told else None
        file = exporting.export(app, app.seen_by(player), asked.form, origin, cards)
    except exporting.CannotExport as refusal:
        raise Refused(422, refusal.code, refusal.message) from None
    disposition = content_disposition_header(as_attachment=True, filename=file.name) or ""
    return HttpResponse(file.data, content_type=file.media_type, headers={"Content-Disposition": disposition})
