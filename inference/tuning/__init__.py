"""Fine-tuning: from a model and examples to a folder that transformers or peft loads. Heavy: for a process of its own.

`learning` is what all of it has in common; `encoders` learn labels, `decoders` and `encoder_decoders` answers (with an
adapter, see `low_rank`); `work` does one tuning from beginning to end. Nothing here knows whose examples these are, or
who uses what becomes of them.
"""
