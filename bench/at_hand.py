"""A worker in this process: requests are answered by the pool's engines, several at once, and their outcomes settled
one after the other. No queue and no Redis."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from inference.catalogue import cards
from inference.protocol import EngineError, Outcome, Request
from inference.serving.pool import Pool

AT_ONCE = 32

Settle = Callable[[Outcome], None]


class Worker:
    def __init__(self) -> None:
        self.pool = Pool()
        self.threads = ThreadPoolExecutor(AT_ONCE)
        self.waiting: dict[Future[Outcome], Settle] = {}

    def take(self, requests: list[Request], settle: Settle) -> None:
        """`settle` is called with each outcome, by who runs `step`; it may take more."""
        for request in requests:
            card = cards.find(request.card, *request.body.tasks)
            self.waiting[self.threads.submit(self._answer, card, request)] = settle

    def step(self) -> bool:
        """Settles what is answered by now, at least one; False when nothing is in work."""
        if not self.waiting:
            return False
        answered, _ = wait(self.waiting, return_when=FIRST_COMPLETED)
        for one in answered:
            self.waiting.pop(one)(one.result())
        return True

    def close(self) -> None:
        self.threads.shutdown()
        self.pool.close()

    def _answer(self, card: object, request: Request) -> Outcome:
        outcome = Outcome(id=request.id, attempt=request.attempt, state="done")
        try:
            with self.pool.engine(card) as engine:
                for chunk in engine.stream(request, lambda: False):
                    outcome.value += chunk.text
                    outcome.finish = chunk.finish
        except EngineError as error:
            outcome.state, outcome.failure = "failed", error.failure()
        return outcome
