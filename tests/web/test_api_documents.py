"""The API describes itself, on a page that asks no other host, and says whether all is well."""

import re

from inference import streams
from inference.models import ModelCard
from partyrock_clone.celery import ALIVE

ROUTES = {
    "/api/health": {"get"},
    "/api/models": {"get"},
    "/api/apps": {"get", "post"},
    "/api/apps/{app_id}": {"get", "patch", "delete"},
    "/api/apps/{app_id}/restoration": {"post"},
    "/api/apps/{app_id}/graph": {"put"},
    "/api/apps/{app_id}/runs": {"post"},
    "/api/runs/{run_id}": {"get"},
    "/api/runs/{run_id}/plays": {"post"},
    "/api/runs/{run_id}/cancellation": {"post"},
    "/api/runs/{run_id}/events": {"get"},
}


def test_the_document_lists_every_route(guest):
    paths = guest.get("/api/openapi.json").json()["paths"]
    assert {path: set(methods) for path, methods in paths.items()} == ROUTES


def test_every_reference_in_the_document_resolves(guest):
    text = guest.get("/api/openapi.json").content.decode()
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert names <= set(guest.get("/api/openapi.json").json()["components"]["schemas"])


def test_the_documentation_loads_nothing_from_elsewhere(guest):
    answer = guest.get("/api/docs")
    assert answer.status_code == 200
    assert not re.search(r'(src|href)="(https?:)?//', answer.content.decode())


def test_models_are_listed(guest, text_model):
    [model] = [model for model in guest.get("/api/models").json() if model["name"] == text_model.name]
    assert model == {
        "name": text_model.name,
        "title": text_model.title,
        "task": "text",
        "default": True,
        "context": text_model.context,
        "installed": True,
    }


def test_a_model_that_is_switched_off_is_not_listed(guest, text_model):
    ModelCard.objects.update(enabled=False)
    assert guest.get("/api/models").json() == []


def test_health_is_well_when_everything_answers(guest):
    for queue in ("light", "models"):
        streams.connection().set(f"alive:{queue}", "1", ex=ALIVE)
    answer = guest.get("/api/health")
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "redis": True, "light": True, "models": True}


def test_health_says_which_worker_does_not_answer(guest):
    streams.connection().set("alive:light", "1", ex=ALIVE)
    streams.connection().delete("alive:models")
    answer = guest.get("/api/health")
    assert answer.status_code == 503
    assert answer.json()["models"] is False
    assert answer.json()["error"]["message"].startswith("No model worker answers.")


def test_health_says_when_redis_is_away(guest, settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    answer = guest.get("/api/health")
    assert answer.status_code == 503
    assert answer.json()["redis"] is False
    assert answer.json()["database"] is True
