"""The pictures that results are, for whoever may see their run."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from widgets.models import Result
from widgets.web.errors import FAILURES
from widgets.web.looking_up import run_of
from widgets.web.schemas import ErrorBody

router = Router(tags=["runs"])

SHOWN = ("image/png", "image/jpeg", "image/webp", "image/gif")  # of these a browser runs nothing
CONTENT = {"responses": {200: {"description": "The file", "content": {"image/*": {"schema": {"type": "string"}}}}}}


@router.get(
    "/runs/{id:run_id}/results/{id:result_id}/files/{int:number}",
    response={FAILURES: ErrorBody},
    openapi_extra=CONTENT,
)
def get_result_file(request: HttpRequest, run_id: str, result_id: str, number: int) -> HttpResponse:
    """As `files` of a Result names it."""
    files = Result.objects.filter(run=run_of(request, run_id), pk=result_id).values_list("files", flat=True).first()
    return picture(files, number)


def picture(files: list[dict[str, Any]] | None, number: int) -> HttpResponse:
    """One of the files that a model made."""
    if not files or number >= len(files) or files[number]["media_type"] not in SHOWN:
        raise Http404
    try:
        with default_storage.open(files[number]["path"]) as file:
            content = file.read()
    except FileNotFoundError:
        raise Http404 from None
    headers = {
        "Content-Disposition": "inline",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=31536000, immutable",  # what is under an id never changes
    }
    return HttpResponse(content, content_type=files[number]["media_type"], headers=headers)
