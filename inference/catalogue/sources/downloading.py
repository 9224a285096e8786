"""Downloads one file over HTTP, and goes on where it was cut off. Knows nothing of what is in it."""

import logging
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import httpx2

from inference.catalogue.failures import SourceFailed, WeightsDiffer
from inference.catalogue.sources.files import sha256

TIMEOUT = httpx2.Timeout(30, connect=10)  # seconds without a byte
TRIES = 4  # in a row in which nothing came
PAUSE = 1.0  # seconds, and longer each time

log = logging.getLogger(__name__)
Told = Callable[[int], None]  # how many bytes are here


class Refused(SourceFailed):
    """The server does not give it to us; somebody with a password may have better luck."""

    def __init__(self, name: str, status: int) -> None:
        super().__init__(f"{name} could not be downloaded: the server answered with status {status}.")


def file_name(url: str) -> str:
    return unquote(urlsplit(url).path.rsplit("/", 1)[-1])


def length(url: str) -> int:
    """Bytes of the file there; 0 where the server does not say."""
    if path := _here(url):
        return path.stat().st_size
    try:
        answer = httpx2.head(url, timeout=TIMEOUT, follow_redirects=True, headers={"Accept-Encoding": "identity"})
    except httpx2.HTTPError:
        return 0
    return int(answer.headers.get("content-length", 0)) if answer.is_success else 0


def download(url: str, target: Path, checksum: str, told: Told) -> None:
    """Write what is at `url` to `target`, unless it is there already. Until it is whole it is called `….part`."""
    if target.is_file():
        return told(target.stat().st_size)
    part = target.with_name(f"{target.name}.part")
    if path := _here(url):
        shutil.copyfile(path, part)
    else:
        _bring(url, part, told)
    if sha256(part) != checksum:
        part.unlink()
        raise WeightsDiffer(target.name)
    part.rename(target)
    return told(target.stat().st_size)


def _bring(url: str, part: Path, told: Told) -> None:
    tries = 0
    while True:
        before = _size(part)
        try:
            return _go_on(url, part, told)
        except httpx2.TransportError as error:
            tries = 1 if _size(part) > before else tries + 1
            if tries == TRIES:
                raise SourceFailed(
                    f"The download of {file_name(url)} broke off: {str(error) or type(error).__name__}. "
                    "What was downloaded is kept; install the model again, and it continues where it stopped."
                ) from error
            log.warning(
                "the download of %s broke off after %d bytes and goes on: %s", file_name(url), _size(part), error
            )
            time.sleep(PAUSE * tries)


def _go_on(url: str, part: Path, told: Told) -> None:
    here = _size(part)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={here}-"} if here else {})
    with httpx2.stream("GET", url, headers=headers, timeout=TIMEOUT, follow_redirects=True) as answer:
        if answer.status_code == httpx2.codes.RANGE_NOT_SATISFIABLE:
            return  # all of it is here; its checksum will tell
        if not answer.is_success:
            raise Refused(file_name(url), answer.status_code)
        goes_on = answer.status_code == httpx2.codes.PARTIAL_CONTENT
        with part.open("ab" if goes_on else "wb") as file:
            for piece in answer.iter_raw():  # as it comes: what is cut off is not lost
                file.write(piece)
                told(file.tell())


def _here(url: str) -> Path | None:
    """The file of this machine that a URL means, as in a package index that is a folder."""
    parts = urlsplit(url)
    return Path(url2pathname(parts.path)) if parts.scheme == "file" else None


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
