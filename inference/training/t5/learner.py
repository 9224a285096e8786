"""Who learns: a T5 that computes in bfloat16, where the machine does, while its weights are kept in float32, and the
average of them."""

import copy
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import LinearCrossEntropyOptions
from torch.nn.functional import linear_cross_entropy
from torch.optim import AdamW, Muon
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import T5Config, T5ForConditionalGeneration

from inference.engines import weights
from inference.training.t5.batches import IGNORED, Batch

MATRICES = 20  # times the rate: what Muon steps along has one length for all
NEWTON_SCHULZ = 4  # rounds of that iteration in a step of Muon
EMBEDDING = 20  # times the rate: T5's embeddings begin at a size of 1, other weights at a 16th of that or less
AVERAGING = 0.998  # how much of the averaged weights stays at each step
CLIP = 1.0
# Rows of scores at once: in bfloat16 a quarter of the time, and the gradients are within half a percent of float32's.
CHUNKS = LinearCrossEntropyOptions(batch_chunk_size=512, acc_policy="accurate")


@dataclass(frozen=True)
class Size:
    width: int = 256
    encoder: int = 6  # layers
    decoder: int = 3
    heads: int = 4
    forward: int = 1024


def made(size: Size, vocabulary: int) -> Any:
    """Untaught. There is no dropout: what is seen a few times only is not learned by heart."""
    shape = {"d_model": size.width, "d_kv": size.width // size.heads, "d_ff": size.forward, "num_heads": size.heads}
    layers = {"num_layers": size.encoder, "num_decoder_layers": size.decoder}
    tokens = {"vocab_size": vocabulary, "pad_token_id": 0, "eos_token_id": 1, "decoder_start_token_id": 0}
    known: dict[str, Any] = {**shape, **layers, **tokens, "dropout_rate": 0.0, "tie_word_embeddings": True}
    config = T5Config(**known)
    torch.manual_seed(0)
    return T5ForConditionalGeneration(config)


class Learner:
    def __init__(self, net: Any, rate: float) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.net = net.to(self.device, torch.float32).train()
        # Plain attention: on a CPU a step takes a tenth less than with the fused one, where texts are so short.
        config = copy.deepcopy(net.config)
        self.quick: Any = T5ForConditionalGeneration._from_config(config, attn_implementation="eager")  # type: ignore[no-untyped-call]
        self.quick.to(self.device, weights.native_precision()).train()
        self.weights, self.copies = list(self.net.parameters()), list(self.quick.parameters())
        self.optimizers = _optimizers(self.net, rate)
        self.average = AveragedModel(self.net, multi_avg_fn=get_ema_multi_avg_fn(AVERAGING)).eval()
        self.step, self.seconds = 0, 0.0
        self._copy()

    def state(self) -> dict[str, Any]:
        told = {"config": self.net.config.to_dict(), "step": self.step, "seconds": self.seconds}
        parts = {"net": self.net, "average": self.average, **self.optimizers}
        return {name: part.state_dict() for name, part in parts.items()} | told

    def restore(self, state: dict[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        for name, optimizer in self.optimizers.items():
            rates = [group["full"] for group in optimizer.param_groups]
            optimizer.load_state_dict(state[name])
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["full"] = rate  # that of this time
        self.average.load_state_dict(state["average"])
        self.step, self.seconds = state["step"], state["seconds"]
        self._copy()

    def take_step(self, batch: Batch, rate: float) -> float:
        """Learn from a batch at a share `rate` of the learning rates; the loss, in nats a token.

        Raises RuntimeError where a gradient is no number.
        """
        loss = self._loss(self.quick, batch)
        loss.backward()
        for weight, copied in zip(self.weights, self.copies, strict=True):
            assert copied.grad is not None  # all of them take part
            weight.grad, copied.grad = copied.grad.float(), None
        torch.nn.utils.clip_grad_norm_(self.weights, CLIP, error_if_nonfinite=True)
        for optimizer in self.optimizers.values():
            for group in optimizer.param_groups:
                group["lr"] = group["full"] * rate
            optimizer.step()
        self.average.update_parameters(self.net)
        self._copy()
        self.step += 1
        return float(loss.detach())

    @torch.no_grad()
    def look(self, batches: list[Batch]) -> float:
        """The mean loss of the averaged weights, in nats a token."""
        sums = [(float(self._loss(self.averaged, batch)), int((batch.written != IGNORED).sum())) for batch in batches]
        return sum(loss * tokens for loss, tokens in sums) / sum(tokens for _, tokens in sums)

    @property
    def averaged(self) -> Any:
        """The net with its averaged weights, in float32."""
        return self.average.module

    def _loss(self, net: Any, batch: Batch) -> Tensor:
        read, mask, written = (each.to(self.device) for each in (batch.read, batch.mask, batch.written))
        told = written != IGNORED
        understood = net.encoder(input_ids=read, attention_mask=mask).last_hidden_state
        states = net.decoder(
            input_ids=net.prepare_decoder_input_ids_from_labels(written),
            encoder_hidden_states=understood, encoder_attention_mask=mask,
        ).last_hidden_state  # fmt: skip
        states = states[told] * net.config.d_model**-0.5  # as T5 has it where embeddings are tied
        return linear_cross_entropy(states, net.lm_head.weight, written[told], options=CHUNKS)

    @torch.no_grad()
    def _copy(self) -> None:
        for weight, copied in zip(self.weights, self.copies, strict=True):
            copied.copy_(weight)


def _optimizers(net: Any, rate: float) -> dict[str, Any]:
    """Muon for values, outputs and the layers between (Jordan and others, "Muon: An optimizer for hidden layers",
    2024), AdamW for all other weights. `full` is the rate of a group that is not scaled.

    Queries and keys make the scores of a softmax, which T5 neither scales nor norms: it has smaller queries instead.
    They learn at a rate that is as much smaller; otherwise each token soon looks at one other alone, and no gradient
    is left to tell it at which.
    """
    groups: dict[str, list[Any]] = {"muon": [], "embedding": [], "query": [], "other": []}
    for name, weight in net.named_parameters():
        groups[_group(name)].append(weight)
    adamw = [
        {"params": groups["embedding"], "full": EMBEDDING * rate},
        {"params": groups["query"], "full": net.config.d_kv**-0.5 * rate},
        {"params": groups["other"], "full": rate},
    ]
    muon = [{"params": groups["muon"], "full": MATRICES * rate}]
    return {
        "muon": Muon(muon, weight_decay=0.01, ns_steps=NEWTON_SCHULZ),
        "adamw": AdamW(adamw, betas=(0.9, 0.98), weight_decay=0.01, fused=True),
    }


def _group(name: str) -> str:
    match name.split(".")[-2]:
        case "v" | "o" | "wi" | "wo":
            return "muon"
        case "shared":
            return "embedding"
        case "q":
            return "query"
        case "k" | "relative_attention_bias" | "layer_norm" | "final_layer_norm":
            return "other"
    raise ValueError(f"{name} is no weight of a T5 as this recipe makes it")
