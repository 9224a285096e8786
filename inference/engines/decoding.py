"""From tokens to text as it comes: no broken characters, nothing of a stop string. Pure; knows no model."""

from collections.abc import Callable

UNFINISHED = "\ufffd"  # what a tokenizer writes for half a character


class Detokeniser:
    """Turns tokens into text piece by piece. The pieces joined are what decoding all tokens at once gives."""

    def __init__(self, decode: Callable[[list[int]], str], before: list[int] | None = None) -> None:
        """`before`: tokens that the text goes on from; at the beginning of a text some tokenizers leave out a blank."""
        self.decode = decode
        self.tokens = list(before or [])
        self.start = 0  # where the window begins: the token before the unsent ones, for tokenizers that join words
        self.sent = len(self.tokens)  # how many tokens have become text

    def add(self, token: int) -> str:
        self.tokens.append(token)
        text = self._unsent()
        if not text or text.endswith(UNFINISHED):
            return ""
        self.start, self.sent = self.sent, len(self.tokens)
        return text

    def rest(self) -> str:
        """What is left at the end, half characters included."""
        text = self._unsent()
        self.start = self.sent = len(self.tokens)
        return text

    def _unsent(self) -> str:
        known = self.decode(self.tokens[self.start : self.sent])
        return self.decode(self.tokens[self.start :])[len(known) :]


class StopStrings:
    """Lets text through up to the first stop string, and holds back what may be the beginning of one."""

    def __init__(self, stops: list[str]) -> None:
        self.stops = stops
        self.held = ""
        self.met = False

    def let_through(self, text: str) -> str:
        self.held += text
        found = [at for stop in self.stops if (at := self.held.find(stop)) >= 0]
        if found:
            self.met = True
            through, self.held = self.held[: min(found)], ""
            return through
        keep = max((_overlap(self.held, stop) for stop in self.stops), default=0)
        cut = len(self.held) - keep
        through, self.held = self.held[:cut], self.held[cut:]
        return through

    def rest(self) -> str:
        """What was held back and turned out to be no stop string."""
        through, self.held = self.held, ""
        return through


def _overlap(text: str, stop: str) -> int:
    """How many characters at the end of `text` begin `stop`."""
    longest = min(len(text), len(stop) - 1)
    return next((size for size in range(longest, 0, -1) if text.endswith(stop[:size])), 0)
