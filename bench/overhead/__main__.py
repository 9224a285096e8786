import sys
from collections.abc import Callable

from bench.overhead import frames, plays, sockets
from bench.playing import product

PARTS: dict[str, Callable[[str], None]] = {"plays": plays.main, "frames": frames.main, "sockets": sockets.main}


def main(names: list[str]) -> None:
    with product.running() as url:
        for name in names or PARTS:
            PARTS[name](url)


if __name__ == "__main__":
    main(sys.argv[1:])
