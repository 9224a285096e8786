"""Encoder–decoders (T5, BART, Marian, NLLB): they read a text as a whole, then write another one."""

from inference.engines.seq2seq.engine import Seq2SeqEngine

__all__ = ["Seq2SeqEngine"]
