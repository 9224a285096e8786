"""Code to go on with: what a model reads that was not taught to follow instructions, or that was taught to fill gaps,
and where what it writes ends. Pure; knows no tokenizer."""

from collections.abc import Callable
from dataclasses import dataclass

from inference.prompting import FENCE
from inference.protocol import CodeBody


@dataclass(frozen=True)
class Marks:
    """The tokens by which a family of models is told what stands before and after a gap."""

    before: str
    after: str
    gap: str
    ends: tuple[str, ...] = ()  # what a model writes where the file ends or the gap is filled, beside the end of text

    @property
    def all(self) -> tuple[str, ...]:
        return (self.before, self.after, self.gap, *self.ends)

    def around(self, prefix: str, suffix: str) -> str:
        return f"{self.before}{prefix}{self.after}{suffix}{self.gap}"


FAMILIES = (
    Marks(  # Qwen-Coder, CodeGemma
        "<|fim_prefix|>",
        "<|fim_suffix|>",
        "<|fim_middle|>",
        ("<|fim_pad|>", "<|repo_name|>", "<|file_sep|>", "<|file_separator|>", "<|endoftext|>"),
    ),
    Marks(  # StarCoder and StarCoder2, Granite
        "<fim_prefix>",
        "<fim_suffix>",
        "<fim_middle>",
        ("<fim_pad>", "<repo_name>", "<reponame>", "<file_sep>", "<filename>", "<|endoftext|>"),
    ),
    Marks("<fim-prefix>", "<fim-suffix>", "<fim-middle>", ("<fim-pad>", "<|endoftext|>")),  # SantaCoder
    Marks("▁<PRE>", "▁<SUF>", "▁<MID>", ("▁<EOT>",)),  # CodeLlama
    Marks("<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>"),  # DeepSeek-Coder
)


@dataclass(frozen=True)
class Completion:
    """What is read, and what ends what is written then."""

    text: str
    stops: list[str]


def marks(is_token: Callable[[str], bool]) -> Marks | None:
    """Those of the family whose vocabulary it is."""
    return next((one for one in FAMILIES if all(map(is_token, (one.before, one.after, one.gap)))), None)


def completion(body: CodeBody, marks: Marks | None, instructed: bool) -> Completion | None:
    """None where it is to be asked in words: where there is a prompt, and where a model only listens to words."""
    if body.prompt.strip():
        return None
    fence = [] if FENCE in body.prefix + body.suffix else [f"\n{FENCE}"]  # a model that begins to explain the code
    if marks and (body.suffix or (instructed and body.prefix)):
        return Completion(marks.around(body.prefix, body.suffix), fence)
    if instructed:
        return None
    return Completion(body.prefix, _first_line(body.suffix) + fence)


def _first_line(suffix: str) -> list[str]:
    """Its first line that is not blank, where it begins as it does there: on a line of its own or within one."""
    lines = suffix.rstrip().splitlines()
    number = next((number for number, line in enumerate(lines) if line.strip()), None)
    if number is None:
        return []
    return [f"\n{lines[number]}" if number else lines[number]]
