"""Documents and pictures: which files are taken, and how they read."""

from dataclasses import dataclass, field

import pytest

from widgets.kinds import InvalidInput
from widgets.kinds.inputs.document import Document, DocumentSettings
from widgets.kinds.inputs.picture import Picture, PictureSettings

DOCUMENT, PICTURE = Document(), Picture()


@dataclass
class File:
    name: str
    text: str = ""
    parts: list = field(default_factory=list)


REPORT = File("report.pdf", "First. Second.", [["page 1", 0], ["page 2", 7]])
NOTES = File("notes.txt", "Third.")


def test_one_document_reads_as_its_text_and_several_each_under_its_name():
    assert DOCUMENT.reads(DocumentSettings(), ["a"], [REPORT]) == "First. Second."
    both = "report.pdf:\n\nFirst. Second.\n\nnotes.txt:\n\nThird."
    assert DOCUMENT.reads(DocumentSettings(), ["a", "b"], [REPORT, NOTES]) == both


def test_a_document_is_searched_with_where_its_parts_begin():
    [report, notes] = DOCUMENT.sources(DocumentSettings(), ["a", "b"], [REPORT, NOTES])
    assert (report.name, report.text, report.parts) == ("report.pdf", "First. Second.", [("page 1", 0), ("page 2", 7)])
    assert (notes.name, notes.parts) == ("notes.txt", [])


def test_a_picture_reads_as_its_name():
    assert PICTURE.reads(PictureSettings(), ["a"], [File("cat.png")]) == "[picture: cat.png]"
    assert PICTURE.reads(PictureSettings(), [], []) == ""


def test_a_file_counts_once_however_often_it_is_given():
    assert DOCUMENT.given(DocumentSettings(most=2), ["a", "b", "a"]) == ["a", "b"]


@pytest.mark.parametrize(
    ("kind", "settings", "value", "code"),
    [
        (DOCUMENT, DocumentSettings(), "a", "not_uploads"),
        (DOCUMENT, DocumentSettings(), [7], "not_uploads"),
        (DOCUMENT, DocumentSettings(most=2), ["a", "b", "c"], "too_many_files"),
        (DOCUMENT, DocumentSettings(many=False), ["a", "b"], "too_many_files"),
        (PICTURE, PictureSettings(), ["a", "b"], "too_many_files"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_remedy(kind, settings, value, code):
    with pytest.raises(InvalidInput) as refused:
        kind.given(settings, value)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(("kind", "settings"), [(DOCUMENT, DocumentSettings), (PICTURE, PictureSettings)])
def test_a_file_is_missing_when_one_is_required_and_none_was_given(kind, settings):
    assert kind.missing(settings(), kind.given(settings(), None))
    assert not kind.missing(settings(), ["a"])
    assert not kind.missing(settings(required=False), [])
