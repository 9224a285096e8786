"""What the event log is told of one request while it is worked on."""

import base64
import logging

from inference import streams
from inference.protocol import Chunk, File, Progress, Request
from inference.serving.coalescing import Coalescer

log = logging.getLogger(__name__)


class Telling:
    """While Redis is away, text waits, and the rest is dropped: the Outcome will have everything."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.coalescer = Coalescer()

    def started(self) -> None:
        try:
            self._append("generation.started")
        except streams.AWAY as error:
            log.info("a beginning was not logged: %s", error)

    def tell(self, chunk: Chunk) -> None:
        self._text(self.coalescer.add(chunk.text))
        try:
            if chunk.progress:
                self._progress(chunk.progress)
            if chunk.preview:
                self._preview(chunk.preview)
        except streams.AWAY as error:
            log.info("a step was not logged: %s", error)

    def rest(self) -> None:
        """The text that still waits."""
        self._text(self.coalescer.flush())

    def _text(self, text: str) -> None:
        if not text:
            return
        try:
            self._append("generation.delta", text=text)
        except streams.AWAY:
            self.coalescer.give_back(text)

    def _progress(self, progress: Progress) -> None:
        self._append("generation.progress", **progress.model_dump())

    def _preview(self, file: File) -> None:
        data = base64.b64encode(file.data).decode()
        self._append("generation.preview", media_type=file.media_type, data=data)

    def _append(self, type: str, **data: str | int) -> None:
        named = {"result": self.request.id, "attempt": self.request.attempt}
        streams.append(self.request.log, type, {**named, **data})
