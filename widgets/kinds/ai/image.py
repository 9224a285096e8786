"""Image: a model draws what a prompt describes."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import Field

from inference.protocol import ImageBody
from widgets.graph.problems import Problem
from widgets.graph.schema import Widget
from widgets.kinds.ai.settings import AIKind, AISettings, empty
from widgets.kinds.base import Render, UploadInfo


class ImageSettings(AISettings):
    prompt: str = ""
    negative_prompt: str = ""
    width: int | None = Field(None, ge=64, le=2048, multiple_of=8)  # pixels
    height: int | None = Field(None, ge=64, le=2048, multiple_of=8)
    steps: int | None = Field(None, ge=1, le=200)
    guidance: float | None = Field(None, ge=0, le=30)
    seed: int | None = Field(None, ge=0, lt=2**32)


class Image(AIKind[ImageSettings]):
    name = "image"
    title = "AI image"
    summary = "A model draws what the prompt describes."
    Settings = ImageSettings
    tasks = ImageBody.tasks
    echoes_prompt = True
    shown = AIKind.shown | {"width", "height", "seed"}

    def body(self, settings: ImageSettings, render: Render, given: Any = None) -> ImageBody:  # noqa: ARG002
        asked = settings.model_dump(include={"width", "height", "steps", "guidance", "seed"})
        prompts = {"prompt": render(settings.prompt), "negative_prompt": render(settings.negative_prompt)}
        return ImageBody(**prompts, **asked)

    def reads(self, settings: ImageSettings, value: Any, uploads: Sequence[UploadInfo] = ()) -> str:  # noqa: ARG002
        """The value is the prompt that was drawn."""
        return f"[image: {value}]" if value else ""

    def own_problems(self, widget: Widget, settings: ImageSettings) -> Iterator[Problem]:
        if not settings.prompt.strip():
            yield empty(widget, "prompt", "Describe what the model should draw.")
