"""Tiny random pipelines that draw, made on the spot: one with a UNet, and three with diffusion transformers."""

from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    DiffusionPipeline,
    DPMSolverMultistepScheduler,
    FlowMatchEulerDiscreteScheduler,
    FluxPipeline,
    FluxTransformer2DModel,
    PixArtAlphaPipeline,
    PixArtTransformer2DModel,
    SD3Transformer2DModel,
    StableDiffusion3Pipeline,
    StableDiffusionPipeline,
    UNet2DConditionModel,
)
from diffusers.pipelines.stable_diffusion import StableDiffusionSafetyChecker
from transformers import (
    CLIPConfig,
    CLIPImageProcessor,
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    PreTrainedTokenizerFast,
    T5Config,
    T5EncoderModel,
)

from inference.engines.image import ImageEngine
from inference.models import ModelCard
from tests.inference import tiny

WIDTH = 32  # of every vector in every net
SIDE = 64  # pixels of a picture, where nothing is said
SHRINKS = 8  # pixels to one latent, as all pipelines of Stable Diffusion expect
STEPS = 4


def engine(pipeline: DiffusionPipeline, **defaults: Any) -> ImageEngine:
    made = ImageEngine()
    made.hold(pipeline, ModelCard(name="tiny", defaults={"steps": STEPS, **defaults}))
    return made


def unet(**changed: Any) -> DiffusionPipeline:
    """As Stable Diffusion: a UNet, perhaps `changed`, between a CLIP and an autoencoder."""
    torch.manual_seed(0)
    words = tokenizer(77)
    return StableDiffusionPipeline(
        vae=autoencoder(4),
        text_encoder=CLIPTextModel(clip(len(words))),
        tokenizer=words,
        unet=UNet2DConditionModel(
            sample_size=SIDE // SHRINKS,
            block_out_channels=(WIDTH, WIDTH),
            layers_per_block=1,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            cross_attention_dim=WIDTH,
            attention_head_dim=8,
            norm_num_groups=8,
            **changed,
        ),
        scheduler=DDIMScheduler(clip_sample=False, steps_offset=1),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def flow() -> DiffusionPipeline:
    """As Stable Diffusion 3: a transformer that matches flows; two CLIPs read 77 tokens, and a T5 reads 256."""
    torch.manual_seed(0)
    words = tokenizer(77)
    return StableDiffusion3Pipeline(
        transformer=SD3Transformer2DModel(
            sample_size=SIDE // SHRINKS,
            patch_size=2,
            in_channels=16,
            num_layers=2,
            attention_head_dim=8,
            num_attention_heads=4,
            joint_attention_dim=2 * WIDTH,
            caption_projection_dim=WIDTH,
            pooled_projection_dim=2 * WIDTH,
            out_channels=16,
            pos_embed_max_size=64,
        ),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
        vae=autoencoder(16),
        text_encoder=CLIPTextModelWithProjection(clip(len(words))),
        tokenizer=words,
        text_encoder_2=CLIPTextModelWithProjection(clip(len(words))),
        tokenizer_2=words,
        text_encoder_3=t5(len(words), 2 * WIDTH),
        tokenizer_3=tokenizer(512),
    )


def packed() -> DiffusionPipeline:
    """As Flux: latents in rows of patches, a guidance that the net has learned beside the true one."""
    torch.manual_seed(0)
    words = tokenizer(77)
    return FluxPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=autoencoder(4),
        text_encoder=CLIPTextModel(clip(len(words))),
        tokenizer=words,
        text_encoder_2=t5(len(words), WIDTH),
        tokenizer_2=tokenizer(512),
        transformer=FluxTransformer2DModel(
            patch_size=1,
            in_channels=16,
            num_layers=1,
            num_single_layers=1,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=WIDTH,
            pooled_projection_dim=WIDTH,
            guidance_embeds=True,
            axes_dims_rope=(4, 4, 8),
        ),
    )


def pixart() -> DiffusionPipeline:
    """As PixArt: it has neither a callback at the end of a step nor an interrupt, only the older callback."""
    torch.manual_seed(0)
    words = tokenizer(120)
    return PixArtAlphaPipeline(
        tokenizer=words,
        text_encoder=t5(len(words), WIDTH),
        vae=autoencoder(4),
        transformer=PixArtTransformer2DModel(
            sample_size=SIDE // SHRINKS,
            num_layers=2,
            attention_head_dim=8,
            num_attention_heads=4,
            in_channels=4,
            out_channels=8,
            cross_attention_dim=WIDTH,
            caption_channels=WIDTH,
        ),
        scheduler=DPMSolverMultistepScheduler(),
    )


def tokenizer(limit: int) -> PreTrainedTokenizerFast:
    made = tiny.bert_tokenizer()
    made.model_max_length = limit
    return made


def autoencoder(channels: int) -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=(8,) * 4,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=channels,
        norm_num_groups=4,
        sample_size=SIDE,
        shift_factor=0.1,
    )


def clip(vocabulary: int) -> CLIPTextConfig:
    return CLIPTextConfig(
        vocab_size=vocabulary,
        hidden_size=WIDTH,
        projection_dim=WIDTH,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=77,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
    )


def t5(vocabulary: int, width: int) -> T5EncoderModel:
    return T5EncoderModel(
        T5Config(vocab_size=vocabulary, d_model=width, d_kv=8, d_ff=64, num_layers=2, num_heads=4)
    ).eval()


def watch(pipeline: DiffusionPipeline, threshold: float) -> None:
    """Give it a checker that withholds pictures nearer than `threshold` to what it looks for."""
    size = {"hidden_size": WIDTH, "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 4}
    vision = {**size, "image_size": SIDE, "patch_size": 16}
    checker = StableDiffusionSafetyChecker(CLIPConfig(projection_dim=WIDTH, text_config=size, vision_config=vision))
    checker.concept_embeds_weights.data.fill_(threshold)
    checker.special_care_embeds_weights.data.fill_(2.0)
    side = {"height": SIDE, "width": SIDE}
    pipeline.safety_checker = checker
    pipeline.feature_extractor = CLIPImageProcessor(size={"shortest_edge": SIDE}, crop_size=side)
