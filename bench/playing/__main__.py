"""`python -m bench.playing`: each contestant in a process of its own, on the same prompts and the same weights, one
after the other in one run. `python -m bench.playing NAME AT_ONCE` is one of them, measured once.

Peers take part where `make peers` has installed them.
"""

import dataclasses
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import TypeVar

from bench.playing import peers
from bench.playing.measure import Measured, measure
from bench.prompts import PROMPTS

ROUNDS = 5  # of which the median counts
AT_ONCE = (1, 8)
CURVE = (1, 2, 4, 8, 16)  # of our engine
OURS = "ours"
OUTSIDE = Path("data/bench/.venv/bin/python")  # the interpreter of the peers
MADE = Path("data/bench/.made")  # is there once they are installed
PATIENCE = 600  # seconds for one contestant

Run = TypeVar("Run")


def main() -> None:
    from bench.playing.contestants import CONTESTANTS

    names = (*CONTESTANTS, *(peers.PEERS if MADE.exists() else ()))
    print(_machine())
    for at_once in AT_ONCE:
        print(f"\n| {at_once} at once | tokens/s | first token, ms | of ours |\n|---|---|---|---|")
        results = _medians({name: (name, at_once) for name in names})
        for name, result in results.items():
            share = result.rate / results[OURS].rate
            print(f"| {name} | {result.rate:.1f} | {1000 * result.first:.0f} | {share:.2f} |", flush=True)
    print("\n| at once, ours | tokens/s | for each | first token, ms |\n|---|---|---|---|")
    for at_once, result in _medians({at_once: (OURS, at_once) for at_once in CURVE}).items():
        each = result.rate / at_once
        print(f"| {at_once} | {result.rate:.1f} | {each:.1f} | {1000 * result.first:.0f} |", flush=True)


def _medians(runs: dict[Run, tuple[str, int]]) -> dict[Run, Measured]:
    """Round by round: what else the machine does meets all of them."""
    rounds = [{run: _apart(*asked) for run, asked in runs.items()} for _ in range(ROUNDS)]
    return {run: _median([results[run] for results in rounds]) for run in runs}


def one(name: str, at_once: int) -> Measured:
    from bench.playing.contestants import CONTESTANTS

    with CONTESTANTS[name]() as stream:
        measure(stream, PROMPTS[:at_once])  # warm
        return measure(stream, PROMPTS[:at_once])


def _apart(name: str, at_once: int) -> Measured:
    command = [sys.executable, "-m", "bench.playing", name, str(at_once)]
    if name in peers.PEERS:
        command = [str(OUTSIDE), "-m", "bench.playing.peers", name, str(at_once), str(_folder())]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=PATIENCE).stdout
    return Measured(**json.loads(next(line for line in said.splitlines() if line.startswith("{"))))


def _folder() -> Path:
    """Of the default model."""
    from inference.catalogue import cards

    return cards.find("", "text").folder


def _machine() -> str:
    about = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else platform.processor()
    name = next((line.split(":")[1].strip() for line in about.splitlines() if line.startswith("model name")), about)
    fast = [flag for flag in ("avx512_bf16", "avx512_vnni", "amx_bf16", "amx_int8") if f" {flag}" in about]
    return f"{os.cpu_count()} cores of {name} ({', '.join(fast) or 'no AVX-512'})"


def _median(results: list[Measured]) -> Measured:
    return sorted(results, key=lambda result: result.rate)[len(results) // 2]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(dataclasses.asdict(one(sys.argv[1], int(sys.argv[2])))))
    else:
        main()
