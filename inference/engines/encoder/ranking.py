"""Searching by a head that reads a question and a passage together: slower than vectors, and more exact."""

import torch

from inference import cutting
from inference.engines.encoder.classifying import logits
from inference.engines.encoder.comparing import Found, best
from inference.engines.encoder.reading import Reading, Steps
from inference.protocol import SearchBody


def search(body: SearchBody, reading: Reading) -> Steps[Found]:
    passages = [passage for source in body.sources for passage in cutting.passages(source)]
    scores = yield from reading.each([(body.question, passage.text) for passage in passages], logits)
    if scores is None:
        return None
    return best(passages, torch.sigmoid(scores.flatten()).tolist(), body.most)
