"""A decoder learns to answer as the examples do: an adapter, by trl. Only answers count in the loss."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, set_seed
from trl.trainer.sft_config import SFTConfig
from trl.trainer.sft_trainer import SFTTrainer

from inference.engines import weights
from inference.engines.text import harmless
from inference.models import ModelCard
from inference.tuning import learning, low_rank, trying
from inference.tuning.learning import Effort, Examples, Pair, Teller

EFFORT = Effort(epochs=5, rate=1e-3, batch=8)  # for some dozens of examples
MEASURE = "chrF"
TRIED = trying.TRIED

say, score = trying.answered, trying.chrf


def teach(base: ModelCard, examples: Examples, made: Path, teller: Teller, effort: Effort = EFFORT) -> None:
    """`made` becomes a folder with the adapter as it was at its best."""
    set_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(base.folder, local_files_only=True)
    tokenizer.padding_side = "left"  # what goes on from a prompt follows it
    instructed = base.instructed and bool(tokenizer.chat_template)
    model = AutoModelForCausalLM.from_pretrained(base.folder, local_files_only=True, dtype=weights.native_precision())
    learned, held_out = (
        _turns(_harmless(tokenizer, texts), instructed=instructed) for texts in (examples.learned, examples.held_out)
    )
    place = made.with_name(f"{made.name}.learning")
    together = learning.together(model.config, tokenizer, examples, effort)
    trainer = SFTTrainer(
        model=model,
        args=SFTConfig(
            **learning.arguments(len(learned), effort, place, together),
            completion_only_loss=True,
            max_length=None,
            gradient_checkpointing=False,
            bf16=False,  # the weights have their precision already
        ),
        train_dataset=learned,
        eval_dataset=held_out,
        processing_class=tokenizer,
        peft_config=low_rank.config("CAUSAL_LM"),
    )
    shown = held_out.select(range(min(len(held_out), learning.SAMPLES)))
    teller.sample = lambda model: _said(model, tokenizer, shown["prompt"], instructed=instructed)
    learning.learn(trainer, place, teller)
    low_rank.save(trainer.model, tokenizer, base, made)
    shutil.rmtree(place)


def labels(_: Examples) -> list[str]:
    return []


def _harmless(tokenizer: Any, texts: Sequence[Pair]) -> list[Pair]:
    """As when it is served: nobody speaks in another's role."""
    controls = tokenizer.all_special_tokens
    return [(harmless(asked, controls), harmless(answer, controls)) for asked, answer in texts]


def _turns(texts: Sequence[Pair], *, instructed: bool) -> Dataset:
    """As trl takes them. A model without turns goes on with the text."""
    if not instructed:
        return Dataset.from_list([{"prompt": asked, "completion": f"\n{answer}"} for asked, answer in texts])
    return Dataset.from_list(
        [
            {
                "prompt": [{"role": "user", "content": asked}],
                "completion": [{"role": "assistant", "content": answer}],
            }
            for asked, answer in texts
        ]
    )


@torch.inference_mode()
def _said(model: Any, tokenizer: Any, prompts: list[Any], *, instructed: bool) -> list[tuple[str, str]]:
    if instructed:
        texts = [tokenizer.apply_chat_template(one, add_generation_prompt=True, tokenize=False) for one in prompts]
    else:
        texts = prompts
    read = tokenizer(texts, add_special_tokens=not instructed, padding=True, return_tensors="pt").to(model.device)
    said = model.generate(**read, max_new_tokens=learning.SAMPLE, do_sample=False)[:, read["input_ids"].shape[1] :]
    asked = [prompt[0]["content"] for prompt in prompts] if instructed else prompts
    return list(zip(asked, tokenizer.batch_decode(said, skip_special_tokens=True), strict=True))
