"""What may go wrong with pictures, beside what may go wrong with any model."""

from inference.models import ModelCard
from inference.protocol import EngineError


class PipelineUnfit(EngineError):
    code = "pipeline_unfit"

    def __init__(self, card: ModelCard) -> None:
        super().__init__(
            f"The model “{card.name}” is no pipeline that draws from words, or needs code that is not installed here. "
            "Choose another model."
        )


class PrecisionUnfit(EngineError):
    code = "precision_unfit"

    def __init__(self, card: ModelCard) -> None:
        super().__init__(
            f"The model “{card.name}” cannot draw in {card.precision}. An administrator can choose bfloat16 for it."
        )


class DefaultUnknown(EngineError):
    code = "default_unknown"

    def __init__(self, card: ModelCard, name: str) -> None:
        super().__init__(
            f"The card of the model “{card.name}” has the default “{name}”, which its pipeline does not take. "
            "An administrator can remove it from the card."
        )


class PictureTooLarge(EngineError):
    code = "picture_too_large"

    def __init__(self, width: int, height: int, most: int) -> None:
        super().__init__(
            f"A picture of {width} × {height} has {width * height:,} pixels and the model draws at most {most:,}. "
            "Choose a smaller width or height."
        )


class SettingUnfit(EngineError):
    code = "setting_unfit"

    def __init__(self, setting: str) -> None:
        super().__init__(f"The model has no use for the {setting}. Leave it empty, or choose another model.")


class NegativePromptIdle(EngineError):
    code = "negative_prompt_idle"

    def __init__(self) -> None:
        super().__init__(
            "A negative prompt counts only with a guidance above 1. Raise the guidance, or leave the negative prompt "
            "empty."
        )


class DrawingRefused(EngineError):
    code = "drawing_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The model cannot draw this: {reason.rstrip('.')}. Change the settings, or choose another model."
        )


class PictureWithheld(EngineError):
    code = "picture_withheld"

    def __init__(self) -> None:
        super().__init__(
            "The model took the picture for one that not everybody should see, and withheld it. "
            "Try again in other words, or with another seed."
        )
