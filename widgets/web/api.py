"""The HTTP API: /api/, described at /api/openapi.json and /api/docs. One router a noun."""

import json
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Swagger
from ninja.parser import Parser
from ninja.utils import check_csrf
from pydantic_core import from_json

from widgets.web import apps_api, errors, events_api, health, models_api, runs_api


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
api.add_router("/models", models_api.router)
api.add_router("/apps", apps_api.router)
api.add_router("", runs_api.router)
api.add_router("", events_api.router)
