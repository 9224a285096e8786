"""Turns a quantised GGUF file into a folder that transformers loads in a second. It takes half a minute."""

from pathlib import Path

from inference.catalogue.sources.files import CONVERTING, Report


def convert(file: Path, folder: Path, report: Report) -> None:
    """Write bfloat16 weights, the tokenizer and the chat template of `file` to `folder`."""
    import torch  # noqa: PLC0415 - the web process imports the catalogue and must stay light
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig  # noqa: PLC0415
    from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415

    disable_progress_bar()  # type: ignore[no-untyped-call]  # theirs would be drawn across ours
    report(CONVERTING, 0, 3)
    tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    report(CONVERTING, 1, 3)
    model = AutoModelForCausalLM.from_pretrained(
        file.parent,
        gguf_file=file.name,
        quantization_config=GgufConfig(dequantize=True),  # without it save_pretrained refuses
        dtype=torch.bfloat16,
    )
    report(CONVERTING, 2, 3)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    report(CONVERTING, 3, 3)
