"""A thousand sockets of one web process that follow fifty runs: how late each event comes, and whether each does."""

import asyncio
import json
import sys
import time
from subprocess import PIPE, Popen
from urllib.parse import urlsplit

import psutil
from websockets.asyncio.client import connect

from bench.guest import Guest, app_of
from bench.overhead.plays import writer
from inference import streams

RUNS, PAGES, EVENTS, RATE = 50, 20, 60, 4  # pages that follow each run; events of each run, and so many a second
CLIENTS = 2  # processes
SILENCE = 10  # seconds after which what has not come is lost


def main(url: str) -> None:
    app = app_of(writer(0))
    followed = [_of_a_new_guest(url, app) for _ in range(RUNS)]
    web = next(p for p in psutil.Process().children(recursive=True) if "uvicorn" in " ".join(p.cmdline()))
    before = web.memory_info().rss
    clients = [_client(followed[number::CLIENTS]) for number in range(CLIENTS)]
    for client in clients:
        assert client.stdout
        client.stdout.readline()  # all are open
    each = (web.memory_info().rss - before) / (RUNS * PAGES)
    spent = sum(web.cpu_times()[:2])
    begun = time.perf_counter()
    _write([run["run"] for run in followed])
    cores = (sum(web.cpu_times()[:2]) - spent) / (time.perf_counter() - begun)
    delays = sorted(delay for client in clients for delay in json.loads(client.communicate(timeout=60)[0]))
    lost = RUNS * PAGES * EVENTS - len(delays)
    print(
        f"{RUNS * PAGES} sockets, {RUNS} runs of {RATE} events a second: {delays[len(delays) // 2] * 1000:.0f} ms late "
        f"(p50), {delays[int(0.95 * len(delays))] * 1000:.0f} ms (p95; the aim is 250), {lost} lost; "
        f"{each / 1024:.0f} kB a socket, {cores:.2f} cores of the web process"
    )


def _of_a_new_guest(url: str, app: str) -> dict[str, str]:
    with Guest(url, app) as guest:
        run = guest.start()
        address = f"ws://{urlsplit(url).netloc}/ws/runs/{run['id']}/?after={run['cursor']}"
        return {"run": run["id"], "address": address, "origin": url, "cookie": guest.cookie}


def _client(followed: list[dict[str, str]]) -> "Popen[str]":
    command = [sys.executable, "-m", "bench.overhead.sockets", json.dumps(followed)]
    return Popen(command, stdout=PIPE, text=True)


def _write(runs: list[str]) -> None:
    """Each run's events, evenly, each with the moment at which it was written."""
    begun = time.perf_counter()
    for number in range(EVENTS * len(runs)):
        pause = begun + number / (RATE * len(runs)) - time.perf_counter()
        time.sleep(max(0.0, pause))
        text = {"result": "r", "attempt": 1, "text": str(time.time())}
        streams.append(f"run:{runs[number % len(runs)]}", "generation.delta", text)


async def _follow(followed: dict[str, str], opened: asyncio.Semaphore) -> list[float]:
    """How late each event came, in seconds."""
    delays = []
    headers = {"Cookie": followed["cookie"]}
    async with connect(
        followed["address"], origin=followed["origin"], additional_headers=headers, open_timeout=60
    ) as socket:
        opened.release()
        for _ in range(EVENTS):
            try:
                event = json.loads(await asyncio.wait_for(socket.recv(), SILENCE))
            except TimeoutError:
                break
            delays.append(time.time() - float(event["text"]))
    return delays


async def _follow_all(followed: list[dict[str, str]]) -> list[float]:
    opened = asyncio.Semaphore(0)
    following = []
    for run in followed:
        for _ in range(PAGES):
            following.append(asyncio.create_task(_follow(run, opened)))
            await opened.acquire()
    print("open", flush=True)
    return [delay for delays in await asyncio.gather(*following) for delay in delays]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_follow_all(json.loads(sys.argv[1])))))
