"""Note: a text in Markdown, with the values of other widgets where it refers to them."""

from widgets.kinds.base import Kind, Render, Settings


class NoteSettings(Settings):
    text: str = ""


class Note(Kind[NoteSettings]):
    name = "note"
    title = "Note"
    summary = "A text of your own, which may show what other widgets hold."
    group = "other"
    Settings = NoteSettings
    shown = frozenset({"text"})

    def value(self, settings: NoteSettings, render: Render) -> str:
        return render(settings.text)
