"""The whole product as a visitor meets it: HTTP to play, a WebSocket to read what comes."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
from websockets.sync.client import connect

from bench.playing.measure import Stream
from bench.prompts import MAX_TOKENS, PROMPTS, TEMPERATURE
from widgets.building import apps
from widgets.graph.schema import Graph, Widget
from widgets.models import App


@contextmanager
def running() -> Iterator[str]:
    """Start the product on the data of this process; its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    up = subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        env={**os.environ, "HOST": "127.0.0.1", "PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if not any(line.startswith("Ready:") for line in up.stdout or ()):
            raise SystemExit("The product did not start. Its logs are in DATA_DIR/logs.")
        yield f"http://127.0.0.1:{port}"
    finally:
        up.terminate()
        up.wait(60)


def apps_of_prompts() -> dict[str, str]:
    """An app for each prompt, of one widget; their ids, by prompt."""
    asked = {"max_tokens": MAX_TOKENS, "temperature": TEMPERATURE}
    made = {}
    for prompt in PROMPTS:
        graph = Graph(widgets=[Widget(id="answer", kind="text", title="Answer", settings={"prompt": prompt, **asked})])
        made[prompt] = apps.create(None, "Bench", graph=graph, visibility=App.Visibility.LINK).pk
    return made


@contextmanager
def through(url: str) -> Iterator[Stream]:
    """Each prompt is another guest's: a click on Play, then events until the result is there."""
    ids = apps_of_prompts()

    def stream(prompt: str) -> Iterator[int]:
        with httpx.Client(base_url=url, timeout=60) as guest:
            guest.get(f"/apps/{ids[prompt]}/")
            guest.headers["X-CSRFToken"] = guest.cookies["csrftoken"]
            run = guest.post(f"/api/apps/{ids[prompt]}/runs", json={}).raise_for_status().json()
            cookies = "; ".join(f"{name}={value}" for name, value in guest.cookies.items())
            address = f"ws://{urlsplit(url).netloc}/ws/runs/{run['id']}/?after={run['cursor']}"
            with connect(address, origin=url, additional_headers={"Cookie": cookies}) as events:
                yield 0
                guest.post(f"/api/runs/{run['id']}/plays", json={"force": True}).raise_for_status()
                yield from _tokens(map(json.loads, events))

    yield stream


def _tokens(events: Iterator[dict]) -> Iterator[int]:
    """A delta may be several tokens; how many there were in all, the last event says."""
    told = 0
    for event in events:
        if event["type"] == "generation.delta":
            told += 1
            yield 1
        elif event["type"] == "result.changed" and event["result"]["state"] in ("done", "failed"):
            if event["result"]["state"] == "failed":
                raise RuntimeError(event["result"]["failure"]["message"])
            yield event["result"]["usage"]["output_tokens"] - told
            return
