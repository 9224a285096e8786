"""A run's events as they happen, as Server-Sent Events."""

from asgiref.sync import sync_to_async
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router

from inference import streams
from widgets.running import sse
from widgets.web import schemas
from widgets.web.errors import FAILURES
from widgets.web.looking_up import run_of

router = Router(tags=["runs"])
EVENTS = {
    "responses": {200: {"description": "Events", "content": {"text/event-stream": {"schema": {"type": "string"}}}}}
}


@router.get("/runs/{id:run_id}/events", response={FAILURES: schemas.ErrorBody}, openapi_extra=EVENTS)
async def follow_run(request: HttpRequest, run_id: str, after: str = streams.START) -> StreamingHttpResponse:
    """From the event after `after` on. The header `Last-Event-ID`, which browsers send to resume, goes first."""
    await sync_to_async(run_of)(request, run_id)
    after = request.headers.get("Last-Event-ID", after)
    return StreamingHttpResponse(
        sse.stream(run_id, request.session.session_key, after),
        content_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},  # a proxy that collects them would hold them back
    )
