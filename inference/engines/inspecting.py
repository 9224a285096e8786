"""A look inside of a transformer: tokens, the attention of one layer, what would come next. A real forward pass, with
eager attention, through modules of its own around the same weights; one at a time."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import torch
from pydantic import BaseModel
from torch import Tensor, nn

from inference.engines import computing, weights
from inference.engines.base import Cancelled
from inference.protocol import Chunk, EngineError, InspectBody, Usage

MOST = 64  # tokens: the picture has as many rows and columns
LIKELY = 5  # tokens at each position
NEXT = 40  # tokens after the last one: as many as top-k usually lets into the draw


class TooLongToInspect(EngineError):
    code = "too_long_to_inspect"

    def __init__(self, tokens: int) -> None:
        super().__init__(f"This has {tokens:,} tokens, and {MOST} are the most that can be shown. Shorten it.")


class LayerMissing(EngineError):
    code = "layer_missing"

    def __init__(self, layers: int) -> None:
        super().__init__(f"This model has {layers} layers. Choose one from 1 to {layers}.")


class Guess(BaseModel):
    """A token that might come, and how likely it is."""

    token: str
    share: float


class Candidate(BaseModel):
    """A token that may come next, and the natural logarithm of its probability."""

    token: str
    log: float


class Step(BaseModel):
    """The last token on its way through the layers: how large its numbers are (the root of their mean square), and what
    would come next if the way ended here: the last norm and the head are put to it at once (the "logit lens")."""

    size: float
    guesses: list[Guess]


class Map(BaseModel):
    """Attention of one layer: `weights[head][row][column]`, each row sums up to 1. Rows look at columns."""

    title: str
    rows: list[str]
    columns: list[str]
    weights: list[list[list[float]]]


class Inside(BaseModel):
    family: str  # "decoder", "encoder" or "encoder-decoder"
    layers: int
    heads: int
    layer: int
    tokens: list[str]
    target: list[str]  # of an encoder–decoder
    maps: list[Map]
    guesses: list[list[Guess]]  # what may follow each token, or stand in its place; [] of a model without words
    next: list[Candidate]  # after the last token, the likeliest first; [] of an encoder
    steps: list[Step]  # of a decoder: before the first layer, after each but the last, and after the last norm
    similarity: list[list[float]]  # of the texts to each other, cosines


class Inspector:
    def __init__(self, model: Any, tokenizer: Any) -> None:
        self.model, self.tokenizer = model, tokenizer
        self.eager: Any = None  # made when somebody first looks
        self.turn = threading.Lock()
        self.read = 0  # tokens, by whoever has their turn

    def stream(self, body: InspectBody, cancelled: Cancelled) -> Iterator[Chunk]:
        """Raises TooLongToInspect or LayerMissing."""
        started = time.perf_counter()
        while not self.turn.acquire(timeout=0.05):
            if cancelled():
                yield Chunk(finish="cancelled", usage=Usage())
                return
        try:
            inside, read = computing.on(self.model.device).run(lambda: self._look(body)), self.read
        finally:
            self.turn.release()
        usage = Usage(input_tokens=read, seconds=time.perf_counter() - started)
        yield Chunk(text=json.dumps(inside.model_dump()), finish="stop", usage=usage)

    def _look(self, body: InspectBody) -> Inside:
        self.read = 0
        if self.eager is None:
            self.eager = _eager_twin(self.model)
        ids = self._ids(body.text)
        with torch.inference_mode():
            if self.eager.config.is_encoder_decoder:
                return self._encoder_decoder(body, ids)
            return self._one_stack(body, ids)

    def _one_stack(self, body: InspectBody, ids: Tensor) -> Inside:
        """A decoder, whose tokens look back, or an encoder, whose tokens look both ways."""
        is_decoder = "CausalLM" in type(self.eager).__name__
        out = self.eager(ids, output_attentions=True, output_hidden_states=is_decoder)
        number, layer = _chosen(out.attentions, body.layer)
        names = self._names(ids[0])
        return Inside(
            family="decoder" if is_decoder else "encoder",
            layers=len(out.attentions),
            heads=layer.shape[1],
            layer=number,
            tokens=names,
            target=[],
            maps=[_map("Each token looks at", layer, names, names)],
            guesses=self._guesses(getattr(out, "logits", None), ids.shape[1]),
            next=self._next(out.logits) if is_decoder else [],
            steps=self._steps(out.hidden_states) if is_decoder else [],
            similarity=[] if is_decoder else self._similarity([body.text, *body.compare]),
        )

    def _encoder_decoder(self, body: InspectBody, ids: Tensor) -> Inside:
        target = self._target(body, ids)
        self.read += target.shape[1]
        out = self.eager(ids, decoder_input_ids=target, output_attentions=True)
        read, said = self._names(ids[0]), self._names(target[0])
        number, across = _chosen(out.cross_attentions, body.layer)
        among, back = (_chosen(stack, number)[1] for stack in (out.encoder_attentions, out.decoder_attentions))
        return Inside(
            family="encoder-decoder",
            layers=len(out.cross_attentions),
            heads=across.shape[1],
            layer=number,
            tokens=read,
            target=said,
            maps=[
                _map("What is said looks at what was read", across, said, read),
                _map("What was read looks at itself", among, read, read),
                _map("What is said looks back", back, said, said),
            ],
            guesses=self._guesses(out.logits, target.shape[1]),
            next=self._next(out.logits),
            steps=[],
            similarity=[],
        )

    def _ids(self, text: str) -> Tensor:
        ids: Tensor = self.tokenizer(text, return_tensors="pt")["input_ids"].to(self.eager.device)
        if ids.shape[1] > MOST:
            raise TooLongToInspect(ids.shape[1])
        self.read += ids.shape[1]
        return ids

    def _target(self, body: InspectBody, ids: Tensor) -> Tensor:
        """What the decoder has said so far, its first token included."""
        if body.target is None:
            said: Tensor = self.eager.generate(ids, max_new_tokens=MOST // 2, num_beams=1, do_sample=False)
            return said[:, :-1] if said.shape[1] > 1 else said
        begin = torch.tensor([[self.eager.config.decoder_start_token_id]], device=ids.device)
        words = self.tokenizer(text_target=body.target, add_special_tokens=False, return_tensors="pt")["input_ids"]
        target = torch.cat([begin, words.long().to(ids.device)], dim=1)
        if target.shape[1] > MOST:
            raise TooLongToInspect(target.shape[1])
        return target

    def _names(self, ids: Tensor) -> list[str]:
        """Each token as it reads, with a blank where it begins a word."""
        pieces = self.tokenizer.convert_ids_to_tokens(ids.tolist())
        return [str(self.tokenizer.decode([id])) or str(piece) for id, piece in zip(ids.tolist(), pieces, strict=True)]

    def _guesses(self, scores: Tensor | None, length: int) -> list[list[Guess]]:
        """From scores [1, N, V], where the model has a head over the words."""
        if scores is None or scores.dim() != 3 or scores.shape[1] != length:
            return []
        return self._likeliest(scores[0])

    def _likeliest(self, scores: Tensor) -> list[list[Guess]]:
        """From scores [N, V]."""
        best = scores.float().softmax(dim=-1).topk(LIKELY, dim=-1)
        rows = zip(best.indices.tolist(), best.values.tolist(), strict=True)
        return [[self._guess(*one) for one in zip(*row, strict=True)] for row in rows]

    def _guess(self, id: int, share: float) -> Guess:
        return Guess(token=str(self.tokenizer.decode([id])), share=round(share, 4))

    def _next(self, scores: Tensor) -> list[Candidate]:
        """From scores [1, N, V]."""
        logs = scores[0, -1].float().log_softmax(dim=-1)
        best = logs.topk(min(NEXT, len(logs)))
        found = zip(best.indices.tolist(), best.values.tolist(), strict=True)
        return [Candidate(token=str(self.tokenizer.decode([id])), log=round(log, 4)) for id, log in found]

    def _steps(self, states: tuple[Tensor, ...]) -> list[Step]:
        """From hidden states [1, N, W], the last of which has been through the norm. [] where no norm is found."""
        norm = _last_norm(self.eager.base_model)
        if norm is None:
            return []
        way = torch.cat([state[0, -1:] for state in states])  # [L + 1, W]
        scores = self.eager.get_output_embeddings()(torch.cat([norm(way[:-1]), way[-1:]]))
        sizes = way.float().square().mean(dim=-1).sqrt().tolist()
        return [
            Step(size=round(size, 3), guesses=guesses)
            for size, guesses in zip(sizes, self._likeliest(scores), strict=True)
        ]

    def _similarity(self, texts: list[str]) -> list[list[float]]:
        """Cosines of the mean of each text's token states."""
        if len(texts) < 2:
            return []
        means = []
        for text in texts:
            states = self.eager(self._ids(text), output_hidden_states=True).hidden_states[-1]
            means.append(torch.nn.functional.normalize(states[0].float().mean(dim=0), dim=0))
        stacked = torch.stack(means)
        return [[round(one, 4) for one in row] for row in (stacked @ stacked.T).tolist()]


def _chosen(stack: tuple[Tensor, ...], layer: int | None) -> tuple[int, Tensor]:
    """The number of a layer and its weights [1, H, N, M]. None is one just past the middle: there words look at words,
    while early layers look at neighbours and late ones mostly at the beginning."""
    number = len(stack) * 5 // 9 if layer is None else layer
    if number >= len(stack):
        raise LayerMissing(len(stack))
    return number, stack[number]


def _last_norm(base: nn.Module) -> nn.Module | None:
    """What stands between the last layer of a decoder and its head."""
    norms = [module for module in base.children() if "Norm" in type(module).__name__]
    return norms[-1] if norms else None


def _map(title: str, weights: Tensor, rows: list[str], columns: list[str]) -> Map:
    rounded = [[[round(one, 3) for one in row] for row in head] for head in weights[0].float().tolist()]
    return Map(title=title, rows=rows, columns=columns, weights=rounded)


def _eager_twin(model: Any) -> Any:
    """The fused kernels do not say what they attended to, and a model that is at work must not be switched over."""
    twin = weights.twin(model)
    twin.set_attn_implementation("eager")
    return twin.eval()
