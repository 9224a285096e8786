"""The options of a program: one for each input of the app, with its choices, its default and its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from widgets.building.exporting.program.literals import Lines, argument, call, indented, plain
from widgets.graph.schema import Widget
from widgets.kinds import Settings, parse_settings
from widgets.kinds.inputs.number import written

NOTHING: tuple[Any, ...] = (None, "", [])
LONGEST_DEFAULT = 60  # characters of it that the help shows


@dataclass(frozen=True)
class Option:
    """One input: the widget, what is typed, and the variable."""

    widget: Widget
    flag: str
    variable: str


def read_options(description: str, options: Sequence[Option], general: Sequence[Lines]) -> Lines:
    """The function that reads the command line. `general` are calls for what is no input."""
    about = argument("description", plain(description).replace("%(", "% ("))
    lines = call("parser = argparse.ArgumentParser", [about, ["allow_abbrev=False"]])
    for option in options:
        lines += added(option.flag, [*named(option.flag, option.variable), *_of_input(option.widget)])
    for one in general:
        lines += one
    return ["def read_options():", *indented([*lines, "return parser.parse_args()"])]


def added(flag: str, arguments: Sequence[Lines]) -> Lines:
    return call("parser.add_argument", [argument("", f"--{flag}"), *arguments])


def named(flag: str, variable: str) -> list[Lines]:
    """argparse makes a variable of the flag by itself; mostly it is the one."""
    return [] if flag.replace("-", "_") == variable else [argument("dest", variable)]


def helped(words: str, default: object = None) -> Lines:
    shown = plain(str(default))
    shown = f"{shown[: LONGEST_DEFAULT - 1]}…" if len(shown) > LONGEST_DEFAULT else shown
    about = "" if default in NOTHING else f" (default: {shown})"
    return argument("help", (plain(words) + about).replace("%", "%%"))


def _needed(settings: Any, default: object) -> Lines:
    """An option without a default is asked for, where the app asks for it."""
    return ["required=True"] if settings.required and default in NOTHING else argument("default", default)


def _input(title: str, settings: Any) -> list[Lines]:
    default = settings.default if settings.default.strip() else ""
    words = f"{title}: {settings.placeholder}" if settings.placeholder else title
    return [argument("metavar", "TEXT"), _needed(settings, default), helped(words, default)]


def _select(title: str, settings: Any) -> list[Lines]:
    chosen = ", ".join(settings.default)
    default: Any = settings.default if settings.many else chosen
    words = f"{title}: {'any of ' if settings.many else ''}{', '.join(settings.options)}"
    several = [argument("nargs", "+")] if settings.many else []
    choices = argument("choices", settings.options)
    return [argument("metavar", "CHOICE"), choices, *several, _needed(settings, default), helped(words, chosen)]


def _number(title: str, settings: Any) -> list[Lines]:
    limits = {"least": settings.min, "most": settings.max}
    given = ", ".join(f"{name}={written(limit)}" for name, limit in limits.items() if limit is not None)
    start = settings.min if settings.default is None and settings.slider else settings.default
    default = None if start is None else float(start)
    words = f"{title} ({settings.unit})" if settings.unit else title
    return [
        argument("metavar", "NUMBER"),
        [f"type=number({given})"],
        _needed(settings, default),
        helped(words, start and written(start)),
    ]


def _toggle(title: str, settings: Any) -> list[Lines]:
    action = ["action=argparse.BooleanOptionalAction"]
    words = f"{title}: {settings.label}" if settings.label else title
    return [action, argument("default", settings.default), helped(words, "on" if settings.default else "off")]


def _document(title: str, settings: Any) -> list[Lines]:
    needed = ["required=True"] if settings.required else argument("default", [])
    words = f"{title}: {f'up to {settings.most} files' if settings.many else 'a file'} of plain text"
    return [argument("metavar", "FILE"), argument("nargs", "+" if settings.many else 1), needed, helped(words)]


def _picture(title: str, settings: Any) -> list[Lines]:
    return [argument("metavar", "FILE"), _needed(settings, ""), helped(f"{title}: a picture")]


INPUTS: dict[str, Callable[[str, Any], list[Lines]]] = {
    "input": _input,
    "select": _select,
    "number": _number,
    "toggle": _toggle,
    "document": _document,
    "picture": _picture,
}


def _of_input(widget: Widget) -> list[Lines]:
    settings: Settings = parse_settings(widget)
    return INPUTS[widget.kind](widget.title, settings)
