"""`manage.py up`, with everything it starts. There is only the echo model, so that no weights are needed."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import psutil
import pytest
import redis
from django.conf import settings

from tests.conftest import start_process
from tests.waiting import until

COMMAND = [sys.executable, str(settings.BASE_DIR / "manage.py"), "up", "--without-models"]


class Product:
    """One that runs, with its own folder and port."""

    def __init__(self, data_dir, port):
        self.data_dir, self.port = data_dir, port
        self.output = data_dir / "output"
        self.environment = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "HOST")}
        self.environment |= {"DATA_DIR": str(data_dir), "PORT": str(port), "ECHO_MODEL": "1", "POOL": "gpu-3"}
        self.environment.pop("DATABASE_URL", None)

    def start(self):
        with self.output.open("w") as output:
            self.process = start_process(COMMAND, env=self.environment, stdout=output, stderr=output)
        until(lambda: self.says("Ready: ") or self.process.poll() is not None, seconds=120)
        assert self.process.poll() is None, self.output.read_text()

    def says(self, text):
        return text in self.output.read_text()

    def children(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, word):
        """The process whose command line has `word`, once there is one."""
        return until(lambda: next((child for child in self.children() if word in " ".join(child.cmdline())), None))

    def answers(self, key):
        with redis.Redis(unix_socket_path=str(self.data_dir / "redis.sock")) as connection:
            try:
                return connection.exists(key)
            except redis.ConnectionError:
                return False


@contextmanager
def product(data_dir):
    started = Product(data_dir, free_port())
    started.start()
    try:
        yield started
    finally:
        started.process.terminate()
        started.process.wait(60)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with product(tmp_path_factory.mktemp("up")) as started:
        yield started


def attempt(environment):
    """The exit status and the output of a start that should not come far."""
    done = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_a_second_start_on_the_same_folder_says_that_one_is_running(running):
    status, said = attempt(running.environment | {"PORT": str(free_port())})
    assert status == 1
    assert f"is already running (process {running.process.pid})" in said


def test_a_port_in_use_is_one_sentence_with_the_remedy(running, tmp_path):
    status, said = attempt(running.environment | {"DATA_DIR": str(tmp_path)})
    assert status == 1
    port = running.port
    assert said == f"Port {port} is in use. Choose another with `PORT={port + 1} make run`.\n"


@pytest.mark.parametrize(("name", "value"), [("PORT", "many"), ("DATA_DIR", "/proc/nowhere")])
def test_a_setting_that_cannot_be_is_one_sentence_that_names_it(name, value):
    status, said = attempt(os.environ | {name: value})
    assert status == 1
    assert said.startswith(f"{name} ")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(("queue", "title"), [("models", "The model worker"), ("light", "The light worker")])
def test_a_worker_that_is_killed_is_started_again(running, queue, title):
    killed = running.child(f"--queues {queue}")
    killed.kill()
    until(lambda: running.says(f"{title} was killed by signal 9. Its log is "))
    until(lambda: running.answers(f"alive:{queue}"), seconds=60)
    assert running.child(f"--queues {queue}").pid != killed.pid


def test_the_model_worker_belongs_to_the_pool_that_is_named(running):
    until(lambda: running.answers("alive:models.gpu-3"), seconds=60)


def test_every_process_is_one_that_is_watched(running):
    until(lambda: len(running.children()) == 4)  # Redis, two workers, web
    assert {child.ppid() for child in running.children()} == {running.process.pid}


def test_redis_comes_back_with_its_data_and_the_workers_find_it(running):
    with redis.Redis(unix_socket_path=str(running.data_dir / "redis.sock")) as connection:
        connection.set("kept", "1")
    running.child("redis.sock").terminate()
    until(lambda: running.answers("kept"), seconds=30)
    with redis.Redis(unix_socket_path=str(running.data_dir / "redis.sock")) as connection:
        connection.delete("alive:models", "alive:light")
    until(lambda: running.answers("alive:models") and running.answers("alive:light"), seconds=60)


def test_sigterm_stops_everything_and_the_next_start_works(tmp_path):
    with product(tmp_path) as started:
        processes = started.children()
        started.process.send_signal(signal.SIGTERM)
        assert started.process.wait(60) == 0
        assert len(processes) == 4
        assert not psutil.wait_procs(processes, timeout=5)[1]
        started.start()


def test_killing_it_leaves_no_orphan(tmp_path):
    with product(tmp_path) as started:
        processes = started.children()
        started.process.kill()
        assert not psutil.wait_procs(processes, timeout=20)[1]
