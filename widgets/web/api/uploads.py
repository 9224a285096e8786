"""Files over HTTP: given by visitors, read by a worker, given back to nobody else."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Router, UploadedFile
from ninja.responses import Status

from widgets.documents import uploads
from widgets.documents.describing import describe
from widgets.documents.failures import Unreadable
from widgets.documents.media_types import PICTURES
from widgets.documents.tasks import send
from widgets.models import Upload
from widgets.web.errors import FAILURES, Refused
from widgets.web.players import player_of, player_who_plays, visitor_of
from widgets.web.schemas import ErrorBody
from widgets.web.schemas import uploads as schemas

router = Router(tags=["uploads"])

STATUS = {uploads.TooManyUploads: 429, uploads.FileTooLarge: 413, uploads.NoRoom: 413}
CONTENT = {"responses": {200: {"description": "The file", "content": {"*/*": {"schema": {"type": "string"}}}}}}


@router.post("", response={201: schemas.Upload, FAILURES: ErrorBody})
def upload_file(request: HttpRequest, file: File[UploadedFile]) -> Status[dict[str, Any]]:
    """It is `reading` at first; ask for it again until it is `ready` or `failed`. Guests may."""
    try:
        upload = uploads.keep(player_who_plays(request), visitor_of(request), file)
    except uploads.Refusal as refusal:
        raise Refused(STATUS[type(refusal)], refusal.code, str(refusal), "file") from None
    except Unreadable as failure:
        raise Refused(422, failure.code, str(failure), "file") from None
    transaction.on_commit(send)
    return Status(201, _described(Upload.objects.filter(pk=upload.pk)))


@router.get("/{id:upload_id}", response={200: schemas.Upload, FAILURES: ErrorBody})
def get_upload(request: HttpRequest, upload_id: str) -> dict[str, Any]:
    return _described(Upload.objects.of(player_of(request)).filter(pk=upload_id))


def _described(uploads: QuerySet[Upload]) -> dict[str, Any]:
    for found in describe(uploads).values():
        return found
    raise Http404


@router.get("/{id:upload_id}/file", response={FAILURES: ErrorBody}, openapi_extra=CONTENT)
def get_file(request: HttpRequest, upload_id: str) -> HttpResponse:
    """A picture once it is ready, to be shown; a document as it was given, to be saved."""
    upload = Upload.objects.of(player_of(request)).defer("text", "parts").filter(pk=upload_id).first()
    is_picture = upload is not None and upload.media_type in PICTURES
    if upload is None or (is_picture and upload.state != Upload.State.READY):
        raise Http404
    try:
        with upload.file.open() as file:
            content = file.read()
    except FileNotFoundError:
        raise Http404 from None
    disposition = content_disposition_header(as_attachment=not is_picture, filename=upload.name)
    headers = {
        "Content-Disposition": disposition or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=86400",  # what is under an id never changes
    }
    return HttpResponse(content, content_type=upload.media_type, headers=headers)
