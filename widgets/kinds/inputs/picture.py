"""Picture: a visitor gives a picture. Prompts get its name; what is on it only models that see could tell."""

from collections.abc import Sequence
from typing import Any

from widgets.kinds.base import Kind, Settings, UploadInfo
from widgets.kinds.inputs.document import uploads_given


class PictureSettings(Settings):
    required: bool = True


class Picture(Kind[PictureSettings]):
    name = "picture"
    title = "Picture"
    summary = "A picture to show. Prompts get its name."
    group = "inputs"
    Settings = PictureSettings
    shown = frozenset(PictureSettings.model_fields)
    takes_input = True

    def given(self, settings: PictureSettings, value: Any) -> list[str]:  # noqa: ARG002
        return uploads_given(value, 1)

    def missing(self, settings: PictureSettings, value: Any) -> bool:
        return settings.required and not value

    def uploads(self, settings: PictureSettings, value: Any) -> list[str]:  # noqa: ARG002
        return list(value)

    def reads(self, settings: PictureSettings, value: Any, uploads: Sequence[UploadInfo] = ()) -> str:  # noqa: ARG002
        return "".join(f"[picture: {upload.name}]" for upload in uploads)
