"""Which models rows would read wrongly without a word, and only where texts are long, which no trial sees."""

import inspect
from typing import Any

CHANGING = {"dynamic", "longrope"}  # positions that are turned otherwise as soon as one sequence of a step is long


def check(model: Any, limit: int) -> None:
    """Raises NotImplementedError. `limit`: the tokens of the longest sequence."""
    config = model.config.get_text_config(decoder=True)
    window = getattr(config, "sliding_window", None)
    hides_more = window and window < limit and not _says_windows(model)
    if hides_more or getattr(config, "attention_chunk_size", None) or _rope_types(config) & CHANGING:
        raise NotImplementedError


def _says_windows(model: Any) -> bool:
    """Whether its attention is told of the window; where only the mask knows, nobody tells us."""
    layers = [module for module in model.modules() if hasattr(module, "layer_idx") and hasattr(module, "is_causal")]
    return all(any("sliding_window" in _forward(kind) for kind in type(layer).__mro__) for layer in layers)


def _forward(kind: type) -> str:
    return inspect.getsource(kind.__dict__["forward"]) if "forward" in kind.__dict__ else ""


def _rope_types(config: Any) -> set[str | None]:
    """Of all layers, or of each kind of them."""
    told = getattr(config, "rope_parameters", None) or {}
    return {each.get("rope_type") for each in (told, *told.values()) if isinstance(each, dict)}
