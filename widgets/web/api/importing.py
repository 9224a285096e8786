"""Apps from files over HTTP: looked at first, then made."""

from django.http import HttpRequest
from ninja import Router
from ninja.errors import ValidationError as Invalid
from ninja.responses import Status
from pydantic import ValidationError

from inference.catalogue.cards import cards_for
from widgets.building import importing, remixing
from widgets.models import User
from widgets.web import describing
from widgets.web.errors import FAILURES, Refused
from widgets.web.looking_up import account_to_have
from widgets.web.players import player_of
from widgets.web.schemas import ErrorBody, porting

router = Router(tags=["apps"])

FILE = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"]}
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": porting.Pasted.model_json_schema()},
            "multipart/form-data": {"schema": FILE},
        },
    }
}


@router.post(
    "/import",
    response={200: porting.Imported, 201: porting.Imported, FAILURES: ErrorBody},
    openapi_extra=BODY,
)
def import_app(request: HttpRequest, preview: bool = False) -> Status[porting.Imported]:
    """{text}, or a file: our JSON, a share card, a PartyRock definition. `preview=true` makes nothing."""
    user = account_to_have(request, "Log in or sign up to import an app.")
    try:
        imported = importing.read(_given(request), cards_for(user.pk))
    except importing.CannotImport as refusal:
        raise Refused(413 if refusal.code == "too_large" else 422, refusal.code, refusal.message) from None
    return Status(200, _described(imported)) if preview else Status(201, _kept(request, imported, user))


def _given(request: HttpRequest) -> bytes:
    if request.content_type == "multipart/form-data":
        file = request.FILES.get("file")
        if file is None:
            raise Refused(422, "no_file", "No file came with this. Choose one, or paste its text.", "file")
        if file.size and file.size > importing.LARGEST:
            raise Refused(413, "too_large", "This file is larger than the 2 MB that are taken. Choose another one.")
        return file.read()
    try:
        return porting.Pasted.model_validate_json(request.body).text.encode()
    except ValidationError as fault:
        raise Invalid([dict(detail) | {"loc": ("body", "data", *detail["loc"])} for detail in fault.errors()]) from None


def _kept(request: HttpRequest, imported: importing.Imported, user: User) -> porting.Imported:
    app = describing.app_out(remixing.keep(imported, user), player_of(request))
    return _described(imported).model_copy(update={"app": app})


def _described(imported: importing.Imported) -> porting.Imported:
    return porting.Imported(
        app=None,
        title=imported.title,
        description=imported.description,
        source=imported.origin["from"],
        map=[(*widget.layout.model_dump().values(), widget.kind) for widget in imported.graph.widgets],
        report=imported.report,
    )
