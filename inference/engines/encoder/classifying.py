"""Labels by a head that was trained for them, or for telling what follows from what: then any label will do."""

from typing import Any

import torch
from torch import Tensor

from inference.engines.encoder.comparing import Found, parts_of, ranked
from inference.engines.encoder.reading import Reading, Steps
from inference.protocol import ClassifyBody, EngineError

HYPOTHESIS = "This example is {}."  # what such models are asked with as a rule; a card's defaults may say another
NAMED = 20  # of the labels that a model knows, in the sentence of a failure


class LabelsUnknown(EngineError):
    code = "labels_unknown"

    def __init__(self, unknown: list[str], known: list[str]) -> None:
        more = f" and {len(known) - NAMED} more" if len(known) > NAMED else ""
        super().__init__(
            f"This model does not know the label “{unknown[0]}”. It was trained on {', '.join(known[:NAMED])}{more}. "
            "Use those labels, or choose a model that takes any."
        )


def logits(model: Any, batch: dict[str, Tensor]) -> Tensor:
    scores: Tensor = model(**batch).logits
    return scores


class Inferring:
    """By a head trained on what follows from what: the share of a label is how well its sentence follows."""

    def __init__(self, entailment: int, hypothesis: str) -> None:
        self.entailment, self.hypothesis = entailment, hypothesis

    def classify(self, body: ClassifyBody, reading: Reading) -> Steps[Found]:
        parts = parts_of(body.text)
        sentences = [self.hypothesis.replace("{}", label) for label in body.labels]
        pairs = [(part, sentence) for part in parts for sentence in sentences]
        scores = yield from reading.each(pairs, logits)
        if scores is None:
            return None
        follows = scores[:, self.entailment].double().reshape(len(parts), len(body.labels))
        return ranked(body.labels, follows.softmax(dim=-1).mean(dim=0))


class Recognising:
    """By a head trained on labels of its own, whichever of them are asked for."""

    def __init__(self, known: dict[str, int], *, several: bool) -> None:
        """`several`: whether more than one of them may be true."""
        self.known, self.several = known, several
        self.numbers = {_alike(label): number for label, number in known.items()}

    def classify(self, body: ClassifyBody, reading: Reading) -> Steps[Found]:
        if unknown := [label for label in body.labels if _alike(label) not in self.numbers]:
            raise LabelsUnknown(unknown, list(self.known))
        scores = yield from reading.each(parts_of(body.text), logits)
        if scores is None:
            return None
        each = scores.double()
        likely = (each.sigmoid() if self.several else each.softmax(dim=-1)).mean(dim=0)
        asked = likely[[self.numbers[_alike(label)] for label in body.labels]]
        return ranked(body.labels, asked / asked.sum().clamp(min=torch.finfo(asked.dtype).tiny))


def made_for(model: Any, hypothesis: str) -> Inferring | Recognising:
    known = {str(label): int(number) for label, number in model.config.label2id.items()}
    follows = next((number for label, number in known.items() if label.lower().startswith("entail")), None)
    if follows is not None:
        return Inferring(follows, hypothesis)
    return Recognising(known, several=model.config.problem_type == "multi_label_classification")


def _alike(label: str) -> str:
    return " ".join(label.casefold().replace("_", " ").split())
