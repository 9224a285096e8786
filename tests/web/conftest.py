"""Alice owns apps, Bob looks at them, and nobody (a guest) has no account."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inference.models import ModelCard
from widgets.building import apps
from widgets.graph.schema import Graph
from widgets.models import App, User

GRAPH = {
    "widgets": [
        {"id": "topic", "kind": "input", "title": "Topic", "settings": {}, "layout": {"x": 0, "y": 0, "w": 6, "h": 2}},
        {"id": "story", "kind": "text", "title": "Story", "settings": {"prompt": "About @[Topic]"}},
    ]
}


class Caller(Client):
    """A browser that sends JSON with the CSRF token of its session, as our page does."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True, raise_request_exception=False)
        self.cookies["csrftoken"] = "t" * 32

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        headers = {"x-csrftoken": "t" * 32} | more.pop("headers", {})
        return self.generic(method, path, data, content_type="application/json", headers=headers, **more)


def log_in(name: str) -> Caller:
    caller = Caller()
    caller.force_login(User.objects.get_or_create(username=name)[0])
    caller.cookies["csrftoken"] = "t" * 32
    return caller


@pytest.fixture
def alice(db) -> Caller:
    return log_in("alice")


@pytest.fixture
def bob(db) -> Caller:
    return log_in("bob")


@pytest.fixture
def guest(db) -> Caller:
    return Caller()


@pytest.fixture
def app(alice) -> App:
    """Alice's, private."""
    return apps.create(User.objects.get(username="alice"), "Stories", "", Graph.model_validate(GRAPH))


def share(app: App, visibility: str) -> None:
    App.objects.filter(pk=app.pk).update(visibility=visibility)


@pytest.fixture
def text_model(db) -> ModelCard:
    """A card that may be asked; no worker is there to answer."""
    ModelCard.objects.all().delete()
    return ModelCard.objects.create(
        name="small",
        title="Small",
        summary="Repeats what it is told.",
        task="text",
        family="echo",
        context=1000,
        default=True,
        installed_at=timezone.now(),
    )
