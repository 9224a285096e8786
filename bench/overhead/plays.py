"""Plays in which nothing changed, ten widgets side by side, and starts of runs where many are stored already."""

import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from bench.guest import Guest, app_of
from bench.prompts import MAX_TOKENS, PROMPTS, TEMPERATURE
from widgets.graph.schema import Widget
from widgets.models import Result, Run

TIMES = 20
STORED = (10, 10_000)  # runs
ASKED = {"max_tokens": MAX_TOKENS, "temperature": TEMPERATURE}
TEN = PROMPTS[:10]


def main(url: str) -> None:
    print(f"a play in which nothing changed: {1000 * _idle_play(url):.0f} ms (the aim is 50)", flush=True)
    few, many = (_start(url, stored) for stored in STORED)
    print(f"start of a run with {STORED[0]} stored: {1000 * few:.1f} ms, with {STORED[1]:,}: {1000 * many:.1f} ms")
    print(f"{many / few:.2f} times as long (the aim is 1.1)", flush=True)
    fan, batch = _fan_out(url), _batch_of_ten()
    print(f"ten widgets: {fan:.2f} s; the same ten asked of the engine alone: {batch:.2f} s")
    print(f"{fan / batch:.2f} times as long (the aim is 1.15)", flush=True)


def _idle_play(url: str) -> float:
    with Guest(url, app_of(writer(0))) as guest:
        run = guest.start(play=True)["id"]
        guest.rested(run)
        return _median(lambda: guest.play(run))


def _start(url: str, stored: int) -> float:
    app = app_of(writer(0))
    with Guest(url, app) as guest:
        first = Run.objects.get(pk=guest.start()["id"])
        facts = {"app_id": app, "revision_id": first.revision_id, "guest": first.guest, "visitor": first.visitor}
        runs = Run.objects.bulk_create(Run(**facts) for _ in range(stored))
        Result.objects.bulk_create(Result(run=run, widget="w0", state="done", value="Once") for run in runs)
        try:
            return _median(guest.start)
        finally:
            Run.objects.filter(app=app).delete()


def _fan_out(url: str) -> float:
    with Guest(url, app_of(*map(writer, range(len(TEN))))) as guest:
        run = guest.start(play=True)["id"]
        guest.rested(run)  # warm
        return _median(lambda: _play_all(guest, run), times=3)


def _play_all(guest: Guest, run: str) -> None:
    """Until each is done. Raises RuntimeError where one ends in another way."""
    with guest.following(run) as events:
        guest.play(run, force=True)
        left = {writer(number).id for number in range(len(TEN))}
        for result in (event["result"] for event in events if event["type"] == "result.changed"):
            if result["failure"]:
                raise RuntimeError(result["failure"]["message"])
            if result["state"] == "done":
                left.discard(result["widget"])
            if not left:
                return


def _batch_of_ten() -> float:
    """In a process of its own, as the product has one for its models."""
    code = "from bench.overhead.plays import batch_of_ten; print(batch_of_ten())"
    said = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True).stdout
    return float(said.splitlines()[-1])


def batch_of_ten() -> float:
    from bench.playing.contestants import ours
    from bench.playing.measure import measure

    with ours() as stream:
        measure(stream, TEN)  # warm
        return median(_seconds(lambda: measure(stream, TEN)) for _ in range(3))


def writer(number: int) -> Widget:
    layout = {"x": 0, "y": 4 * number, "w": 4, "h": 4}
    settings = {"prompt": TEN[number], **ASKED}
    return Widget(id=f"w{number}", kind="text", title=f"W{number}", layout=layout, settings=settings)


def _median(work: Callable[[], object], times: int = TIMES) -> float:
    work()
    return median(_seconds(work) for _ in range(times))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
