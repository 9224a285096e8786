"""`python -m bench.playing`: each contestant in a process of its own, on the same prompts and the same weights, one
after the other in one run. `python -m bench.playing NAME AT_ONCE` is one of them, measured once."""

import dataclasses
import json
import subprocess
import sys

from bench.playing.measure import Measured, measure
from bench.prompts import PROMPTS

ROUNDS = 3  # of which the median counts
AT_ONCE = (1, 8)
OURS, PRODUCT = "ours", "product"


def main() -> None:
    from bench.playing.contestants import CONTESTANTS

    for at_once in AT_ONCE:
        print(f"\n| {at_once} at once | tokens/s | first token, ms |\n|---|---|---|")
        results = {name: _median([_apart(name, at_once) for _ in range(ROUNDS)]) for name in CONTESTANTS}
        for name, result in results.items():
            print(f"| {name} | {result.rate:.1f} | {1000 * result.first:.0f} |")
        share = results[PRODUCT].rate / results[OURS].rate
        later = 1000 * (results[PRODUCT].first - results[OURS].first)
        print(f"\nproduct / ours = {share:.2f}, first token {later:.0f} ms later", flush=True)


def one(name: str, at_once: int) -> Measured:
    from bench.playing.contestants import CONTESTANTS

    with CONTESTANTS[name]() as stream:
        measure(stream, PROMPTS[:at_once])  # warm
        return measure(stream, PROMPTS[:at_once])


def _apart(name: str, at_once: int) -> Measured:
    command = [sys.executable, "-m", "bench.playing", name, str(at_once)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Measured(**json.loads(said.splitlines()[-1]))


def _median(results: list[Measured]) -> Measured:
    return sorted(results, key=lambda result: result.rate)[len(results) // 2]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(dataclasses.asdict(one(sys.argv[1], int(sys.argv[2])))))
    else:
        main()
