"""Public apps by Alice, to be found, liked and visited."""

import pytest

from widgets.building import apps
from widgets.graph.schema import Graph
from widgets.models import App, Player, User


@pytest.fixture
def alice(db) -> User:
    return User.objects.create(username="alice")


@pytest.fixture
def bob(db) -> User:
    return User.objects.create(username="bob")


@pytest.fixture
def publish(alice):
    """`publish("Poems", "About the sea", ["verse"], [{"kind": "text", …}])` is a public app of Alice's."""

    def publish(title: str, description: str = "", tags: list[str] | None = None, widgets: list | None = None) -> App:
        graph = Graph.model_validate({"widgets": widgets or []})
        app = apps.create(alice, title, description, graph, App.Visibility.PUBLIC)
        return apps.change(app, tags=tags or [])

    return publish


def guest(name: str = "g") -> Player:
    return Player(guest=name)
