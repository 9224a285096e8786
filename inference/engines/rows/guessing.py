"""How a text may go on: as it did where its last words stood before. Pure.

Summaries and corrections repeat much of their prompt. What is guessed is read together with what is known, and what
was guessed wrong is read again: nothing but the number of steps hangs on it. After Saxena, "Prompt Lookup Decoding"
(2023), a kind of speculative decoding.
"""

WORDS = 3  # tokens that have to be the same
LONGEST_PAUSE = 31  # tokens that nothing is guessed after guesses of which none was right


class Guesses:
    """Of one text."""

    def __init__(self) -> None:
        self.ends: dict[tuple[int, ...], int] = {}  # by some words: where they ended last, and something followed
        self.known = WORDS
        self.pause = self.left = 0

    def next(self, tokens: list[int], most: int) -> tuple[int, ...]:
        """At most so many tokens that may follow `tokens`, which are those of the last call and more."""
        for end in range(self.known, len(tokens)):
            self.ends[tuple(tokens[end - WORDS : end])] = end
        self.known = max(self.known, len(tokens))
        if self.left:
            self.left -= 1
            return ()
        before = self.ends.get(tuple(tokens[-WORDS:]))
        return tuple(tokens[before : before + most]) if before and most > 0 else ()

    def were_right(self, count: int) -> None:
        """Whoever guesses in vain waits, each time longer."""
        self.pause = 0 if count else min(2 * self.pause + 1, LONGEST_PAUSE)
        self.left = self.pause
