"""The whole product as a visitor meets it: HTTP to play, a WebSocket to read what comes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.guest import Guest, app_of
from bench.playing.measure import Stream
from bench.ports import free_port
from bench.prompts import MAX_TOKENS, PROMPTS, TEMPERATURE
from widgets.graph.schema import Widget


@contextmanager
def running() -> Iterator[str]:
    """Start the product on the data of this process; its address."""
    port = free_port()
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


def _app_of(prompt: str) -> str:
    asked = {"prompt": prompt, "max_tokens": MAX_TOKENS, "temperature": TEMPERATURE}
    return app_of(Widget(id="answer", kind="text", title="Answer", settings=asked))


@contextmanager
def through(url: str) -> Iterator[Stream]:
    """Each prompt is another guest's: a click on Play, then events until the result is there."""
    ids = {prompt: _app_of(prompt) for prompt in PROMPTS}

    def stream(prompt: str) -> Iterator[int]:
        with Guest(url, ids[prompt]) as guest:
            run = guest.start()["id"]
            with guest.following(run) as events:
                yield 0
                guest.play(run, force=True)
                yield from _tokens(events)

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
