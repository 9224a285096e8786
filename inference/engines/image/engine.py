"""Pictures from words: what is asked, who is next, and the file at the end. Drawing is the pipeline's part."""

import threading
import time
from collections.abc import Generator, Iterator
from typing import Any

from PIL import Image

from inference.engines import pictures
from inference.engines.base import Cancelled, Engine, EngineCrashed, body_of
from inference.engines.image import loading, reading
from inference.engines.image.asking import Asking, Plan
from inference.engines.image.drawing import Drawing
from inference.engines.image.line import Line
from inference.engines.image.previews import Colours, Previews
from inference.models import ModelCard
from inference.protocol import Chunk, ImageBody, Progress, Request, Usage


class ImageEngine(Engine):
    def load(self, card: ModelCard) -> None:
        self.hold(loading.load(card), card)

    def hold(self, pipeline: Any, card: ModelCard) -> None:
        """Take a pipeline that is in memory already."""
        pipeline.set_progress_bar_config(disable=True)
        self.asking = Asking(pipeline, card)
        self.pipeline: Any = pipeline
        self.colours = Colours()
        self.line = Line()
        self.closed = threading.Event()

    def stream(self, request: Request, cancelled: Cancelled) -> Iterator[Chunk]:
        started, usage = time.perf_counter(), Usage()
        plan = self.asking.plan(body_of(request, ImageBody))
        with self.line.place() as place:
            for ahead in place.wait(lambda: cancelled() or self.closed.is_set()):
                yield Chunk(progress=Progress(done=0, of=plan.steps, words=_waits(ahead)))
            picture = None if cancelled() else (yield from self._draw(plan, cancelled, usage))
        if picture:
            yield Chunk(file=pictures.png(picture))
        usage.seconds = time.perf_counter() - started
        yield Chunk(finish="stop" if picture else "cancelled", usage=usage)

    def close(self) -> None:
        """What is being drawn ends with its step, and then nobody has the weights any more."""
        self.closed.set()
        self.pipeline = None

    def _draw(self, plan: Plan, cancelled: Cancelled, usage: Usage) -> Generator[Chunk, None, Image.Image | None]:
        pipeline = self.pipeline
        if self.closed.is_set():
            raise EngineCrashed
        yield Chunk(progress=Progress(done=0, of=plan.steps, words=_read(pipeline, plan, usage)))
        previews = Previews(self.colours, pipeline, plan.size)
        drawing = Drawing(pipeline, plan, previews, lambda: cancelled() or self.closed.is_set())
        yield from drawing.chunks()
        if drawing.picture is None and not cancelled():
            raise EngineCrashed
        return drawing.picture


def _read(pipeline: Any, plan: Plan, usage: Usage) -> str:
    """Counts into `usage`, and says in words, how much of the prompts is read."""
    asked = {"": plan.arguments["prompt"], " of the negative prompt": plan.arguments.get("negative_prompt")}
    words = ""
    for whose, text in asked.items():
        if text is not None:
            read, whole = reading.read(pipeline, text, plan.reads)
            usage.input_tokens += read
            usage.unread_tokens += whole - read
            words = words or (f"Reads the first {read:,} tokens of {whole:,}{whose}" if read < whole else "")
    return words or "Reading the prompt"


def _waits(ahead: int) -> str:
    return f"Waits for {ahead} pictures before it" if ahead > 1 else "Waits for a picture before it"
