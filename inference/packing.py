"""What was taught, to take away: a folder that transformers or peft loads by itself, with a model card as the hub has
them, in one file."""

import tempfile
import zipfile
from typing import IO

from inference.models import ModelCard, Tuning

IN_MEMORY = 1_000_000  # bytes, beyond which it is a file
TURN = """tokenizer.apply_chat_template(
    [{"role": "user", "content": "Your question"}], add_generation_prompt=True, return_tensors="pt", return_dict=True
)"""
OWN = {"manifest.json", "README.md"}  # of the folder, and of no use elsewhere


def packed(tuning: Tuning) -> IO[bytes]:
    """A zip file, to be read from its beginning."""
    card = tuning.made
    assert card
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(file, "w") as archive:  # weights do not become smaller
        archive.writestr(f"{card.name}/README.md", readme(tuning))
        for path in sorted(card.folder.rglob("*")):
            name = path.relative_to(card.folder)
            if path.is_file() and str(name) not in OWN:
                archive.write(path, f"{card.name}/{name}")
    file.seek(0)
    return file


def readme(tuning: Tuning) -> str:
    """Its model card: YAML for machines, and then words."""
    card = tuning.made
    assert card
    assert card.base
    told = card.lineage
    origin = f"{card.base.public_name}, revision {told['base_revision'] or 'unknown'}"
    seconds = f" in {told['seconds']} seconds" if told.get("seconds") else ""
    effort = ", ".join(f"{name} {value:g}" for name, value in told["effort"].items())
    return f"""---
{_data(tuning, card, card.base)}
---

# {card.title}

{card.base.title} ({origin}), taught by {told["learned"]} examples{seconds} on {told["hardware"]}.
{told["held_out"]} other examples were held out to try it on.

{_figures(tuning)}
It learned with: {effort or "the usual effort"}; the other parameters of training are those of AdamW in transformers.

## Use

```python
{_example(card, card.base)}
```

It says what its examples taught it, and little else. What is wrong or unfair in them is so in its answers too.
"""


def _data(tuning: Tuning, card: ModelCard, base: ModelCard) -> str:
    from huggingface_hub import EvalResult, ModelCardData  # noqa: PLC0415 - few export

    tasks = {"classification": "text-classification", "text": "text-generation"}
    task = tasks.get(card.task, card.task)
    figures = tuning.figures or {}
    results = [
        EvalResult(
            task_type=task, dataset_type="private", dataset_name="held-out examples",
            metric_type=figures["measure"].lower(), metric_value=round(figures["after"], 4),
        )
    ] if figures else None  # fmt: skip
    return ModelCardData(
        base_model=base.public_name,
        license=base.licence.lower() or None,
        library_name="transformers" if card.task == "classification" else "peft",
        pipeline_tag=task,
        model_name=card.title,
        eval_results=results,
        tags=["fine-tuned"],
    ).to_yaml()


def _figures(tuning: Tuning) -> str:
    if not (figures := tuning.figures):
        return ""
    rows = [(figures["measure"], figures["before"], figures["after"]), ("right to the letter", *figures["exact"])]
    rows += [("loss", *figures["loss"])] if figures["loss"] else []
    lines = [f"| {name} | {before:.3f} | {after:.3f} |" for name, before, after in rows]
    return "\n".join(["| on held-out examples | before | after |", "|---|---|---|", *lines, ""])


def _example(card: ModelCard, base: ModelCard) -> str:
    if card.task == ModelCard.Task.CLASSIFICATION:
        return f"""# pip install transformers torch
from transformers import pipeline

print(pipeline("text-classification", "{card.name}")("Your text"))"""
    kind = "CausalLM" if card.family == ModelCard.Family.TEXT else "Seq2SeqLM"
    read = TURN if kind == "CausalLM" and card.instructed else 'tokenizer("Your question", return_tensors="pt")'
    start = 'asked["input_ids"].shape[1]' if kind == "CausalLM" else "0"
    return f"""# pip install peft transformers torch
from peft import PeftModel
from transformers import AutoModelFor{kind}, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("{card.name}")
model = PeftModel.from_pretrained(AutoModelFor{kind}.from_pretrained("{base.public_name}"), "{card.name}")
asked = {read}
answer = model.generate(**asked, max_new_tokens=200, do_sample=False)[0]
print(tokenizer.decode(answer[{start}:], skip_special_tokens=True))"""
