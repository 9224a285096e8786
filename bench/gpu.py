"""What our engine leaves of a GPU's speed: `python -m bench.gpu`, in ten minutes, without network or weights.

Models have the shapes of well-known ones and random weights: speed does not hang on what they say. The floor of one
stream is what the memory takes to read all weights once a token.
"""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partyrock_clone.settings")
django.setup()

import torch  # noqa: E402
from diffusers import PixArtTransformer2DModel  # noqa: E402
from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM  # noqa: E402

from inference.engines.continuous import ContinuousBatch, tuned  # noqa: E402
from inference.protocol import TextParameters  # noqa: E402

SHAPES = {
    "8B": {"hidden_size": 4096, "num_hidden_layers": 32, "intermediate_size": 14336, "num_attention_heads": 32},
    "1B": {"hidden_size": 2048, "num_hidden_layers": 16, "intermediate_size": 8192, "num_attention_heads": 32},
}
KEY_HEADS, VOCABULARY, CONTEXT = 8, 128_256, 8192
AT_ONCE, PROMPT, ANSWER = (1, 8, 32), 128, 256  # streams, and tokens of each
LAYERS, SIDE, CAPTION, STEPS = 28, 64, 4096, 20  # of PixArt: latents of a side, values of a caption's token

Stream = Callable[[list[int]], Iterable[int]]


def main() -> None:
    if not torch.cuda.is_available():
        print("No GPU was found: torch.cuda.is_available() is false, so nothing was measured.")
        return
    bandwidth = _bandwidth("cuda")
    told = {"gpu": torch.cuda.get_device_name(), "torch": torch.__version__, "GB/s": round(bandwidth / 1e9)}
    print(json.dumps(told), flush=True)
    for name in ("1B", "8B"):
        text("cuda", name, bandwidth)
    pictures("cuda")


def text(device: str, shape: str, bandwidth: float) -> None:
    """Tokens a second of the library's batching and of ours, and what the memory would allow one stream."""
    model = llama(device, shape)
    looked_up = model.get_input_embeddings().weight.nbytes  # of which a token reads one row
    floor = bandwidth / (sum(weight.nbytes for weight in model.parameters()) - looked_up)
    print(f"{shape}: the memory allows one stream {floor:.0f} tokens/s", flush=True)
    for count in AT_ONCE:
        rates = {name: _rate(opened(model), count) for name, opened in CONTESTANTS.items()}
        shares = f"ours / raw = {rates['ours'] / rates['raw']:.2f}"
        if count == 1:
            shares += f", ours / floor = {rates['ours'] / floor:.2f}"
        told = ", ".join(f"{name} {rate:.0f} tokens/s" for name, rate in rates.items())
        print(f"{shape}, {count} at once: {told}; {shares}", flush=True)
    del model
    if device == "cuda":
        torch.cuda.empty_cache()


def llama(device: str, shape: str) -> Any:
    config = LlamaConfig(
        **SHAPES[shape], num_key_value_heads=KEY_HEADS, vocab_size=VOCABULARY, max_position_embeddings=CONTEXT
    )
    torch.set_default_dtype(torch.bfloat16)
    try:
        with torch.device(device):
            return LlamaForCausalLM(config).eval()
    finally:
        torch.set_default_dtype(torch.float32)


@contextmanager
def _raw(model: Any) -> Iterator[Stream]:
    """transformers' continuous batching, greedy, as its documentation shows it."""
    config = GenerationConfig(do_sample=False, eos_token_id=-1)
    manager = model.init_continuous_batching(config, tuned(model.device.type, CONTEXT))
    manager.start()

    def stream(tokens: list[int]) -> Iterator[int]:
        name = manager.add_request(tokens, max_new_tokens=ANSWER, streaming=False)
        while (output := manager.get_result(request_id=name, timeout=0.1)) is None or not output.is_finished():
            pass
        yield from output.generated_tokens

    try:
        yield stream
    finally:
        manager.stop(block=True, hard_stop=True)


@contextmanager
def _ours(model: Any) -> Iterator[Stream]:
    asked = TextParameters(temperature=0, max_tokens=ANSWER)
    with closing(ContinuousBatch(model, set(), CONTEXT)) as batch:
        yield lambda tokens: batch.stream(tokens, asked, lambda: False)


CONTESTANTS: dict[str, Callable[[Any], AbstractContextManager[Stream]]] = {"raw": _raw, "ours": _ours}


def _rate(opened: AbstractContextManager[Stream], count: int) -> float:
    """Tokens a second of `count` streams, after as many that warm it up."""
    rate = 0.0
    with opened as stream, ThreadPoolExecutor(count) as threads:
        for _ in range(2):
            begun = time.perf_counter()
            tokens = sum(threads.map(lambda number: sum(1 for _ in stream(_prompt(number))), range(count)))
            rate = tokens / (time.perf_counter() - begun)
    return rate


def _prompt(number: int) -> list[int]:
    """No two begin alike."""
    return [(1000 * number + 17 * at) % VOCABULARY for at in range(1, PROMPT + 1)]


def _bandwidth(device: str) -> float:
    """Bytes a second that can be read: the best of some sums over a gigabyte."""
    much = torch.ones(2**29, dtype=torch.bfloat16, device=device)
    seconds = []
    for _ in range(5):
        torch.cuda.synchronize()
        begun = time.perf_counter()
        much.sum()
        torch.cuda.synchronize()
        seconds.append(time.perf_counter() - begun)
    return much.nbytes / min(seconds)


def pictures(device: str) -> None:
    """Steps a second of a transformer of PixArt's shape on latents of 512 pixels, as it is and compiled."""
    torch.manual_seed(0)
    net: Any = PixArtTransformer2DModel(
        num_layers=LAYERS, sample_size=SIDE, caption_channels=CAPTION, use_additional_conditions=False
    )
    net = net.to(device, torch.bfloat16).eval()
    latents = torch.randn(2, 4, SIDE, SIDE, device=device, dtype=torch.bfloat16)
    caption = torch.randn(2, 120, CAPTION, device=device, dtype=torch.bfloat16)

    def steps(draw: Any) -> float:
        begun = time.perf_counter()
        with torch.inference_mode():
            for step in range(STEPS):
                draw(latents, encoder_hidden_states=caption, timestep=torch.full((2,), float(step), device=device))
        if device == "cuda":
            torch.cuda.synchronize()
        return STEPS / (time.perf_counter() - begun)

    compiled = torch.compile(net)
    for name, draw in {"eager": net, "compiled": compiled}.items():
        steps(draw)
        print(f"picture of 512 pixels, {name}: {steps(draw):.1f} steps/s", flush=True)


if __name__ == "__main__":
    main()
