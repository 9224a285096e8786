"""Pictures from pipelines: what is honoured, what is told meanwhile, and what is refused by name."""

import io
import weakref
from typing import Any

import pytest
import torch
from diffusers import (
    CogView4Pipeline,
    DDPMPipeline,
    DiffusionPipeline,
    Flux2Pipeline,
    HunyuanDiTPipeline,
    Lumina2Pipeline,
    PixArtSigmaPipeline,
    QwenImagePipeline,
    SanaPipeline,
    StableDiffusionXLPipeline,
    ZImagePipeline,
)
from PIL import Image

from inference.engines.base import EngineCrashed, OutOfMemory
from inference.engines.image import ImageEngine
from inference.engines.image.asking import Asking
from inference.engines.image.failures import (
    DefaultUnknown,
    DrawingRefused,
    NegativePromptIdle,
    PictureTooLarge,
    PictureWithheld,
    PipelineUnfit,
    SettingUnfit,
)
from inference.models import ModelCard
from inference.protocol import ImageBody
from tests.inference import tiny_pictures
from tests.inference.asking import Answer, ask_for, request_of

PIPELINES = ["unet", "flow", "packed", "pixart"]


@pytest.fixture(scope="module", params=PIPELINES)
def engine(request: pytest.FixtureRequest) -> ImageEngine:
    return request.getfixturevalue(f"{request.param}_engine")


def draw(engine: ImageEngine, **asked: Any) -> Answer:
    return ask_for(engine, ImageBody(**{"prompt": "a cat", "seed": 1, **asked}))


def picture(engine: ImageEngine, **asked: Any) -> bytes:
    (file,) = draw(engine, **asked).files
    return file.data


def denoiser(pipeline: DiffusionPipeline) -> torch.nn.Module:
    return getattr(pipeline, "unet", None) or pipeline.transformer


def test_the_same_words_and_seed_are_the_same_picture_and_anything_else_is_another(engine: ImageEngine):
    assert picture(engine) == picture(engine)
    others = [picture(engine, prompt="the dog ran"), picture(engine, seed=2), picture(engine, steps=3)]
    assert len({picture(engine), *others}) == 4


def test_without_a_seed_every_picture_is_another(engine: ImageEngine):
    assert picture(engine, seed=None) != picture(engine, seed=None)


def test_guidance_counts(engine: ImageEngine):
    assert picture(engine, guidance=2.0) != picture(engine, guidance=9.0)


def test_the_file_is_a_png_of_the_size_that_is_asked_for_whatever_the_net_needs(engine: ImageEngine):
    (file,) = draw(engine, width=100, height=70).files
    assert (file.media_type, file.width, file.height) == ("image/png", 100, 70)
    shown = Image.open(io.BytesIO(file.data))
    assert (shown.format, shown.size) == ("PNG", (100, 70))


def test_where_only_one_side_is_said_it_is_a_square_and_where_none_is_the_pipeline_decides(flow_engine: ImageEngine):
    sizes = [draw(flow_engine, **asked).files[0] for asked in ({"width": 96}, {"height": 96}, {})]
    assert [(file.width, file.height) for file in sizes] == [(96, 96), (96, 96), (64, 64)]


def test_every_step_is_told(engine: ImageEngine):
    progress = [chunk.progress for chunk in draw(engine, steps=3).chunks if chunk.progress]
    words = ["Reading the prompt", "Drawing step 1 of 3", "Drawing step 2 of 3", "Drawing step 3 of 3"]
    assert [(one.words, one.done, one.of) for one in progress] == [(said, at, 3) for at, said in enumerate(words)]


def test_what_is_drawn_is_shown_small_meanwhile(engine: ImageEngine):
    previews = [chunk.preview for chunk in draw(engine, width=96, height=64).chunks if chunk.preview]
    assert previews
    assert {preview.media_type for preview in previews} == {"image/jpeg"}
    shown = Image.open(io.BytesIO(previews[0].data))
    assert (shown.format, shown.size) == ("JPEG", (160, 107))


def test_the_answer_has_no_text_and_says_what_it_took(engine: ImageEngine):
    answer = draw(engine)
    usage = answer.chunks[-1].usage
    assert (answer.text, usage.unread_tokens, usage.output_tokens) == ("", 0, 0)
    assert usage.input_tokens > 2
    assert usage.seconds > 0


def test_no_step_is_taken_after_it_was_cancelled(engine: ImageEngine):
    taken: list[int] = []
    handle = denoiser(engine.pipeline).register_forward_hook(lambda *_: taken.append(1))
    try:
        answer = ask_for(engine, ImageBody(prompt="a cat", steps=20, guidance=1.0), lambda: len(taken) >= 3)
    finally:
        handle.remove()
    assert (len(taken), answer.files, answer.finish) == (3, [], "cancelled")
    assert picture(engine) == picture(engine)


def test_a_prompt_is_read_as_far_as_the_encoder_reads_that_reads_furthest(
    unet_engine: ImageEngine, flow_engine: ImageEngine
):
    """One pipeline has an encoder of 77 tokens; the other has one of 256 beside two such."""
    words = "a cat " * 50
    whole = len(unet_engine.pipeline.tokenizer(words)["input_ids"])
    assert 77 < whole <= 256
    cut, all_of_it = draw(unet_engine, prompt=words), draw(flow_engine, prompt=words)
    assert cut.steps[0] == f"Reads the first 77 tokens of {whole}"
    assert all_of_it.steps[0] == "Reading the prompt"
    counts = [(last.usage.input_tokens, last.usage.unread_tokens) for *_, last in (cut.chunks, all_of_it.chunks)]
    assert counts == [(77, whole - 77), (whole, 0)]


def test_what_the_card_says_of_the_pipeline_counts_how_much_is_read():
    engine = tiny_pictures.engine(tiny_pictures.flow(), max_sequence_length=100)
    assert draw(engine, prompt="a cat " * 60).steps[0].startswith("Reads the first 100 tokens of")


def test_a_negative_prompt_that_is_cut_is_said_to_be(unet_engine: ImageEngine):
    answer = draw(unet_engine, negative_prompt="the dog " * 60)
    assert answer.steps[0].startswith("Reads the first 77 tokens of")
    assert answer.steps[0].endswith("of the negative prompt")


def test_a_negative_prompt_is_led_away_from(unet_engine: ImageEngine, flow_engine: ImageEngine):
    for engine in (unet_engine, flow_engine):
        assert picture(engine, negative_prompt="the dog ran") != picture(engine)


def test_a_negative_prompt_without_guidance_is_refused(unet_engine: ImageEngine):
    with pytest.raises(NegativePromptIdle, match="Raise the guidance"):
        draw(unet_engine, negative_prompt="the dog", guidance=1.0)


def test_a_negative_prompt_is_refused_by_a_net_that_learned_its_guidance(packed_engine: ImageEngine):
    distilled = tiny_pictures.engine(tiny_pictures.unet(time_cond_proj_dim=8))
    for engine in (packed_engine, distilled):
        with pytest.raises(SettingUnfit, match="no use for the negative prompt"):
            draw(engine, negative_prompt="the dog")


def test_a_card_that_gives_true_guidance_makes_a_negative_prompt_count():
    engine = tiny_pictures.engine(tiny_pictures.packed(), true_cfg_scale=4.0, width=64, height=64)
    assert picture(engine, negative_prompt="the dog ran") != picture(engine)


def test_what_nobody_chose_the_card_decides():
    engine = tiny_pictures.engine(tiny_pictures.unet(), steps=2, width=96, height=80, negative_prompt="the dog")
    answer = draw(engine)
    assert answer.steps[-1] == "Drawing step 2 of 2"
    assert (answer.files[0].width, answer.files[0].height) == (96, 80)
    assert answer.files[0].data != picture(engine, negative_prompt="a robot")


def test_a_default_that_the_pipeline_does_not_take_is_named():
    with pytest.raises(DefaultUnknown, match="has the default “stepz”"):
        tiny_pictures.engine(tiny_pictures.unet(), stepz=3)


def test_a_picture_beyond_the_limit_of_the_card_is_refused():
    engine = ImageEngine()
    engine.hold(tiny_pictures.unet(), ModelCard(name="tiny", most_pixels=64 * 64, defaults={"steps": 1}))
    assert draw(engine, width=64, height=64).files
    for asked in ({"width": 72, "height": 64}, {"width": 72}):
        with pytest.raises(PictureTooLarge, match=r"the model draws at most 4,096\. Choose a smaller"):
            draw(engine, **asked)


def test_what_the_pipeline_itself_refuses_is_told_in_its_words(flow_engine: ImageEngine):
    """Its transformer knows places for 64 patches a side."""
    with pytest.raises(DrawingRefused, match=r"The model cannot draw this: .*pos_embed_max_size.* Change the settings"):
        draw(flow_engine, width=1040, height=64)


FAMILIES = [
    StableDiffusionXLPipeline,
    PixArtSigmaPipeline,
    HunyuanDiTPipeline,
    SanaPipeline,
    Lumina2Pipeline,
    CogView4Pipeline,
    Flux2Pipeline,
    QwenImagePipeline,
    ZImagePipeline,
]


@pytest.mark.parametrize("family", FAMILIES)
def test_steps_and_guidance_and_size_reach_pipelines_of_any_family(family: type[DiffusionPipeline]):
    plan = Asking(family, ModelCard(name="any")).plan(
        ImageBody(prompt="a cat", steps=7, guidance=3.5, width=512, height=512)
    )
    assert {7, 3.5, 512, "a cat"} <= set(plan.arguments.values())
    assert plan.steps == 7


def test_guidance_is_the_true_one_where_the_net_learned_none_and_then_needs_something_to_lead_away_from():
    plan = Asking(QwenImagePipeline, ModelCard(name="any")).plan(ImageBody(prompt="a cat", guidance=3.5))
    assert plan.arguments == {"prompt": "a cat", "true_cfg_scale": 3.5, "negative_prompt": " "}


def test_a_pipeline_that_takes_no_words_is_refused():
    with pytest.raises(PipelineUnfit, match="no pipeline that draws from words"):
        Asking(DDPMPipeline, ModelCard(name="any"))


def test_too_little_memory_is_told_as_that_and_what_was_in_it_is_let_go():
    engine, seen = tiny_pictures.engine(tiny_pictures.unet()), []

    def fill(net: torch.nn.Module, given: tuple[torch.Tensor, ...]) -> None:
        seen.append(weakref.ref(given[0]))
        torch.empty(1 << 50)

    handle = denoiser(engine.pipeline).register_forward_pre_hook(fill)
    with pytest.raises(OutOfMemory, match="a smaller picture") as caught:
        draw(engine)
    assert [one() for one in seen] == [None]
    assert caught.value.__context__ is None
    handle.remove()
    assert draw(engine).finish == "stop"


def test_a_picture_that_the_checker_of_the_pipeline_withholds_is_none():
    pipeline = tiny_pictures.unet()
    tiny_pictures.watch(pipeline, threshold=-2.0)  # no cosine is below it
    with pytest.raises(PictureWithheld, match="withheld it"):
        draw(tiny_pictures.engine(pipeline))
    tiny_pictures.watch(pipeline, threshold=2.0)
    assert draw(tiny_pictures.engine(pipeline)).files


def test_who_waits_is_told_how_many_are_before_it_and_is_drawn_in_turn(unet_engine: ImageEngine):
    first, second, third = (unet_engine.stream(request_of(ImageBody(prompt="a cat")), lambda: False) for _ in "123")
    assert next(first).progress.words == "Reading the prompt"
    assert next(second).progress.words == "Waits for a picture before it"
    assert next(third).progress.words == "Waits for 2 pictures before it"
    first.close()
    assert next(third).progress.words == "Waits for a picture before it"
    for stream in (second, third):
        assert Answer(list(stream)).steps[0] == "Reading the prompt"


def test_who_waits_can_be_cancelled_and_nobody_waits_for_it(unet_engine: ImageEngine):
    cancelled: list[bool] = []
    first = unet_engine.stream(request_of(ImageBody(prompt="a cat")), lambda: False)
    second = unet_engine.stream(request_of(ImageBody(prompt="a cat")), lambda: bool(cancelled))
    next(first), next(second)
    cancelled.append(True)
    assert [chunk.finish for chunk in second] == ["cancelled"]
    assert Answer(list(first)).finish == "stop"
    assert draw(unet_engine).steps[0] == "Reading the prompt"


def test_closing_the_engine_ends_what_is_drawn_and_what_waits():
    engine = tiny_pictures.engine(tiny_pictures.unet())
    first, second = (engine.stream(request_of(ImageBody(prompt="a cat", steps=50)), lambda: False) for _ in "12")
    next(first), next(second)
    engine.close()
    for stream in (first, second):
        with pytest.raises(EngineCrashed):
            list(stream)
