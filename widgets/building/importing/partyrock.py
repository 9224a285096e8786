"""Definitions from PartyRock: bare `{"widgets"}`, `{"definition"}`, or the site's `{"result": {"data": …}}`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from typing import Any

from widgets.building.definition import Origin
from widgets.building.importing.draft import Draft
from widgets.building.importing.faults import BrokenDefinition, NotAnApp
from widgets.building.importing.fields import Fields
from widgets.building.importing.links import Linked, link
from widgets.building.importing.report import Report
from widgets.building.importing.titles import Names, each_once, fitting, loose
from widgets.graph.references import TEMPLATE_FIELDS, fold
from widgets.graph.schema import COLUMNS, MOST_WIDGETS, Layout

# Columns and rows of a widget of which nobody said how large it is: as large as "Add a widget" makes it.
SIZES = {
    **dict.fromkeys(("input", "number", "note", "select"), (4, 3)),
    **{"document": (4, 5), "chat": (6, 10), "image": (6, 9)},
}
SIZE = (6, 6)
MOST_BRACKETS = 20_000  # of the whole app; each is looked at
MOST_COMPARED = 100  # names in brackets, of the whole app, that are compared with titles

Settings = dict[str, Any]


def read(value: Mapping[str, Any], report: Report) -> Draft:
    details, definition = _found(value)
    sources = _sources(definition, report)
    widgets = [_widget(source, report) for source in sources]
    _name(widgets, report)
    _link(widgets, report)
    return Draft(
        title=_text(details, "title") or "Imported app",
        description=_text(details, "description"),
        tags=[],
        origin=_origin(details),
        widgets=[widget.as_json(f"w{number}") for number, widget in enumerate(widgets, 1)],
        sizes={f"w{number}": SIZES.get(widget.kind, SIZE) for number, widget in enumerate(widgets, 1)},
    )


@dataclass
class Found:
    """A widget on its way: with the title it had, and the one it gets."""

    kind: str
    before: str
    title: str
    settings: Settings
    layout: Layout | None

    def as_json(self, id: str) -> dict[str, Any]:
        layout = {"layout": self.layout.model_dump()} if self.layout else {}
        return {"id": id, "kind": self.kind, "title": self.title, "settings": self.settings} | layout


# Finding --------------------------------------------------------------------------------------


def _found(value: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What is said of the app, and its definition."""
    details = value
    for key in ("result", "data"):
        details = details[key] if isinstance(details.get(key), Mapping) else details
    inner = details.get("definition")
    definition = inner if isinstance(inner, Mapping) else details
    if not isinstance(definition.get("widgets"), list):
        raise NotAnApp(
            "This is JSON, but not an app: nothing in it is a list of widgets. "
            "Paste what an export has, or a PartyRock definition with its “widgets”."
        )
    return details, definition


def _sources(definition: Mapping[str, Any], report: Report) -> list[Mapping[str, Any]]:
    every = definition["widgets"]
    if len(every) > MOST_WIDGETS:
        message = f"This app has {len(every):,} widgets and at most {MOST_WIDGETS} are taken. Leave some out."
        raise BrokenDefinition(message)
    for number, source in enumerate(every, 1):
        if not isinstance(source, Mapping):
            report.warn(f"Number {number} in the list of widgets is not a widget and was left out.")
    for name in sorted(set(definition) - {"widgets", "title", "description", "sourceApp"})[:20]:
        if definition[name] not in (None, "", [], {}):
            report.info(f"“{name[:80]}” of the app is not known here and was left out.")
    return [source for source in every if isinstance(source, Mapping)]


def _origin(details: Mapping[str, Any]) -> dict[str, Any]:
    """The app on PartyRock that this one was remixed from, if that is said; else this one."""
    source = details.get("sourceApp")
    if isinstance(source, Mapping):
        title = _text(source, "title") or _text(source, "id")
        author = next((name for key in ("author", "owner", "createdBy") if (name := _text(source, key))), "")
    else:
        title, author = source if isinstance(source, str) else "", ""
    title = title or _text(details, "title")
    return Origin(title=title[:200], author=author[:200] or None, source="partyrock").stored()


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return " ".join(value.replace("\x00", "").split()) if isinstance(value, str) else ""


# One widget -----------------------------------------------------------------------------------


def _widget(source: Mapping[str, Any], report: Report) -> Found:
    type = source.get("type")
    before = source["title"] if isinstance(source.get("title"), str) else ""
    known = TYPES.get(type) if isinstance(type, str) else None
    kind, otherwise, settings_of = known or ("note", "Unknown", partial(_unknown, type))
    title = fitting(before, otherwise)
    fields = Fields(source, title, report)
    for name in ("id", "type", "title"):
        fields.take(name)
    layout = _layout(fields)
    settings = {name: value for name, value in settings_of(fields).items() if value not in (None, "", [])}
    fields.end()
    return Found(kind, before, title, settings, layout)


def _layout(fields: Fields) -> Layout | None:
    limits = {"x": (0, COLUMNS - 1), "y": (0, 1000), "width": (1, COLUMNS), "height": (1, 100)}
    place = {name: fields.number(name, *limit) for name, limit in limits.items()}
    if None in place.values():
        return None
    x, y, w, h = (round(number) for number in place.values() if number is not None)
    return Layout(x=x, y=y, w=w, h=h)


def _note(fields: Fields) -> Settings:
    return {"text": fields.text("content")}


def _input(fields: Fields) -> Settings:
    placeholder, default = fields.text("placeholder", 500), fields.text("defaultValue")
    many = "\n" in default or max(len(default), len(placeholder)) > 80
    longest = max(len(default), 5000)
    return {
        "placeholder": placeholder,
        "default": default,
        "multiline": many or None,
        "max_length": longest if longest > 5000 else None,
    }


def _select(fields: Fields) -> Settings:
    options, default = fields.words("options"), fields.text("defaultValue").strip()
    if default and default not in options:
        fields.report.warn(f"Its default “{default[:80]}” is not one of its options and was left out.", fields.title)
    return {"options": options, "default": [default] if default in options else None}


def _number(fields: Fields) -> Settings:
    names = {"min": "min", "max": "max", "step": "step", "default": "defaultValue"}
    return {ours: fields.number(theirs) for ours, theirs in names.items()} | {"unit": fields.text("unit")}


def _document(fields: Fields) -> Settings:  # noqa: ARG001
    return {}


def _answer(fields: Fields) -> Settings:
    asked = {"prompt": fields.text("prompt"), "placeholder": fields.text("placeholder", 500)}
    return asked | _sampling(fields)


def _image(fields: Fields) -> Settings:
    drawn = {"prompt": fields.text("imageDescription"), "placeholder": fields.text("placeholder", 500)}
    parameters = fields.inner("parameters")
    model = {"model": parameters.text("model")}
    parameters.end()
    return drawn | model


def _chat(fields: Fields) -> Settings:
    said = {
        "instructions": fields.text("initialUserMessage"),
        "first_message": fields.text("initialAssistantMessage"),
        "placeholder": fields.text("placeholder", 500),
    }
    return said | _sampling(fields)


def _sampling(fields: Fields) -> Settings:
    parameters = fields.inner("parameters")
    found = {
        "model": parameters.text("model"),
        "temperature": parameters.number("temperature", 0, 2),
        "top_p": parameters.number("topP", 0.01, 1),
    }
    parameters.end()
    return found


def _unknown(type: object, fields: Fields) -> Settings:
    words = f"is a “{type[:80]}”, which is not known here" if isinstance(type, str) else "does not say what it is"
    fields.report.warn(f"This widget {words}. A note takes its place.", fields.title)
    return {"text": f"This widget {words}.".replace("\x00", "")}


# What is "type" there → the kind here, what it is called without a title, its settings
TYPES: dict[str, tuple[str, str, Callable[[Fields], Settings]]] = {
    "static-text": ("note", "Note", _note),
    "text-input": ("input", "Input", _input),
    "select": ("select", "Choice", _select),
    "number-input": ("number", "Number", _number),
    "document": ("document", "Document", _document),
    "inferred-text": ("text", "Text", _answer),
    "image": ("image", "Picture", _image),
    "chatbot": ("chat", "Chat", _chat),
}


# Titles and references ------------------------------------------------------------------------


def _name(widgets: list[Found], report: Report) -> None:
    for widget, title in zip(widgets, each_once([widget.title for widget in widgets]), strict=True):
        if fold(title) != fold(widget.title):
            report.warn(f"Another widget is called “{widget.title}” too. This one is called “{title}” now.", title)
        elif title != widget.before.strip():
            was = f"was called “{widget.before.strip()[:80]}”" if widget.before.strip() else "had no title"
            report.info(f"This widget {was} and is called “{title}” now.", title)
        widget.title = title


def _link(widgets: list[Found], report: Report) -> None:
    texts = [text for widget in widgets for text in widget.settings.values() if isinstance(text, str)]
    if sum(text.count("[") + text.count("{{") for text in texts) > MOST_BRACKETS:
        raise BrokenDefinition("This app holds far more brackets than an app has references. Take some out.")
    names = Names([widget.before for widget in widgets], [widget.title for widget in widgets])
    compared: dict[str, str | None] = {}
    for holder, widget in enumerate(widgets):

        def meant(name: str, holder: int = holder) -> str | None:
            number = names.meant(name, holder)
            return None if number is None else widgets[number].title

        for field in TEMPLATE_FIELDS:
            if field in widget.settings:
                linked = link(widget.settings[field], meant)
                widget.settings[field] = linked.text
                _tell_unknown(linked, widget.title, compared, names, report)
        _tell_plain(widget, meant, report)


def _tell_unknown(linked: Linked, title: str, compared: dict[str, str | None], names: Names, report: Report) -> None:
    """Only what looks like a title: near to one, in double braces, or beginning with a capital."""
    for name, written in linked.unknown.items():
        if name not in compared and len(compared) < MOST_COMPARED:
            near = get_close_matches(loose(name), names.known(), 1, 0.8)
            number = names.meant(near[0], -1) if near else None
            compared[name] = None if number is None else names.now[number]
        close = compared.get(name)
        if close:
            hint = f"If “{close}” is meant, write @[{close}] instead."
        elif written.startswith("{{") or name[0].isupper():
            hint = "If another widget is meant, refer to that one instead."
        else:
            continue
        report.warn(f"“{written}” may be a reference, but no widget has that title. It was left as text. {hint}", title)


def _tell_plain(widget: Found, meant: Callable[[str], str | None], report: Report) -> None:
    titles = link(widget.settings.get("first_message", ""), meant).titles
    if titles:
        message = (
            f"Its first message mentions “{titles[0]}”. First messages cannot hold references here; it is plain text."
        )
        report.warn(message, widget.title)
