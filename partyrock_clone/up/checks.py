"""What must be so before anything is started. Each check raises Trouble with a remedy."""

import errno
import fcntl
import os
import shutil
import socket
from pathlib import Path
from typing import IO

from partyrock_clone.up.trouble import Trouble

ROOM = 3_000_000_000  # bytes that the default models take while they are converted
LONGEST_SOCKET = 103  # characters of a UNIX socket's path that every system takes


def lock(data_dir: Path) -> IO[str]:
    """Held until the file is closed, at the latest when this process ends, however it ends."""
    file = (data_dir / "up.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        raise Trouble(
            f"One that uses {data_dir} is already running (process {file.read().strip() or 'unknown'}). "
            "Stop it first, or choose another folder with `DATA_DIR=other make run`."
        ) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def writable(data_dir: Path) -> None:
    try:
        (data_dir / "logs").mkdir(parents=True, exist_ok=True)
        probe = data_dir / ".probe"
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
    except OSError as error:
        raise Trouble(
            f"{data_dir} cannot be written ({error.strerror}). Choose another folder with `DATA_DIR=other make run`."
        ) from error


def socket_fits(path: Path) -> None:
    if len(str(path)) > LONGEST_SOCKET:
        raise Trouble(
            f"The path of DATA_DIR is too long for a socket in it: {path}. "
            "Choose a shorter one with `DATA_DIR=/short make run`, or set REDIS_URL to a server of your own."
        )


def room(data_dir: Path, needed: int = ROOM) -> None:
    free = shutil.disk_usage(data_dir).free
    if free < needed:
        raise Trouble(
            f"The models need {needed / 1e9:.0f} GB while they are installed, and {data_dir} has {free / 1e9:.1f} GB "
            "left. Free some space, or choose another disk with `DATA_DIR=/elsewhere make run`."
        )


def port_free(host: str, port: int) -> None:
    if not 0 < port < 65_536:
        raise Trouble(f"{port} is not a port. Choose one from 1024 to 65535 with `PORT=8000 make run`.")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        socket.create_server(address[:2], family=family).close()
    except OSError as error:
        raise Trouble(_why_not(error, host, port)) from error


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use. Choose another with `PORT={port + 1} make run`."
    if error.errno == errno.EACCES:
        return f"Port {port} needs an administrator's rights. Choose one above 1023 with `PORT=8000 make run`."
    return f"{host} is not an address of this machine. Leave HOST out, or set it to one that is."
