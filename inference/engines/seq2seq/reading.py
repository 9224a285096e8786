"""How an encoder–decoder is told what to do: in the words that it was taught with."""

import re

from inference.models import ModelCard
from inference.protocol import Message

# Marian learned from texts with the punctuation of a typewriter; it loses the words beside a curly quotation mark.
PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\u00a0": " "})
GUILLEMETS = re.compile(r"«\s*|\s*»")


def prompt(card: ModelCard, kind: str, messages: list[Message]) -> str:
    """`kind`: what transformers calls its architecture."""
    said = "\n\n".join(message.content for message in messages).strip()
    taught = kind == "t5" and card.task == ModelCard.Task.SUMMARIZATION and not card.instructed
    return f"summarize: {said}" if taught else said


def plain(kind: str, text: str) -> str:
    return GUILLEMETS.sub('"', text).translate(PLAIN) if kind == "marian" else text
