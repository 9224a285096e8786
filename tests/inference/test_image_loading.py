"""Installed pipelines as they come into memory, and what is wrong with some."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from diffusers import DDPMPipeline, DDPMScheduler, DiffusionPipeline, UNet2DModel
from PIL import Image, ImageChops

from inference.catalogue import installing
from inference.catalogue.failures import ConversionFailed
from inference.engines import weights
from inference.engines.base import Engine
from inference.engines.image import ImageEngine
from inference.engines.image.failures import PipelineUnfit, PrecisionUnfit
from inference.models import ModelCard
from inference.protocol import ImageBody, ModelDamaged, ModelMissing
from inference.serving.pool import Pool
from tests.inference import tiny_pictures
from tests.inference.asking import ask_for

pytestmark = pytest.mark.django_db

Install = Callable[..., ModelCard]


@pytest.fixture
def install(tmp_path: Path, settings) -> Install:
    """Put a pipeline into a folder, change something there, install it, and give its card."""
    settings.MODELS_DIR = tmp_path / "models"

    def put(pipeline: DiffusionPipeline, change: Callable[[Path], object] = lambda folder: None, **saved) -> ModelCard:
        pipeline.save_pretrained(tmp_path / "brought", **saved)
        change(tmp_path / "brought")
        source = [{"from": "folder", "path": str(tmp_path / "brought")}]
        card = ModelCard.objects.create(
            name="tiny", title="Tiny", task="image", family="image", context=77, source=source, defaults={"steps": 2}
        )
        installing.install(card, lambda *_: None)
        return card

    return put


def load(card: ModelCard) -> ImageEngine:
    engine = ImageEngine()
    engine.load(card)
    return engine


def draw(engine: Engine) -> bytes:
    (file,) = ask_for(engine, ImageBody(prompt="a cat", seed=1, width=64, height=64)).files
    return file.data


@pytest.mark.parametrize("make", [tiny_pictures.unet, tiny_pictures.flow, tiny_pictures.packed])
def test_an_installed_pipeline_draws_what_it_drew_before_it_was_saved(make: Callable, install: Install):
    """Each time to the byte the same; but weights in files lie otherwise in memory, and sums are rounded otherwise."""
    card = install(make())
    card.precision = "float32"
    with Pool().engine(card) as engine:
        drawn = draw(engine)
    assert draw(load(card)) == drawn
    before = draw(tiny_pictures.engine(make(), steps=2))
    difference = ImageChops.difference(*(Image.open(io.BytesIO(data)) for data in (drawn, before)))
    assert max(most for _, most in difference.getextrema()) <= 2


def test_it_computes_in_the_precision_that_its_card_asks_for(install: Install):
    card = install(tiny_pictures.unet())
    card.precision = "float32"
    assert load(card).pipeline.unet.dtype == torch.float32
    card.precision = "bfloat16"
    assert load(card).pipeline.unet.dtype == weights.precision(card)  # float32 where the processor has no bfloat16
    card.precision = "int8"
    with pytest.raises(PrecisionUnfit, match="choose bfloat16"):
        load(card)


def test_a_folder_with_weights_in_half_the_precision_only_is_read_too(install: Install):
    card = install(tiny_pictures.unet(), variant="fp16")
    assert ask_for(load(card), ImageBody(prompt="a cat")).files


def test_what_is_not_there_is_missing(settings, tmp_path: Path):
    settings.MODELS_DIR = tmp_path
    with pytest.raises(ModelMissing):
        load(ModelCard(name="nothing", context=1))


def test_a_file_that_changed_after_it_was_installed_is_damage(install: Install):
    card = install(tiny_pictures.unet())
    weights = card.folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    with pytest.raises(ModelDamaged):
        load(card)


def rewrite(name: str, **changes: object) -> Callable[[Path], object]:
    """Change what one of the JSON files of a folder says."""

    def change(folder: Path) -> None:
        said = json.loads((folder / name).read_text())
        (folder / name).write_text(json.dumps(said | changes))

    return change


DAMAGES = {
    "no index": lambda folder: (folder / "model_index.json").unlink(),
    "an index of nothing": lambda folder: (folder / "model_index.json").write_text("{}"),
    "an index that is none": lambda folder: (folder / "model_index.json").write_text("pictures"),
    "no weights": lambda folder: (folder / "unet" / "diffusion_pytorch_model.safetensors").unlink(),
    "broken weights": lambda folder: (folder / "vae" / "diffusion_pytorch_model.safetensors").write_bytes(b"no"),
    "other weights": rewrite("unet/config.json", cross_attention_dim=48),
    "a part that nobody knows": rewrite("model_index.json", unet=["diffusers", "UNet9DModel"]),
    "a part from elsewhere": rewrite("model_index.json", unet=["elsewhere", "UNet2DConditionModel"]),
    "a part too few": rewrite("model_index.json", vae=None),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_folder_that_is_no_whole_pipeline_is_damage(damage: str, install: Install):
    card = install(tiny_pictures.unet(), DAMAGES[damage])
    with pytest.raises(ModelDamaged, match="damaged or incomplete"):
        load(card)


def test_weights_that_would_have_to_be_unpickled_are_not_installed(install: Install):
    with pytest.raises(ConversionFailed, match="pickled parts"):
        install(tiny_pictures.unet(), safe_serialization=False)


def with_code(folder: Path) -> None:
    """A pipeline that would leave a trace if anybody ran it."""
    (folder / "pipeline.py").write_text(f"open({str(folder / 'trace')!r}, 'w')\nclass Own: ...\n")
    rewrite("model_index.json", _class_name=["pipeline", "Own"])(folder)


def test_no_code_of_a_folder_is_run(install: Install, tmp_path: Path):
    card = install(tiny_pictures.unet(), with_code)
    with pytest.raises(PipelineUnfit, match="needs code that is not installed here"):
        load(card)
    assert not (tmp_path / "brought" / "trace").exists()


def test_a_pipeline_of_a_name_that_nobody_knows_is_refused(install: Install):
    card = install(tiny_pictures.unet(), rewrite("model_index.json", _class_name="TeapotPipeline"))
    with pytest.raises(PipelineUnfit):
        load(card)


def test_a_pipeline_that_draws_without_words_is_refused(install: Install):
    net = UNet2DModel(
        sample_size=8, block_out_channels=(32,), down_block_types=["DownBlock2D"], up_block_types=["UpBlock2D"]
    )
    card = install(DDPMPipeline(net, DDPMScheduler()))
    with pytest.raises(PipelineUnfit, match="no pipeline that draws from words"):
        load(card)
