"""Code: a model writes a program, also to fit between a beginning and an end that are there."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import Field

from inference.protocol import CodeBody
from widgets.graph.problems import Problem
from widgets.graph.schema import Widget
from widgets.kinds.ai.settings import AIKind, Sampling, empty
from widgets.kinds.base import Render, UploadInfo

FENCE = "```"


class CodeSettings(Sampling):
    temperature: float = Field(0.2, ge=0, le=2)
    repetition_penalty: float = Field(1.05, ge=1, le=2)  # code repeats itself, and should, but not for ever
    prompt: str = ""
    language: str = Field("python", max_length=40)
    prefix: str = ""
    suffix: str = ""


class Code(AIKind[CodeSettings]):
    name = "code"
    title = "Code"
    summary = "A model writes code."
    Settings = CodeSettings
    tasks = CodeBody.tasks
    teaches = True
    shown = AIKind.shown | {"language"}

    def body(self, settings: CodeSettings, render: Render, given: Any = None) -> CodeBody:  # noqa: ARG002
        return CodeBody(
            prompt=render(settings.prompt).strip(),
            language=settings.language.strip() or "python",
            prefix=render(settings.prefix),
            suffix=render(settings.suffix),
            parameters=settings.parameters(),
        )

    def reads(self, settings: CodeSettings, value: Any, uploads: Sequence[UploadInfo] = ()) -> str:  # noqa: ARG002
        return fenced(value)

    def own_problems(self, widget: Widget, settings: CodeSettings) -> Iterator[Problem]:
        if not (settings.prompt + settings.prefix + settings.suffix).strip():
            yield empty(widget, "prompt", "Write what the code should do.")


def fenced(text: str) -> str:
    """The code in the first fenced block, closed or not; all of it where there is none."""
    before, fence, rest = text.partition(FENCE)
    if not fence:
        return before
    _, _, code = rest.partition("\n")
    return code.partition(FENCE)[0].rstrip("\n")
