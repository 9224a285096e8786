"""Tiny random models, made on the spot: a tokenizer trained on two sentences, and a Llama with two small layers."""

import torch
from tokenizers import ByteLevelBPETokenizer
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

CONTEXT = 768
TEMPLATE = (
    "{% for message in messages %}<s>{{ message['role'] }}\n{{ message['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<s>assistant\n{% endif %}"
)


def tokenizer() -> PreTrainedTokenizerFast:
    """Byte-level, with few merges: everything but plain English letters is split within its characters."""
    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(
        ["the cat sat", "the dog ran", "a robot"], vocab_size=300, special_tokens=["<s>", "</s>"]
    )
    made = PreTrainedTokenizerFast(tokenizer_object=trained._tokenizer, bos_token="<s>", eos_token="</s>")
    made.chat_template = TEMPLATE
    return made


def llama(vocabulary: int, seed: int = 0) -> LlamaForCausalLM:
    """Random weights that never end an answer by themselves, as no end-of-text token is among the likely ones."""
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=CONTEXT,
        initializer_range=0.2,
        bos_token_id=0,
        eos_token_id=1,
    )
    return LlamaForCausalLM(config).eval()
