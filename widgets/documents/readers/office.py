"""What is looked at in a docx or pptx before a library unpacks it: how large it becomes, and that its XML is plain."""

from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from widgets.documents.failures import DamagedFile, EntitiesInside, PasswordNeeded, UnpacksTooFar

MOST = 200  # megabytes, unpacked
MOST_FILES = 10_000
STEP = 1_000_000  # bytes read at once


def check(path: str) -> None:
    """Raises Unreadable. Sizes as the file declares them first, then as they are."""
    try:
        with ZipFile(path) as archive:
            _check_declared(archive.infolist())
            _check_actual(archive)
    except (BadZipFile, NotImplementedError, EOFError) as error:
        raise DamagedFile from error


def _check_declared(files: list[ZipInfo]) -> None:
    if len(files) > MOST_FILES or sum(file.file_size for file in files) > MOST * 1_000_000:
        raise UnpacksTooFar(MOST)
    if any(file.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for file in files):
        raise DamagedFile  # Office writes no others, and Python unpacks those without a limit
    if any(file.flag_bits & 1 for file in files):
        raise PasswordNeeded


def _check_actual(archive: ZipFile) -> None:
    unpacked = 0
    for file in archive.infolist():
        with archive.open(file) as content:
            first = True
            while chunk := content.read(STEP):
                unpacked += len(chunk)
                if unpacked > MOST * 1_000_000:
                    raise UnpacksTooFar(MOST)
                if first and _has_entities(file.filename, chunk):
                    raise EntitiesInside
                first = False


def _has_entities(name: str, start: bytes) -> bool:
    """A document type can only stand before the first element. In UTF-16 every other byte is 0."""
    start = start.replace(b"\x00", b"")
    return name.lower().endswith((".xml", ".rels", ".vml")) and (b"<!DOCTYPE" in start or b"<!ENTITY" in start)
