"""Number: a visitor gives a number, typed or by a slider."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any

from pydantic import Field

from widgets.graph.problems import Problem
from widgets.graph.schema import Widget
from widgets.kinds.base import CardInfo, InvalidInput, Kind, Settings, UploadInfo, bad

LIMIT = 2**53  # up to here a browser counts exactly
Amount = Annotated[float, Field(gt=-LIMIT, lt=LIMIT, allow_inf_nan=False)]
Step = Annotated[float, Field(gt=0, lt=LIMIT, allow_inf_nan=False)]


class NumberSettings(Settings):
    min: Amount | None = None
    max: Amount | None = None
    step: Step | None = None
    unit: str = Field("", max_length=40)
    default: Amount | None = None
    slider: bool = False
    marks: list[Amount] = Field(default=[], max_length=50)  # places on the slider that are marked
    required: bool = True


class Number(Kind[NumberSettings]):
    name = "number"
    title = "Number"
    summary = "A number, typed or set with a slider."
    group = "inputs"
    Settings = NumberSettings
    shown = frozenset(NumberSettings.model_fields)
    takes_input = True

    def given(self, settings: NumberSettings, value: Any) -> float | None:
        if value is None:
            return _start(settings)
        if isinstance(value, bool) or not isinstance(value, int | float) or not -LIMIT < value < LIMIT:
            raise InvalidInput("not_number", "This takes a number only. Type one in digits.")
        if fault := _fault(settings, value):
            raise InvalidInput("out_of_range", f"{written(value)} cannot be taken: {fault}. Choose another number.")
        return value

    def missing(self, settings: NumberSettings, value: Any) -> bool:
        return settings.required and value is None and _start(settings) is None

    def reads(self, settings: NumberSettings, value: Any, uploads: Sequence[UploadInfo] = ()) -> str:  # noqa: ARG002
        return "" if value is None else f"{written(value)} {settings.unit}".rstrip()

    def problems(self, widget: Widget, settings: NumberSettings, cards: Iterable[CardInfo]) -> Iterator[Problem]:  # noqa: ARG002
        low, high = settings.min, settings.max
        if low is not None and high is not None and low >= high:
            message = f"The minimum of “{widget.title}” is not below its maximum. Change one of the two."
            yield bad(widget, "min", message)
        elif settings.default is not None and (fault := _fault(settings, settings.default)):
            message = f"The default of “{widget.title}” cannot be taken: {fault}. Change the default or the limits."
            yield bad(widget, "default", message)
        if settings.slider and (low is None or high is None):
            message = f"The slider of “{widget.title}” needs two ends. Set the minimum and the maximum."
            yield bad(widget, "min" if low is None else "max", message)


def written(number: float) -> str:
    """As people write it: 12 rather than 12.0."""
    return str(int(number)) if number == int(number) else repr(number)


def _start(settings: NumberSettings) -> float | None:
    """A slider always stands somewhere: without a default, at its lower end."""
    return settings.min if settings.default is None and settings.slider else settings.default


def _fault(settings: NumberSettings, number: float) -> str:
    if settings.min is not None and number < settings.min:
        return f"the minimum is {written(settings.min)}"
    if settings.max is not None and number > settings.max:
        return f"the maximum is {written(settings.max)}"
    if settings.step is not None and not _is_whole((number - (settings.min or 0)) / settings.step):
        return f"it goes in steps of {written(settings.step)}"
    return ""


def _is_whole(steps: float) -> bool:
    """0.3 is three steps of 0.1, whatever the bits say."""
    return abs(steps - round(steps)) < 1e-6
