"""Files that engines make, put where Django's default storage keeps them: results/<id>-<attempt>/<n>.png."""

import mimetypes

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from inference.protocol import EngineError, File, Outcome, StoredFile


class FileNotStored(EngineError):
    code = "file_not_stored"

    def __init__(self) -> None:
        super().__init__(
            "What the model made could not be stored. Ask an administrator to look whether the disk is full, "
            "and play it again."
        )


def store(file: File, outcome: Outcome) -> None:
    """Put `file` away and name it in `outcome`."""
    ending = mimetypes.guess_extension(file.media_type) or ""
    name = f"results/{outcome.id}-{outcome.attempt}/{len(outcome.files)}{ending}"
    try:
        path = default_storage.save(name, ContentFile(file.data))
    except OSError as error:
        raise FileNotStored from error
    outcome.files.append(
        StoredFile(path=path, media_type=file.media_type, width=file.width, height=file.height),
    )


def discard(outcome: Outcome) -> None:
    """The files of an Outcome that nobody will get."""
    for file in outcome.files:
        default_storage.delete(file.path)
