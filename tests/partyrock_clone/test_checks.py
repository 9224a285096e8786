"""What stops a start, and what it says then."""

import os
import socket
import sys
from pathlib import Path

import psutil
import pytest

from partyrock_clone.up import checks
from partyrock_clone.up.children import Child
from partyrock_clone.up.trouble import Trouble
from tests.waiting import until


def test_a_folder_that_cannot_be_written_is_named():
    with pytest.raises(Trouble, match=r"/proc/nowhere cannot be written .*DATA_DIR=other make run"):
        checks.writable(Path("/proc/nowhere"))


def test_a_full_disk_is_named_before_the_models_are_installed(tmp_path):
    with pytest.raises(Trouble, match=r"The models need 1000000 GB .* Free some space"):
        checks.room(tmp_path, needed=10**15)


def test_a_path_too_long_for_a_socket_is_named(tmp_path):
    with pytest.raises(Trouble, match="Choose a shorter one"):
        checks.socket_fits(tmp_path / ("x" * 100) / "redis.sock")


def test_a_port_in_use_names_another():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(Trouble, match=f"Port {port} is in use. Choose another with `PORT={port + 1} make run`."):
            checks.port_free("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [("192.0.2.1", 8000, "192.0.2.1 is not an address of this machine"), ("127.0.0.1", 70_000, "70000 is not a port")],
)
def test_an_address_that_cannot_be_is_named(host, port, said):
    with pytest.raises(Trouble, match=said):
        checks.port_free(host, port)


def test_a_lock_ends_with_who_holds_it(tmp_path):
    with checks.lock(tmp_path), pytest.raises(Trouble, match=f"already running .process {os.getpid()}."):
        checks.lock(tmp_path)
    checks.lock(tmp_path).close()


@pytest.fixture
def a_child(settings, tmp_path):
    """Makes a child that runs a line of Python."""
    settings.DATA_DIR = tmp_path
    (tmp_path / "logs").mkdir()
    return lambda code: Child("thing", "The thing", [sys.executable, "-c", code], lambda: True, patience=5, grace=0.2)


def test_a_dead_child_is_named_with_its_log_and_the_end_of_it(a_child, tmp_path):
    child = a_child("print('too little memory'); raise SystemExit(3)")
    child.start()
    until(child.died)
    assert child.epitaph() == (
        f"The thing ended with status 3. Its log is {tmp_path}/logs/thing.log and ends:\n    too little memory"
    )


def test_a_child_that_keeps_dying_is_started_less_and_less_often(a_child):
    child = a_child("")
    child.start()
    assert [child.start_later() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_a_child_that_will_not_stop_is_killed_with_what_it_started(a_child):
    child = a_child(
        "import signal, subprocess, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print(subprocess.Popen(['sleep', '1000']).pid, flush=True); time.sleep(1000)"
    )
    child.start()
    pid = int(until(lambda: child.log.read_text().strip()))
    child.stop()
    until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
