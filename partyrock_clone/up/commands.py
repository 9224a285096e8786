"""The command line of each process, in one place for `manage.py up` and for the tests."""

import secrets
import socket
import sys

from inference import routing

MODEL_THREADS = 64  # requests that wait for the engine at once; it decides how many it computes together
LIGHT_THREADS = 8


def manage(*arguments: str) -> list[str]:
    from django.conf import settings  # noqa: PLC0415

    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]


def _worker(queues: str, name: str, threads: int, tasks: str, *more: str) -> list[str]:
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "partyrock_clone", "worker"]
    options = ["--pool", "threads", "--concurrency", str(threads), "--queues", queues, "--include", tasks]
    quiet = ["--hostname", name, "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    return [*celery, *options, *quiet, *more]


def worker_name(kind: str) -> str:
    """No other worker has it, on this machine or another."""
    return f"{kind}-{secrets.token_hex(3)}@{socket.gethostname()}"


def light_worker(name: str = "") -> list[str]:
    return _worker(
        "light,training",
        name or worker_name("light"),
        LIGHT_THREADS,
        "widgets.running.tasks,widgets.documents.tasks,widgets.snapshots.tasks,widgets.building.composer.tasks,"
        "widgets.trials.tasks,inference.catalogue.tasks,inference.tuning.tasks",
    )


def model_worker(pool: str, name: str = "") -> list[str]:
    """It takes what any worker may do, and what only those of its pool may."""
    queues = f"{routing.MODELS},{routing.queue_of(pool)}"
    # A worker that fetches ahead holds messages that nobody else can have, and takes them along when it is killed.
    tasks = "inference.serving.tasks,inference.serving.worker"
    return _worker(queues, name or worker_name(f"models-{pool}"), MODEL_THREADS, tasks, "--disable-prefetch")


def web(host: str, port: int) -> list[str]:
    uvicorn = [sys.executable, "-m", "uvicorn", "partyrock_clone.asgi:application"]
    options = ["--host", host, "--port", str(port), "--lifespan", "off", "--log-level", "warning", "--no-server-header"]
    # What comes in over a socket is not read, so it is kept small.
    sockets = ["--ws-ping-interval", "20", "--ws-ping-timeout", "20", "--ws-max-size", "1024"]
    return [*uvicorn, *options, *sockets, "--timeout-graceful-shutdown", "3"]
