"""From what somebody asks for to what a pipeline is called with. What cannot be honoured fails by its name: nothing is
dropped in silence."""

import inspect
import math
from dataclasses import dataclass
from typing import Any

from inference.engines.image.failures import (
    DefaultUnknown,
    NegativePromptIdle,
    PictureTooLarge,
    PipelineUnfit,
    SettingUnfit,
)
from inference.models import ModelCard
from inference.protocol import ImageBody

WISHES = {  # of an ImageBody or a card's defaults, and what pipelines call them
    "negative_prompt": "negative_prompt",
    "width": "width",
    "height": "height",
    "steps": "num_inference_steps",
}


@dataclass
class Plan:
    """One picture: the call that draws it, and the size it gets at the end."""

    arguments: dict[str, Any]
    seed: int | None
    steps: int
    size: tuple[int, int] | None  # width and height in pixels; None is as it comes
    reads: int | None  # tokens of a prompt at most; None is what its tokenizers say


class Asking:
    """What one pipeline takes, seen in the signature of its call."""

    def __init__(self, pipeline: Any, card: ModelCard) -> None:
        self.takes = inspect.signature(pipeline.__call__).parameters
        if "prompt" not in self.takes:
            raise PipelineUnfit(card)
        self.names = {**WISHES, "guidance": _guidance(self.takes)}
        self.multiple = multiple(pipeline)
        self.most = card.most_pixels
        self.wishes = {name: value for name, value in card.defaults.items() if name in self.names and value is not None}
        self.others = {name: value for name, value in card.defaults.items() if name not in self.names}
        for name in self.others:
            if name not in self.takes:
                raise DefaultUnknown(card, name)

    def plan(self, body: ImageBody) -> Plan:
        """Raises PictureTooLarge, SettingUnfit or NegativePromptIdle."""
        said = body.model_dump(include=set(self.names))
        wishes = {**self.wishes, **{name: value for name, value in said.items() if value not in (None, "")}}
        size = self._size(wishes)
        arguments = {**self.others, "prompt": body.prompt, **self._named(wishes)}
        self._weigh_negative(arguments)
        steps = self._counting("num_inference_steps", arguments) or 1
        return Plan(arguments, body.seed, steps, size, self._counting("max_sequence_length", arguments))

    def _size(self, wishes: dict[str, Any]) -> tuple[int, int] | None:
        """What is asked for; where only one side is said, a square. It is drawn as large as the net needs, and
        what is too much is cut off at the end."""
        width = wishes.get("width") or wishes.get("height")
        height = wishes.get("height") or width
        if not width or not height:
            return None
        if self.most and width * height > self.most:
            raise PictureTooLarge(width, height, self.most)
        wishes["width"], wishes["height"] = (-(-side // self.multiple) * self.multiple for side in (width, height))
        return width, height

    def _named(self, wishes: dict[str, Any]) -> dict[str, Any]:
        for name in wishes:
            if self.names[name] not in self.takes:
                raise SettingUnfit(name.replace("_", " "))
        return {self.names[name]: value for name, value in wishes.items()}

    def _weigh_negative(self, arguments: dict[str, Any]) -> None:
        """A negative prompt is what guidance leads away from: without guidance pipelines pass over it in silence. And
        those with a true guidance beside a learned one pass over that where they have no negative prompt."""
        scale = "true_cfg_scale" if "true_cfg_scale" in self.takes else self.names["guidance"]
        strength = self._counting(scale, arguments)
        guided = strength is None or strength > 1
        if arguments.get("negative_prompt") and not guided:
            theirs = scale == self.names["guidance"]
            raise NegativePromptIdle if theirs else SettingUnfit("negative prompt")
        if scale == "true_cfg_scale" and guided and "negative_prompt" in self.takes:
            arguments.setdefault("negative_prompt", " ")

    def _counting(self, name: str, arguments: dict[str, Any]) -> Any:
        """What counts where nobody says anything."""
        return arguments.get(name, self.takes[name].default if name in self.takes else None)


def multiple(pipeline: Any) -> int:
    """What both sides of a picture have to be a multiple of, in pixels: the autoencoder shrinks them, and the
    transformer reads in patches."""
    shrinks = getattr(pipeline, "vae_scale_factor", 1)
    patch = _config(pipeline, "transformer").get("patch_size") or 1
    patch = patch if isinstance(patch, int) else max(patch)
    return math.lcm(shrinks * patch, _config(pipeline, "image_processor").get("vae_scale_factor") or 1)


def _config(pipeline: Any, part: str) -> Any:
    return getattr(getattr(pipeline, part, None), "config", {})


def _guidance(takes: Any) -> str:
    """Some have two: one that the net has learned to follow, where it has, and the true one."""
    learned = takes.get("guidance_scale")
    has_true = "true_cfg_scale" in takes
    return "true_cfg_scale" if has_true and (learned is None or learned.default is None) else "guidance_scale"
