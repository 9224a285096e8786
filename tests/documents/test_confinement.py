"""What the process that reads a file may not do, tried in one."""

import signal
import socket
import subprocess
import sys

import pytest

from widgets.documents import process

NEW_NETWORK = "import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x50000000))"
MAY_HAVE_ITS_OWN_NETWORK = subprocess.run([sys.executable, "-c", NEW_NETWORK], check=False).returncode == 0
START = "from widgets.documents import confinement\nconfinement.{limit} = {most}\nconfinement.confine()\n"


def confined(code, limit="CORE", most=0):
    command = [sys.executable, "-c", START.format(limit=limit, most=most) + code]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)


def test_it_has_no_more_memory_than_it_is_given():
    assert "MemoryError" in confined("bytearray(2_000_000_000)").stderr


def test_it_ends_when_its_computing_time_is_over():
    assert confined("while True: pass", "PROCESSOR", 1).returncode in (-signal.SIGXCPU, -signal.SIGKILL)


def test_it_ends_by_itself_when_nobody_waits_for_it():
    assert confined("import time; time.sleep(20)", "WALL", 1).returncode == -signal.SIGALRM


def test_it_writes_no_large_files(tmp_path):
    found = confined(f"import pathlib; pathlib.Path('{tmp_path / 'large'}').write_bytes(bytes(2000))", "WRITTEN", 1000)
    assert "File too large" in found.stderr


def test_it_reaches_no_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = confined(f"import socket; socket.create_connection({server.getsockname()}, 5)")
    if found.returncode == 0 and not MAY_HAVE_ITS_OWN_NETWORK:
        pytest.skip("this system gives a process no network of its own")
    assert "Network is unreachable" in found.stderr


def test_it_gets_no_settings_and_no_keys_along(monkeypatch, tmp_path):
    telling = tmp_path / "telling"
    telling.write_text(f"#!/bin/sh\nenv > {tmp_path}/told\n")
    telling.chmod(0o700)
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setattr(sys, "executable", str(telling))
    process.read(tmp_path, "text/plain", None)
    assert "SECRET_KEY" not in (tmp_path / "told").read_text()


def test_one_that_takes_too_long_is_given_up(read, monkeypatch):
    monkeypatch.setattr(process, "WALL", 0)
    monkeypatch.setattr(process, "GRACE", 0.01)
    assert read(b"bees", "bees.txt").failure.code == "too_much_work"
