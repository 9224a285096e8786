"""One picture on its way. A pipeline is one long call, which calls back at each step."""

import gc
import inspect
import threading
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from inference.engines import computing
from inference.engines.base import Cancelled, OutOfMemory, memory_ran_out
from inference.engines.image.asking import Plan
from inference.engines.image.failures import DrawingRefused, PictureWithheld, SettingUnfit
from inference.engines.image.previews import Previews
from inference.protocol import Chunk, Progress


class _Stopped(Exception):
    """Nobody wants the picture any more. It leaves the pipeline at the end of a step: that is sooner than to ask the
    pipeline itself, which would still decode what it has."""


class Drawing:
    """`picture` is there when the chunks have ended, unless it was cancelled."""

    def __init__(self, pipeline: Any, plan: Plan, previews: Previews, cancelled: Cancelled) -> None:
        self.pipeline, self.plan, self.previews, self.cancelled = pipeline, plan, previews, cancelled
        self.computing = computing.on(pipeline._execution_device)
        self.left = threading.Event()  # by who took the chunks
        self.chunks_made: SimpleQueue[Chunk | None] = SimpleQueue()
        self.latents: Tensor | None = None
        self.picture: Image.Image | None = None
        self.failure: Exception | None = None

    def chunks(self) -> Iterator[Chunk]:
        thread = threading.Thread(target=self._run, name="drawing")
        thread.start()
        try:
            while (chunk := self.chunks_made.get()) is not None:
                yield chunk
        finally:
            self.left.set()
            thread.join()
        if self.failure:
            raise self.failure

    def _run(self) -> None:
        try:
            self.computing.run_at_length(self._draw)
        finally:
            self.chunks_made.put(None)

    def _draw(self) -> None:
        if self.left.is_set() or self.cancelled():  # while others were drawn
            return
        try:
            self._take(self.pipeline(**self.plan.arguments, **self._callback(), generator=self._chance()))
        except _Stopped:
            pass
        except Exception as error:
            self.failure = _named(error)
        finally:
            self._let_go()

    def _take(self, output: Any) -> None:
        if any(getattr(output, "nsfw_content_detected", None) or ()):
            raise PictureWithheld
        picture: Image.Image = output.images[0]
        if self.latents is not None:
            self.previews.finished(self.latents, picture)
        self.picture = _cut(picture, self.plan.size or picture.size)

    def _chance(self) -> torch.Generator:
        """Of the CPU: the same seed is then the same noise on every device."""
        chance = torch.Generator()
        if self.plan.seed is None:
            chance.seed()
            return chance
        return chance.manual_seed(self.plan.seed)

    def _callback(self) -> dict[str, Any]:
        """Pipelines have one of two."""
        parameters = inspect.signature(self.pipeline.__call__).parameters
        if "callback_on_step_end" in parameters:
            return {"callback_on_step_end": self._ended}
        return {"callback": self._step, "callback_steps": 1} if "callback" in parameters else {}

    def _ended(self, pipeline: Any, step: int, time: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        if self.plan.arguments.get("negative_prompt") and not getattr(pipeline, "do_classifier_free_guidance", True):
            raise SettingUnfit("negative prompt")
        self._step(step, time, tensors["latents"])
        return {}

    def _step(self, step: int, time: Any, latents: Tensor) -> None:  # noqa: ARG002 - as pipelines call it
        if self.left.is_set() or self.cancelled():
            raise _Stopped
        self.latents = latents
        of = max(step + 1, getattr(self.pipeline, "num_timesteps", self.plan.steps))
        progress = Progress(done=step + 1, of=of, words=f"Drawing step {step + 1} of {of}")
        self.chunks_made.put(Chunk(progress=progress, preview=self.previews.of(latents)))
        self.computing.let_others()

    def _let_go(self) -> None:
        self.latents = None
        self.pipeline.maybe_free_model_hooks()
        if isinstance(self.failure, OutOfMemory):
            gc.collect()
            torch.cuda.empty_cache()


def _named(error: Exception) -> Exception:
    """What pipelines themselves refuse is a ValueError with a sentence. Where memory ran out the error would keep what
    filled it."""
    if memory_ran_out(error):
        return OutOfMemory()
    return DrawingRefused(str(error)) if isinstance(error, ValueError) else error


def _cut(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Its middle, where it had to be drawn larger than it was asked for."""
    width, height = min(size[0], picture.width), min(size[1], picture.height)
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    return picture.crop((left, top, left + width, top + height))
