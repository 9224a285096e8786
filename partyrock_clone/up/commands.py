"""The command line of each process, in one place for `manage.py up` and for the tests."""

import sys

MODEL_THREADS = 64  # requests that wait for the engine at once; it decides how many it computes together
LIGHT_THREADS = 8


def manage(*arguments: str) -> list[str]:
    from django.conf import settings  # noqa: PLC0415

    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]


def _worker(queue: str, threads: int, tasks: str, *more: str) -> list[str]:
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "partyrock_clone", "worker"]
    options = ["--pool", "threads", "--concurrency", str(threads), "--queues", queue, "--include", tasks]
    quiet = ["--hostname", f"{queue}@%h", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    return [*celery, *options, *quiet, *more]


def light_worker() -> list[str]:
    return _worker("light", LIGHT_THREADS, "widgets.running.tasks")


def model_worker() -> list[str]:
    # A worker that fetches ahead holds messages that nobody else can have, and takes them along when it is killed.
    return _worker("models", MODEL_THREADS, "inference.serving.tasks", "--disable-prefetch")


def web(host: str, port: int) -> list[str]:
    uvicorn = [sys.executable, "-m", "uvicorn", "partyrock_clone.asgi:application"]
    options = ["--host", host, "--port", str(port), "--lifespan", "off", "--log-level", "warning", "--no-server-header"]
    # What comes in over a socket is not read, so it is kept small.
    sockets = ["--ws-ping-interval", "20", "--ws-ping-timeout", "20", "--ws-max-size", "1024"]
    return [*uvicorn, *options, *sockets, "--timeout-graceful-shutdown", "3"]
