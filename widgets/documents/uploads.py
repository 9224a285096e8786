"""The files that visitors give: kept within limits, read by a worker, forgotten when no run needs them.

What is in a file, widgets.documents.process says; nothing here looks into one.
"""

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from inference.catalogue.cards import find
from inference.protocol import ModelMissing
from widgets.documents import media_types, process
from widgets.documents.failures import FileGone, Unreadable
from widgets.models import Player, Run, Upload
from widgets.models.runs import RunQuerySet
from widgets.running import awaiting
from widgets.running.dispatch import carry_out

MEGABYTE = 1_000_000  # bytes
LONGEST_NAME = 200  # characters
SPARED = timedelta(hours=1)  # what is younger may be about to be played
HOUR = timedelta(hours=1)

NO_ROOM_OF_ONES_OWN = (
    "Your files take all of the {:,} MB that one person may fill. Delete runs that use files given more than an hour "
    "ago: ten minutes later, when that cannot be undone any more, there is room."
)

State = Upload.State
log = logging.getLogger(__name__)


class Refusal(Exception):
    """A file is not taken; the sentence says why, and what to do."""

    code: str


class FileTooLarge(Refusal):
    code = "file_too_large"

    def __init__(self) -> None:
        super().__init__(f"A file may have {settings.UPLOAD_MB:,} MB at most. Make it smaller, or split it.")


class TooManyUploads(Refusal):
    code = "too_many_uploads"

    def __init__(self, player: Player) -> None:
        gave = "You gave" if player.user else "You, and other guests at your network address, gave"
        remedy = (
            "Try again in a while." if player.user else "Try again in a while, or log in to have a limit of your own."
        )
        super().__init__(f"{gave} {settings.UPLOADS_AN_HOUR:,} files within the last hour. {remedy}")


class NoRoom(Refusal):
    code = "no_room"


def keep(player: Player, visitor: str, file: "UploadedFile[bytes]") -> Upload:
    """A new upload, to be read. `visitor` is who gives it, as widgets.community.visits counts them.

    Raises Refusal, or Unreadable where its first look says enough.
    """
    size = file.size or 0
    _check(player, visitor, size)
    name = _name(file.name or "")
    media_type = media_types.recognise(*_ends(file, size), name)
    upload = Upload(visitor=visitor, name=name, media_type=media_type, size=size, sha256=_checksum(file))
    upload.player, upload.guest = player.user, "" if player.user else player.guest
    upload.file.save(upload.pk + media_types.EXTENSIONS[media_type], file, save=False)
    upload.save(force_insert=True)
    return upload


def _check(player: Player, visitor: str, size: int) -> None:
    if size > settings.UPLOAD_MB * MEGABYTE:
        raise FileTooLarge
    lately = Upload.objects.filter(visitor=visitor, created_at__gt=timezone.now() - HOUR)
    if lately.count() >= settings.UPLOADS_AN_HOUR:
        raise TooManyUploads(player)
    own = Upload.objects.of(player)
    most = settings.UPLOADS_MB_OF_A_PLAYER
    if _taken(own) + size > most * MEGABYTE:
        forget(own, older_than=SPARED, held_by=Run.objects.of(player))
        if _taken(own) + size > most * MEGABYTE:
            raise NoRoom(NO_ROOM_OF_ONES_OWN.format(most))
    if _taken(Upload.objects.all()) + size > settings.UPLOADS_MB_OF_ALL * MEGABYTE:
        raise NoRoom("There is no room for more files on this site. Tell whoever runs it.")


def _taken(uploads: Any) -> int:
    """Bytes, and the characters that were read in them: of a small zip that may be much more."""
    return uploads.aggregate(taken=Sum(F("size") + Coalesce("characters", 0)))["taken"] or 0


def _name(given: str) -> str:
    """Only to be shown: where a file is kept, its id says."""
    name = "".join(letter for letter in given if letter.isprintable()).strip() or "file"
    stem, dot, extension = name.rpartition(".")
    return name if len(name) <= LONGEST_NAME else stem[: LONGEST_NAME - len(extension) - 1] + dot + extension[-20:]


def _ends(file: "UploadedFile[bytes]", size: int) -> tuple[bytes, bytes]:
    head = file.read(media_types.LOOKED_AT)
    file.seek(max(0, size - media_types.LOOKED_AT))
    tail = file.read(media_types.LOOKED_AT)
    file.seek(0)
    return head, tail


def _checksum(file: "UploadedFile[bytes]") -> str:
    checksum = hashlib.sha256()
    for chunk in file.chunks():
        checksum.update(chunk)
    file.seek(0)
    return checksum.hexdigest()


def read(id: str) -> None:
    """What a worker does with an upload. Twice, or too late, changes nothing."""
    upload = Upload.objects.filter(pk=id, state=State.READING).first()
    if upload:
        with tempfile.TemporaryDirectory(prefix="reading-") as made:
            folder = Path(made)
            settle(upload, _find(upload, folder), folder / "picture")


def _find(upload: Upload, folder: Path) -> process.Read:
    try:
        with upload.file.open() as stored, (folder / "given").open("wb") as given:
            shutil.copyfileobj(stored, given)
    except FileNotFoundError:
        return process.failed(FileGone())
    return process.read(folder, upload.media_type, tokenizer())


def tokenizer() -> Path | None:
    """Of the model that a text widget uses where it names none."""
    try:
        path = find("", "text").folder / "tokenizer.json"
    except ModelMissing:
        return None
    return path if path.is_file() else None


def settle(upload: Upload, found: process.Read, picture: Path) -> None:
    if found.failure:
        _move(upload, state=State.FAILED, failure=found.failure.model_dump())
    elif picture.exists():
        _settle_picture(upload, found, picture)
    else:
        read = {"text": found.text, "characters": len(found.text), "parts": found.parts, "tokens": found.tokens}
        _move(upload, state=State.READY, **read)


def _settle_picture(upload: Upload, found: process.Read, picture: Path) -> None:
    """What was written anew takes the place of what was given."""
    extension = media_types.PICTURES[found.media_type]
    with picture.open("rb") as content:
        kept = default_storage.save(f"uploads/{upload.pk}-shown{extension}", File(content))
    sizes = {"size": picture.stat().st_size, "width": found.width, "height": found.height}
    is_first = _move(upload, state=State.READY, file=kept, media_type=found.media_type, **sizes)
    default_storage.delete(str(upload.file.name) if is_first else kept)


@transaction.atomic
def _move(upload: Upload, **changes: Any) -> bool:
    """Whether it was still being read. What waited for it goes on."""
    moved = bool(Upload.objects.filter(pk=upload.pk, state=State.READING).update(**changes))
    if moved:
        carry_out(awaiting.go_on(upload))
    return moved


def fail(uploads: Iterable[Upload], failure: Unreadable) -> None:
    for upload in uploads:
        _move(upload, state=State.FAILED, failure={"code": failure.code, "message": str(failure)})


def forget(uploads: Any, older_than: timedelta, held_by: RunQuerySet | None = None) -> int:
    """Removes, of these, the old ones that no run refers to, with their files. How many that were.

    `held_by`: the runs that could refer to them, where not all.
    """
    runs = Run.objects.all() if held_by is None else held_by
    old = uploads.filter(created_at__lt=timezone.now() - older_than)
    unused = set(old.values_list("pk", flat=True))
    if unused:
        unused -= _held(unused, runs.lasting())
    for upload in Upload.objects.filter(pk__in=unused).defer("text", "parts"):
        upload.delete()
    return len(unused)


def _held(ids: set[str], runs: RunQuerySet) -> set[str]:
    """Those that one of the runs holds as the value of a widget."""
    found: set[str] = set()
    for inputs in runs.exclude(inputs={}).values_list("inputs", flat=True).iterator():
        for value in inputs.values():
            if isinstance(value, list):
                found |= ids.intersection(one for one in value if isinstance(one, str))
    return found


@receiver(post_delete, sender=Upload)
def remove_file(instance: Upload, **_: Any) -> None:
    """Also where an account is deleted and its uploads with it."""
    transaction.on_commit(partial(default_storage.delete, str(instance.file.name)))
