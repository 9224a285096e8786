"""A guest who talks to the product over HTTP, and follows runs over a WebSocket as a page does."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
from websockets.sync.client import connect

from widgets.building import apps
from widgets.graph.schema import Graph, Widget
from widgets.models import App


def app_of(*widgets: Widget) -> str:
    """The id of a new app that everybody with its link may play."""
    return apps.create(None, "Bench", graph=Graph(widgets=list(widgets)), visibility=App.Visibility.LINK).pk


class Guest:
    def __init__(self, url: str, app: str) -> None:
        self.url, self.http, self.app = url, httpx.Client(base_url=url, timeout=60), app
        self.http.get(f"/apps/{app}/")
        self.http.headers["X-CSRFToken"] = self.http.cookies["csrftoken"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())

    def start(self, **asked: Any) -> dict[str, Any]:
        return self._post(f"/api/apps/{self.app}/runs", asked)

    def play(self, run: str, **asked: Any) -> dict[str, Any]:
        return self._post(f"/api/runs/{run}/plays", asked)

    @contextmanager
    def following(self, run: str) -> Iterator[Iterator[dict[str, Any]]]:
        """What happens to the run from now on."""
        after = self._run(run)["cursor"]
        address = f"ws://{urlsplit(self.url).netloc}/ws/runs/{run}/?after={after}"
        with connect(address, origin=self.url, additional_headers={"Cookie": self.cookie}) as events:
            yield map(json.loads, events)

    def rested(self, run: str) -> dict[str, Any]:
        """The run, as soon as nothing of it is in work."""
        while (found := self._run(run))["state"] == "playing":
            time.sleep(0.2)  # a look takes the time of the models too
        return found

    def _run(self, id: str) -> dict[str, Any]:
        return dict(self.http.get(f"/api/runs/{id}").raise_for_status().json())

    def _post(self, path: str, asked: dict[str, Any]) -> dict[str, Any]:
        return dict(self.http.post(path, json=asked).raise_for_status().json())
