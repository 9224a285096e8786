"""`python -m bench.guessing`: what guessing repeated text gives one who waits alone, at tasks that repeat much of their
prompt and at one that does not."""

import statistics
import time
from contextlib import closing

import bench.playing.contestants  # noqa: F401 - sets Django up
from inference.catalogue import cards
from inference.engines.rows import schedule
from inference.engines.text import TextEngine
from inference.protocol import Message, Request, TextBody, TextParameters

TEXT = (
    "The harbour of the old town opens to the north. In winter the boats are pulled up the slip and turned over, and "
    "the nets hang in the loft of the customs house until March. The first who go out again are the Hansen brothers, "
    "who fish for cod beyond the lighthouse and sell it on the quay before seven in the morning."
)
SLIPS = TEXT.replace("north", "norht").replace("until", "untill")
TASKS = {
    "correct": f"Copy this text and correct its mistakes:\n\n{SLIPS}",
    "summarise": f"Summarise this text in three sentences, in its own words:\n\n{TEXT}",
    "write": "Write a story about a robot who learns to paint.",
}
COUNTS = (0, 2, 4, 8)  # tokens that are guessed
ROUNDS, TOKENS = 5, 96


def main() -> None:
    engine = TextEngine()
    engine.load(cards.find("", "text"))
    with closing(engine):
        print(
            "| tok/s with so many guesses | " + " | ".join(map(str, COUNTS)) + " |\n" + "|---" * (len(COUNTS) + 1) + "|"
        )
        for name, prompt in TASKS.items():
            rates = {count: [] for count in COUNTS}
            for _ in range(ROUNDS):
                for count in COUNTS:
                    rates[count].append(_rate(engine, prompt, count))
            print(
                f"| {name} | " + " | ".join(f"{statistics.median(rates[count]):.1f}" for count in COUNTS) + " |",
                flush=True,
            )


def _rate(engine: TextEngine, prompt: str, count: int) -> float:
    schedule.GUESSED = count
    parameters = TextParameters(temperature=0, max_tokens=TOKENS)
    body = TextBody(messages=[Message(role="user", content=prompt)], parameters=parameters)
    begun = time.perf_counter()
    *_, last = engine.stream(Request(id="", card="", log="", body=body), lambda: False)
    return last.usage.output_tokens / (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
