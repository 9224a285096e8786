"""Texts with values in place of their references, never longer than something could read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inference.protocol import EngineError, Source
from widgets.graph.references import Reference, fold, parse, render

LONGEST = 200_000  # characters of a text once its references are replaced: more than a model can read
LONGEST_WHOLE = 2_000_000  # of one that is read in parts


class TextTooLong(EngineError):
    code = "prompt_too_long"

    def __init__(self, title: str, longest: int) -> None:
        super().__init__(
            f"With all that it refers to, “{title}” is longer than {longest:,} characters. "
            "Shorten it, or what it refers to: a summary or a search makes less of a long document."
        )


@dataclass(frozen=True)
class Rendering:
    """What the widget called `title` sees: by folded title, how others read, and the sources that some are.

    Notes that repeat notes that repeat notes would outgrow any memory: hence the limits, looked at beforehand.
    """

    title: str
    values: Mapping[str, str]
    documents: Mapping[str, list[Source]] = field(default_factory=dict)

    def __call__(self, text: str, /) -> str:
        return self._render(text, LONGEST)

    def whole(self, text: str, /) -> str:
        return self._render(text, LONGEST_WHOLE)

    def sources(self, text: str, /) -> list[Source]:
        """Words between references are a source too; a comma between them is none."""
        self._check(text, LONGEST_WHOLE)
        found: list[Source] = []
        for piece in parse(text):
            if isinstance(piece, Reference):
                found += self._source(piece.title)
            elif any(map(str.isalnum, piece)):
                found.append(Source(name="", text=piece.strip()))
        return found

    def _source(self, title: str) -> list[Source]:
        return self.documents.get(fold(title)) or [Source(name=title, text=self.values[fold(title)])]

    def _render(self, text: str, longest: int) -> str:
        self._check(text, longest)
        return render(text, self.values)

    def _check(self, text: str, longest: int) -> None:
        pieces = [
            self.values.get(fold(piece.title)) if isinstance(piece, Reference) else piece for piece in parse(text)
        ]
        if None in pieces or sum(map(len, filter(None, pieces))) > longest:
            raise TextTooLong(self.title, longest)
