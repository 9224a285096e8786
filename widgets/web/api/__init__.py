"""The HTTP API: /api/, described at /api/openapi.json and /api/docs. One router a noun."""

import json
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Swagger
from ninja.parser import Parser
from ninja.utils import check_csrf
from pydantic_core import from_json

from widgets.web import errors
from widgets.web.api import (
    administration,
    apps,
    collecting,
    compositions,
    events,
    exporting,
    feedback,
    files,
    health,
    history,
    importing,
    likes,
    models,
    people,
    playlists,
    publication,
    quota,
    remixes,
    reports,
    revisions,
    runs,
    snapshots,
    teaching,
    trials,
    uploads,
)


class Session:
    """Guests may ask too; but whoever writes shows that the page that asks is ours."""

    csrf = True  # has the documentation's page send the token

    def __call__(self, request: HttpRequest) -> bool:
        if check_csrf(request):
            raise errors.Refused(403, "csrf_failed", errors.CSRF)
        return True


class StrictParser(Parser):
    """Refuses what no database keeps: numbers without end, half surrogate pairs, nesting without end."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = from_json(request.body, allow_inf_nan=False)
        json.dumps(body, allow_nan=False)  # 1e999 is infinite too
        return body


api = NinjaAPI(
    title="PartyRock clone",
    version="1",
    description="Build apps of widgets that refer to each other, and play them.",
    auth=Session(),
    parser=StrictParser(),
    docs=Swagger(settings={"validatorUrl": None}),  # no request to any other host
    urls_namespace="api",
)
errors.install(api)
api.add_router("/health", health.router)
api.add_router("/models", models.router)
api.add_router("/administration/models", administration.router)
api.add_router("/administration/uses", administration.uses)
api.add_router("/apps", importing.router)  # before it: /apps/import is no app
api.add_router("/apps", apps.router)
api.add_router("", exporting.router)
api.add_router("/compositions", compositions.router)
api.add_router("", remixes.router)
api.add_router("", publication.router)
api.add_router("", revisions.router)
history.add_to(runs.router)
api.add_router("", runs.router)
api.add_router("", files.router)
api.add_router("", feedback.router)
api.add_router("", events.router)
api.add_router("", likes.router)
api.add_router("", reports.router)
api.add_router("", people.router)
api.add_router("/playlists", playlists.router)
api.add_router("/quota", quota.router)
api.add_router("/trials", trials.router)
api.add_router("/uploads", uploads.router)
api.add_router("", snapshots.router)
api.add_router("", teaching.router)
api.add_router("", collecting.router)
