"""The word for a gap, by a head that was trained to guess hidden ones."""

from typing import Any

from torch import Tensor

from inference.engines.encoder.comparing import Found
from inference.engines.encoder.reading import Reader, Reading, Steps, Tokens
from inference.protocol import EngineError, FillMaskBody

GAP = "[MASK]"  # how people write it, whatever the tokenizer does
SPARE = 10  # more tokens than are asked for: some are no words


class NoGap(EngineError):
    code = "no_gap"

    def __init__(self) -> None:
        super().__init__(f"There is no gap in the text. Write {GAP} where a word is missing.")


def fill(body: FillMaskBody, reading: Reading) -> Steps[Found]:
    """Words for the first gap. Of a text beyond the model's context it reads what stands around."""
    tokenizer = reading.reader.tokenizer
    window, gap = _first_gap(reading.reader, body.text.replace(GAP, tokenizer.mask_token))

    def guesses(model: Any, batch: dict[str, Tensor]) -> Tensor:
        shares: Tensor = model(**batch).logits[:, gap].float().softmax(dim=-1)
        return shares

    shares = reading.batch([window], guesses)
    yield from ()  # it is over before there is any progress
    return None if shares is None else _words(shares[0], tokenizer, body.most)


def _first_gap(reader: Reader, text: str) -> tuple[Tokens, int]:
    """The tokens around it, as many as the model reads, and where among them it stands. Raises NoGap."""
    mask = reader.tokenizer.mask_token_id
    windows = [window for window in reader.windows(text) if mask in window["input_ids"]]
    if not windows:
        raise NoGap
    places = [window.pop("offset_mapping")[window["input_ids"].index(mask)] for window in windows]
    around = [window for window, place in zip(windows, places, strict=True) if place == places[0]]
    best = max(around, key=lambda window: _margin(window["input_ids"], mask))
    return best, best["input_ids"].index(mask)


def _margin(tokens: list[int], gap: int) -> int:
    """How many tokens stand on that side of the gap that has fewer."""
    at = tokens.index(gap)
    return min(at, len(tokens) - at)


def _words(shares: Tensor, tokenizer: Any, most: int) -> Found:
    likely = shares.topk(min(most + SPARE, len(shares))).indices.tolist()
    found: dict[str, float] = {}
    for token in likely:
        word = tokenizer.decode([token], skip_special_tokens=True).strip()
        if word and word not in found:
            found[word] = float(shares[token])
    return [{"word": word, "score": score} for word, score in list(found.items())[:most]]
