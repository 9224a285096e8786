"""The API describes itself, on a page that asks no other host, and says whether all is well."""

import re

from inference import live, measures, routing, streams
from inference.models import ModelCard
from partyrock_clone.celery import ALIVE

ROUTES = {
    "/api/administration/models": {"get"},
    "/api/administration/models/{name}": {"patch"},
    "/api/administration/models/{name}/installation": {"post", "delete"},
    "/api/administration/models/{name}/loading": {"post", "delete"},
    "/api/administration/models/{name}/retirement": {"put", "delete"},
    "/api/administration/models/{name}/weights": {"get", "delete"},
    "/api/administration/uses": {"get"},
    "/api/health": {"get"},
    "/api/models": {"get"},
    "/api/quota": {"get"},
    "/api/apps/import": {"post"},
    "/api/apps": {"get", "post"},
    "/api/apps/{app_id}": {"get", "patch", "delete"},
    "/api/apps/{app_id}/restoration": {"post"},
    "/api/apps/{app_id}/graph": {"put"},
    "/api/apps/{app_id}/export": {"get"},
    "/api/compositions": {"post"},
    "/api/compositions/{composition_id}": {"get"},
    "/api/compositions/{composition_id}/cancellation": {"post"},
    "/api/compositions/{composition_id}/events": {"get"},
    "/api/apps/{app_id}/remixes": {"get", "post"},
    "/api/apps/{app_id}/publication": {"post", "delete"},
    "/api/apps/{app_id}/entrance": {"post"},
    "/api/apps/{app_id}/revisions": {"get"},
    "/api/apps/{app_id}/revisions/{number}": {"get", "patch"},
    "/api/apps/{app_id}/revisions/{number}/restoration": {"post"},
    "/api/apps/{app_id}/merges": {"post"},
    "/api/apps/{app_id}/runs": {"get", "post"},
    "/api/runs/{run_id}": {"get", "patch", "delete"},
    "/api/runs/{run_id}/plays": {"post"},
    "/api/runs/{run_id}/cancellation": {"post"},
    "/api/runs/{run_id}/restoration": {"post"},
    "/api/runs/{run_id}/results/{result_id}/files/{number}": {"get"},
    "/api/runs/{run_id}/results/{result_id}/feedback": {"put"},
    "/api/runs/{run_id}/events": {"get"},
    "/api/apps/{app_id}/like": {"put", "delete"},
    "/api/apps/{app_id}/reports": {"post"},
    "/api/profile": {"put"},
    "/api/playlists": {"get", "post"},
    "/api/playlists/{playlist_id}": {"get", "patch", "delete"},
    "/api/playlists/{playlist_id}/apps": {"put"},
    "/api/playlists/{playlist_id}/apps/{app_id}": {"put", "delete"},
    "/api/playlists/{playlist_id}/restoration": {"post"},
    "/api/datasets": {"get", "post"},
    "/api/datasets/{dataset_id}": {"get", "patch", "delete"},
    "/api/datasets/{dataset_id}/versions/{number}": {"get"},
    "/api/datasets/{dataset_id}/lessons": {"post"},
    "/api/datasets/{dataset_id}/collection": {"post"},
    "/api/apps/{app_id}/examples": {"get"},
    "/api/apps/{app_id}/datasets": {"post"},
    "/api/lessons": {"get"},
    "/api/lessons/{lesson_id}": {"get", "patch", "delete"},
    "/api/lessons/{lesson_id}/model": {"get"},
    "/api/lessons/{lesson_id}/cancellation": {"post"},
    "/api/trials": {"post"},
    "/api/trials/{trial_id}": {"get"},
    "/api/trials/{trial_id}/answers/{answer_id}/files/{number}": {"get"},
    "/api/trials/{trial_id}/cancellation": {"post"},
    "/api/trials/{trial_id}/events": {"get"},
    "/api/uploads": {"post"},
    "/api/uploads/{upload_id}": {"get"},
    "/api/uploads/{upload_id}/file": {"get"},
    "/api/runs/{run_id}/snapshots": {"post"},
    "/api/snapshots/{snapshot_id}": {"get", "patch", "delete"},
    "/api/snapshots/{snapshot_id}/restoration": {"post"},
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
        "summary": text_model.summary,
        "task": "text",
        "default": True,
        "context": text_model.context,
        "installed": True,
        "replaces": [],
        "parameters": text_model.parameters,
        "speed": measures.speeds([text_model.name]).get(text_model.name),
        "local": True,
        "languages": [],
        "instructed": True,
        "most_pixels": None,
        "private": False,
    }


def test_a_model_that_is_switched_off_is_not_listed(guest, text_model):
    ModelCard.objects.update(enabled=False)
    assert guest.get("/api/models").json() == []


def test_health_is_well_when_everything_answers(guest):
    for queue in ("light", "models"):
        streams.connection().set(f"alive:{queue}", "1", ex=ALIVE)
    answer = guest.get("/api/health")
    assert answer.status_code == 200
    parts = ("database", "redis", "light", "models")
    assert {part: answer.json()[part] for part in parts} == dict.fromkeys(parts, True)


def test_health_says_what_waits_for_which_pool_and_which_has_no_worker(guest, text_model):
    streams.connection().set("alive:light", "1", ex=ALIVE)
    streams.connection().set("alive:models", "1", ex=ALIVE)
    here = live.Worker(name="w", pool="cpu", host="h", pid=1, device="cpu", started_at=0, budget=1, used=0)
    live.tell(here)
    ModelCard.objects.filter(pk=text_model.pk).update(pools=["gpu-9"])
    streams.connection().sadd(routing.QUEUES, "models.gpu-9")
    streams.connection().rpush("models.gpu-9", "a request", "another")
    found = guest.get("/api/health").json()
    live.forget("w")
    streams.connection().delete("models.gpu-9")
    assert {pool["name"]: (pool["workers"], pool["waiting"]) for pool in found["pools"]} == {
        "cpu": (1, 0),
        "gpu-9": (0, 2),
    }
    assert [card.name for card in routing.unserved()] == [text_model.name]


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
