"""What is measured: time to the first token, and tokens a second, of streams that run at once."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import SimpleQueue

# A prompt → first a 0, when everything is ready to ask; then how many tokens came, each time that some come.
Stream = Callable[[str], Iterator[int]]


@dataclass
class Measured:
    first: float  # seconds from asking to the first token, the median of the streams
    rate: float  # tokens a second, of all streams together
    tokens: int


def measure(stream: Stream, prompts: list[str]) -> Measured:
    """Ask for all prompts at once, a thread each."""
    firsts, counts = [0.0] * len(prompts), [0] * len(prompts)
    everybody = threading.Barrier(len(prompts) + 1)

    def run(number: int) -> None:
        tokens_of = stream(prompts[number])
        next(tokens_of)
        everybody.wait()
        begun = time.perf_counter()
        for tokens in tokens_of:
            firsts[number] = firsts[number] or time.perf_counter() - begun
            counts[number] += tokens

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(prompts))]
    for thread in threads:
        thread.start()
    everybody.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return Measured(statistics.median(firsts), sum(counts) / (time.perf_counter() - begun), sum(counts))


class Counter:
    """A streamer as transformers has them: tells of every token that `generate` makes. The first call is the prompt."""

    def __init__(self) -> None:
        self.seen: SimpleQueue[int] = SimpleQueue()
        self.prompt = True

    def put(self, value: object) -> None:  # noqa: ARG002
        if not self.prompt:
            self.seen.put(1)
        self.prompt = False

    def end(self) -> None:
        self.seen.put(0)
