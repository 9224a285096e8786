"""Which head an encoder has: what its configuration says, as far as its weights hold it."""

from typing import Any

from transformers import AutoConfig, AutoModel, AutoModelForMaskedLM, AutoModelForSequenceClassification

LABELS, WORDS = "ForSequenceClassification", "ForMaskedLM"
HEADS = {LABELS: AutoModelForSequenceClassification, WORDS: AutoModelForMaskedLM}


def from_pretrained(folder: Any, **how: Any) -> Any:
    """The model in `folder`, with the head that its configuration names. Where its weights hold none (many that compare
    texts were saved as what they were made from), a head would be random: then the model comes without."""
    named = AutoConfig.from_pretrained(folder, local_files_only=True).architectures or []
    auto = next((auto for ending, auto in HEADS.items() if any(name.endswith(ending) for name in named)), AutoModel)
    model, told = auto.from_pretrained(folder, output_loading_info=True, **how)
    body = f"{model.base_model_prefix}."
    lacks_head = any(not key.startswith(body) for key in told["missing_keys"])
    return model.base_model if auto is not AutoModel and lacks_head else model


def has(model: Any, head: str) -> bool:
    return type(model).__name__.endswith(head)
