"""What all tests stand on: a data folder, a Redis-compatible server, a database file of their own, real workers."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from inference import streams
from partyrock_clone.celery import app
from partyrock_clone.up import commands, orphans, redis
from tests.waiting import until

# Django has read its settings by now, and nothing has connected yet: point everything at a folder that goes away.
# Its path is short, because that of a socket may have 107 characters at most.
ROOT = Path(tempfile.mkdtemp(prefix="tests-"))
REAL_MODELS = Path(os.environ.get("TEST_MODELS_DIR", settings.MODELS_DIR))

settings.DATA_DIR = ROOT
settings.MODELS_DIR = ROOT / "models"
settings.MEDIA_ROOT = ROOT / "media"
settings.STATIC_ROOT = ROOT / "static"
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.REDIS_URL = f"unix://{ROOT / 'redis.sock'}"
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
os.environ.pop("MODELS_DIR", None)
os.environ |= {"DATA_DIR": str(ROOT), "REDIS_URL": settings.REDIS_URL, "ECHO_MODEL": "1"}
settings.ECHO_MODEL = True
if connection.vendor == "sqlite":
    # A file, so that threads and worker processes see the same tables.
    settings.DATABASES["default"]["TEST"]["NAME"] = str(ROOT / "test.sqlite3")
settings.STATIC_ROOT.mkdir()  # WhiteNoise warns without it
if REAL_MODELS.is_dir():
    settings.MODELS_DIR.symlink_to(REAL_MODELS.resolve())


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "database: set on all tests that use the database; `-m database` picks them")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Browser tests are a run of their own (`pytest tests/browser`): their event loop and asyncio's do not mix."""
    browser = Path(__file__).parent / "browser"
    asked = any((config.invocation_params.dir / arg.split("::")[0]).is_relative_to(browser) for arg in config.args)
    return True if collection_path == browser and not asked else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


@pytest.fixture(scope="session", autouse=True)
def redis_server() -> Iterator[None]:
    """One server for the session. Tests use keys of their own; nobody flushes it."""
    process = start_process(redis.command(ROOT, ROOT / "redis.sock"), stdout=subprocess.DEVNULL)
    until(_redis_answers)
    yield
    process.terminate()
    process.wait(10)
    shutil.rmtree(ROOT, ignore_errors=True)


def start_process(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
    gone_with_us = orphans.die_with(os.getpid(), signal.SIGKILL)
    return subprocess.Popen(command, preexec_fn=gone_with_us, **options)  # noqa: PLW1509


def _redis_answers() -> bool:
    try:
        return streams.connection().ping()
    except streams.AWAY:
        return False


Start = Callable[..., AbstractContextManager[subprocess.Popen[bytes]]]


@pytest.fixture(scope="module")
def start_worker(django_db_setup, redis_server) -> Start:
    """`with start_worker("light"):` or `"models"` runs a real worker on the test database until the block ends.

    `pool` is that of a model worker, and what else is named are variables of its environment. The test needs
    `transactional_db`: a worker sees only what is committed.
    """

    @contextmanager
    def start(queue: str, pool: str = "cpu", **variables: str) -> Iterator[subprocess.Popen[bytes]]:
        name = commands.worker_name(queue)
        command = commands.light_worker(name) if queue == "light" else commands.model_worker(pool, name)
        environment = os.environ | {"DATABASE_URL": database_url(), "POOL": pool} | variables
        process = start_process(command, env=environment, cwd=settings.BASE_DIR)
        process.name = name
        try:
            until(lambda: streams.connection().exists(f"alive:{name}") or process.poll() is not None, seconds=60)
            assert process.poll() is None, f"the {queue} worker ended with {process.returncode}"
            yield process
        finally:
            process.terminate()
            process.wait(30)
            app.control.purge()

    return start


@pytest.fixture(scope="module")
def light_worker(start_worker: Start) -> Iterator[None]:
    with start_worker("light"):
        yield


@pytest.fixture(scope="module")
def model_worker(start_worker: Start) -> Iterator[None]:
    with start_worker("models"):
        yield


@pytest.fixture(scope="module")
def workers(light_worker, model_worker) -> None:
    """Both, with the echo model, for all tests of a module."""


def database_url() -> str:
    """Of the database that the tests use, which is not the one of the settings."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    if database["HOST"].startswith("/"):  # a socket
        return f"postgres:///{database['HOST']}/{database['NAME']}"
    login = f"{database['USER']}:{database['PASSWORD']}"
    return f"postgres://{login}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"
