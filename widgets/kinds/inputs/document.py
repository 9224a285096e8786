"""Document: a visitor gives files to read. Who reads them, and how, is not known here."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from inference.protocol import Source
from widgets.kinds.base import InvalidInput, Kind, Settings, UploadInfo


class DocumentSettings(Settings):
    many: bool = True
    most: int = Field(5, ge=1, le=20)  # where it takes many
    required: bool = True


class Document(Kind[DocumentSettings]):
    name = "document"
    title = "Document"
    summary = "Files to read: PDF, Word, PowerPoint, web pages, tables and texts."
    group = "inputs"
    Settings = DocumentSettings
    shown = frozenset(DocumentSettings.model_fields)
    takes_input = True

    def given(self, settings: DocumentSettings, value: Any) -> list[str]:
        return uploads_given(value, settings.most if settings.many else 1)

    def missing(self, settings: DocumentSettings, value: Any) -> bool:
        return settings.required and not value

    def uploads(self, settings: DocumentSettings, value: Any) -> list[str]:  # noqa: ARG002
        return list(value)

    def reads(self, settings: DocumentSettings, value: Any, uploads: Sequence[UploadInfo] = ()) -> str:  # noqa: ARG002
        if len(uploads) == 1:
            return uploads[0].text
        return "\n\n".join(f"{upload.name}:\n\n{upload.text}" for upload in uploads)

    def sources(self, settings: DocumentSettings, value: Any, uploads: Sequence[UploadInfo] = ()) -> list[Source]:  # noqa: ARG002
        return [
            Source(name=upload.name, text=upload.text, parts=[(where, start) for where, start in upload.parts])
            for upload in uploads
        ]


def uploads_given(value: Any, most: int) -> list[str]:
    """The ids of files, each once."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(id, str) for id in value):
        raise InvalidInput("not_uploads", "This takes files. Upload them first, then send their ids in a list.")
    ids = list(dict.fromkeys(value))
    if len(ids) > most:
        files = "one file" if most == 1 else f"{most} files"
        raise InvalidInput("too_many_files", f"This takes at most {files}. Remove some.")
    return ids
