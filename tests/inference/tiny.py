"""Tiny random models, made on the spot: tokenizers trained on three phrases, and two layers of each architecture."""

from collections.abc import Iterable

import torch
from tokenizers import AddedToken, ByteLevelBPETokenizer
from tokenizers.processors import TemplateProcessing
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    BartConfig,
    BartForConditionalGeneration,
    BertConfig,
    BertModel,
    LlamaConfig,
    LlamaForCausalLM,
    M2M100Config,
    M2M100ForConditionalGeneration,
    MarianConfig,
    MarianMTModel,
    NllbTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
)

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


def code_tokenizer(marks: Iterable[str]) -> PreTrainedTokenizerFast:
    """Of a base model: no template, a token before every text, and tokens for gaps, which are no special ones."""
    made = tokenizer()
    made.chat_template = None
    made.backend_tokenizer.post_processor = TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 0)])
    made.add_tokens([AddedToken(mark, normalized=False) for mark in marks])
    return made


def bert_tokenizer() -> PreTrainedTokenizerFast:
    """With a token before and one after every text, and one to fill up with."""
    made = tokenizer()
    made.backend_tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    made.pad_token = made.eos_token
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


def head_tokenizer() -> PreTrainedTokenizerFast:
    """For BERTs with a head: reads pairs too, and has a token for a gap."""
    made = bert_tokenizer()
    made.backend_tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B:1 </s>:1", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    made.add_special_tokens({"mask_token": "<mask>"})
    return made


# What every family calls alike, and a state space with its attention layer where it has one.
SIZES = {"hidden_size": 32, "num_hidden_layers": 2, "initializer_range": 0.2, "bos_token_id": 0, "eos_token_id": 1}
ATTENTION = SIZES | {"intermediate_size": 64, "num_attention_heads": 4, "max_position_embeddings": CONTEXT}
BERT = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "max_position_embeddings": CONTEXT,
    "initializer_range": 0.2,
}
MAMBA = SIZES | {"state_size": 8}
JAMBA = ATTENTION | {
    "num_key_value_heads": 2,
    "attn_layer_period": 2,
    "attn_layer_offset": 1,
    "expert_layer_period": 2,
    "expert_layer_offset": 1,
    "num_experts": 2,
    "num_experts_per_tok": 1,
    "mamba_d_state": 8,
    "mamba_dt_rank": 4,
    "use_mamba_kernels": False,
}


def decoder(family: str, vocabulary: int, seed: int = 0, **sizes: object) -> PreTrainedModel:
    """Of any family that transformers knows, with the names of its own for its sizes."""
    torch.manual_seed(seed)
    config = AutoConfig.for_model(family, vocab_size=vocabulary, pad_token_id=1, **sizes)
    return AutoModelForCausalLM.from_config(config).eval()


def labels(*names: str) -> dict[str, object]:
    """What a configuration says of a head that was trained on them."""
    return {"id2label": dict(enumerate(names)), "label2id": {name: number for number, name in enumerate(names)}}


def bert_with(head: type[PreTrainedModel], vocabulary: int, seed: int = 0, **more: object) -> PreTrainedModel:
    """A BERT with a head, such as BertForMaskedLM."""
    torch.manual_seed(seed)
    return head(BertConfig(vocab_size=vocabulary, **BERT, **more)).eval()


def bert(vocabulary: int, seed: int = 0) -> BertModel:
    torch.manual_seed(seed)
    return BertModel(BertConfig(vocab_size=vocabulary, **BERT)).eval()


def reading_tokenizer() -> PreTrainedTokenizerFast:
    """With a token after every text; <s> is what a decoder starts from and what fills up."""
    made = tokenizer()
    made.backend_tokenizer.post_processor = TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    made.pad_token = made.bos_token
    return made


def nllb_tokenizer() -> NllbTokenizer:
    """All its languages, and letters."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,▁"
    vocabulary = {token: at for at, token in enumerate(["<s>", "<pad>", "</s>", "<unk>", *letters])}
    return NllbTokenizer(vocab=vocabulary, merges=[])


def t5(vocabulary: int, seed: int = 2) -> T5ForConditionalGeneration:
    torch.manual_seed(seed)
    config = T5Config(
        vocab_size=vocabulary,
        d_model=32,
        d_kv=8,
        d_ff=64,
        num_layers=2,
        num_heads=4,
        initializer_factor=2.0,
        decoder_start_token_id=0,
        pad_token_id=0,
        eos_token_id=1,
    )
    return T5ForConditionalGeneration(config).eval()


# Of what Bart and Marian have in common.
SHAPE = {
    "d_model": 32,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 64,
    "decoder_ffn_dim": 64,
    "max_position_embeddings": CONTEXT,
    "init_std": 0.2,
    "decoder_start_token_id": 0,
    "pad_token_id": 0,
    "bos_token_id": 0,
    "eos_token_id": 1,
}


def bart(vocabulary: int, seed: int = 0) -> BartForConditionalGeneration:
    """It begins with a token of its own and says nothing of three tokens twice, as one that sums up."""
    torch.manual_seed(seed)
    model = BartForConditionalGeneration(BartConfig(vocab_size=vocabulary, **SHAPE)).eval()
    asked = {"forced_bos_token_id": 2, "forced_eos_token_id": 1, "no_repeat_ngram_size": 3, "min_length": 100}
    model.generation_config.update(**asked)
    return model


def marian(vocabulary: int, seed: int = 0) -> MarianMTModel:
    """It never says what fills up, nor two letters that it would like to say."""
    torch.manual_seed(seed)
    config = MarianConfig(vocab_size=vocabulary, decoder_vocab_size=vocabulary, scale_embedding=True, **SHAPE)
    model = MarianMTModel(config).eval()
    model.generation_config.update(bad_words_ids=[[0], [50], [129]], forced_eos_token_id=1, max_length=CONTEXT)
    return model


def m2m(vocabulary: int, seed: int = 0) -> M2M100ForConditionalGeneration:
    """As NLLB is."""
    torch.manual_seed(seed)
    shape = SHAPE | {"decoder_start_token_id": 2, "pad_token_id": 1, "eos_token_id": 2}
    return M2M100ForConditionalGeneration(M2M100Config(vocab_size=vocabulary, **shape)).eval()


def soon_over(model: PreTrainedModel) -> PreTrainedModel:
    """Every eighth token ends its answers."""
    model.generation_config.update(eos_token_id=list(range(1, model.config.vocab_size, 8)), min_length=0)
    return model
