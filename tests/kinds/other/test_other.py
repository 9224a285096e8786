"""Notes and headings, which ask nobody."""

from widgets.kinds.other.heading import Heading, HeadingSettings
from widgets.kinds.other.note import Note, NoteSettings
from widgets.running.values.rendering import Rendering

with_topic = Rendering("Note", {"topic": "{robots} @[Topic] %s"})


def test_a_note_shows_what_it_refers_to():
    assert Note().value(NoteSettings(text="# About @[Topic]"), with_topic) == "# About {robots} @[Topic] %s"


def test_a_heading_reads_as_nothing():
    assert Heading().value(HeadingSettings(text="Below the line"), with_topic) == ""
