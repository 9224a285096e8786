"""One encoder's weights, and the works that its head allows."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from inference.engines import weights
from inference.engines.base import Cancelled, Engine, WorkUnfit
from inference.engines.encoder import classifying, filling, heads, ranking
from inference.engines.encoder.comparing import Comparing, Found
from inference.engines.encoder.reading import Reader, Reading, Steps
from inference.engines.inspecting import Inspector
from inference.models import ModelCard
from inference.protocol import Chunk, ClassifyBody, FillMaskBody, InspectBody, Request, SearchBody, Usage

Work = Callable[[Any, Reading], Steps[Found]]


class EncoderEngine(Engine):
    def load(self, card: ModelCard) -> None:
        hypothesis = card.defaults.get("hypothesis", classifying.HYPOTHESIS)
        self.hold(*weights.load(card, heads), card.context, hypothesis=hypothesis)

    def hold(self, model: Any, tokenizer: Any, context: int, *, hypothesis: str = classifying.HYPOTHESIS) -> None:
        """Take weights that are in memory already."""
        positions = getattr(model.config, "max_position_embeddings", context)
        self.limit = min(context, positions, tokenizer.model_max_length)
        self.reader = Reader(model, tokenizer, self.limit)
        self.inspector = Inspector(model, tokenizer)
        self.works = works(model, tokenizer, hypothesis)

    def stream(self, request: Request, cancelled: Cancelled) -> Iterator[Chunk]:
        if isinstance(request.body, InspectBody):
            yield from self.inspector.stream(request.body, cancelled)
            return
        started, reading = time.perf_counter(), Reading(self.reader, cancelled)
        work = self.works.get(type(request.body))
        if work is None:
            raise WorkUnfit(request)
        found = yield from work(request.body, reading)
        usage = Usage(input_tokens=reading.spent, seconds=time.perf_counter() - started)
        if found is None:
            yield Chunk(finish="cancelled", usage=usage)
        else:
            yield Chunk(text=json.dumps(found, ensure_ascii=False), finish="stop", usage=usage)

    def close(self) -> None:
        """Nothing runs between two batches."""


def works(model: Any, tokenizer: Any, hypothesis: str) -> dict[type, Work]:
    """What `model` can do, by the kind of body that asks for it."""
    if heads.has(model, heads.LABELS):
        if model.config.num_labels == 1:
            return {SearchBody: ranking.search}
        return {ClassifyBody: classifying.made_for(model, hypothesis).classify}
    comparing = Comparing()
    bare: dict[type, Work] = {SearchBody: comparing.search, ClassifyBody: comparing.classify}
    fills = heads.has(model, heads.WORDS) and tokenizer.mask_token
    return bare | {FillMaskBody: filling.fill} if fills else bare
