"""Each file that cannot be read is refused by name, with what to do, and harms nothing else."""

import io
import time
import zipfile

import pytest

from tests.documents import making
from widgets.documents.failures import EmptyFile, OldOffice, PasswordNeeded, UnsupportedType
from widgets.documents.media_types import recognise


@pytest.fixture
def refusal(read):
    """The code and the sentence for a file that is looked at in a process of its own."""

    def refusal(data, name):
        failure = read(data, name).failure
        assert failure, "it was read"
        return failure.code, failure.message

    return refusal


def test_a_scanned_pdf_needs_text_recognition(refusal):
    code, message = refusal(making.scanned_pdf(), "scan.pdf")
    assert code == "scanned_pages"
    assert "text recognition (OCR)" in message


def test_a_pdf_of_blank_pages_has_no_text(refusal):
    assert refusal(making.pdf("", ""), "blank.pdf")[0] == "no_text_inside"


def test_a_pdf_with_a_password_asks_for_a_copy_without(refusal):
    code, message = refusal(making.locked_pdf("hush"), "locked.pdf")
    assert code == "password_needed"
    assert "Save a copy without one" in message


def test_word_with_a_password_asks_for_a_copy_without():
    data = making.LOCKED_DOCX
    with pytest.raises(PasswordNeeded):
        recognise(data, data, "locked.docx")


def test_an_old_word_file_asks_for_a_new_one():
    data = making.LOCKED_DOCX.replace("EncryptedPackage".encode("utf-16-le"), "WordDocument....".encode("utf-16-le"))
    with pytest.raises(OldOffice, match=r"Save it as \.docx"):
        recognise(data, data, "old.doc")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (making.pdf("Bees dance")[:300], "half.pdf"),
        (making.word()[:9000] + making.word()[12000:], "half.docx"),
        (making.slides()[:9000] + making.slides()[12000:], "half.pptx"),
        (making.with_part(making.word(), "word/document.xml", b"<w:document"), "half.docx"),
        (making.picture("PNG", (200, 200))[:150], "half.png"),
        (making.picture("JPEG", (200, 200))[:700], "half.jpg"),
    ],
)
def test_a_damaged_file_is_to_be_saved_again(refusal, data, name):
    code, message = refusal(data, name)
    assert (code, "save it again" in message) == ("damaged_file", True)


def test_a_docx_that_unpacks_to_a_gigabyte_is_not_unpacked(refusal):
    started = time.monotonic()
    code, message = refusal(making.with_part(making.word(), "word/media/bomb.png", bytes(300_000_000)), "bomb.docx")
    assert code == "unpacks_too_far"
    assert "200 MB" in message
    assert time.monotonic() - started < 10


def test_a_pptx_that_lies_about_its_size_is_not_believed(refusal):
    bomb = making.with_part(making.slides(), "ppt/media/bomb.png", bytes(300_000_000))
    assert refusal(making.declares(bomb, "ppt/media/bomb.png", 1000), "bomb.pptx")[0] == "damaged_file"


def test_a_docx_of_very_many_files_is_not_unpacked(refusal):
    made = io.BytesIO(making.word())
    with zipfile.ZipFile(made, "a") as archive:
        for number in range(10_001):
            archive.writestr(f"word/media/{number}", b"")
    assert refusal(made.getvalue(), "many.docx")[0] == "unpacks_too_far"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_docx_packed_in_a_way_without_limits_is_not_unpacked(refusal, method):
    data = making.with_part(making.word(), "word/media/bomb.png", bytes(100_000_000), method)
    assert refusal(data, "bomb.docx")[0] == "damaged_file"


@pytest.mark.parametrize("data", [making.word(), making.slides()])
def test_entities_that_laugh_a_billion_times_are_refused(refusal, data):
    part = "word/document.xml" if b"word/document.xml" in data else "ppt/presentation.xml"
    for laughs in (making.laughs(), making.laughs().decode().replace("1.0", "1.1").encode("utf-16")):
        assert refusal(making.with_part(data, part, laughs), "laughs.docx")[0] == "entities_inside"


def test_laughs_as_plain_xml_are_just_text(read):
    assert read(making.laughs(), "laughs.xml").text == making.laughs().decode()


def test_json_nested_without_end_is_refused(refusal):
    assert refusal(b"[" * 200_000 + b"]" * 200_000, "deep.json")[0] == "nested_too_deep"
    assert refusal(b'{"a":' * 200_000 + b"1" + b"}" * 200_000, "deep.json")[0] == "nested_too_deep"


def test_html_nested_without_end_is_refused_rather_than_cut(refusal):
    assert refusal(b"<html>" + b"<div>" * 50_000 + b"the end", "deep.html")[0] == "nested_too_deep"


def test_json_that_is_none_names_the_line(refusal):
    code, message = refusal(b'{\n"a": 1,\n"b": oops}', "bees.json")
    assert (code, "line 3" in message) == ("not_json", True)


@pytest.mark.parametrize("name", ["long.txt", "long.csv", "long.html"])
def test_a_file_of_too_many_characters_is_refused_rather_than_cut(refusal, name):
    code, message = refusal(b"bees dance," * 200_000, name)
    assert (code, "2,000,000" in message) == ("text_too_long", True)


def test_a_word_file_of_too_many_characters_is_refused(refusal):
    line = b"<w:p><w:r><w:t>" + b"bees dance " * 1000 + b"</w:t></w:r></w:p>"
    start = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    document = start + line * 200 + b"</w:body></w:document>"
    assert refusal(making.with_part(making.word(), "word/document.xml", document), "long.docx")[0] == "text_too_long"


@pytest.mark.parametrize("data", [b"", b"  \n", b"\n" * 10_000])
def test_an_empty_file_is_refused_at_once(data):
    with pytest.raises(EmptyFile):
        recognise(data, data, "empty.txt")


@pytest.mark.parametrize(("data", "name"), [(b"<html><body></body></html>", "a.html"), (b'"', "a.csv")])
def test_a_file_without_words_is_refused(refusal, data, name):
    assert refusal(data, name)[0] == "no_text_inside"


@pytest.mark.parametrize(
    "data", [b"\x7fELF\x02\x01\x01\x00\x00", b"{\\rtf1 Hello}", b"PK\x03\x04 a zip", b"%!PS-Adobe", b"II*\x00tiff"]
)
def test_other_types_are_refused_by_naming_those_that_are_taken(data):
    with pytest.raises(UnsupportedType, match=r"PDF, Word \(\.docx\)"):
        recognise(data, data, "notes.txt")


@pytest.mark.parametrize("name", ["notes.txt", "notes.md", "notes.csv", "notes.json", "notes.html"])
def test_binary_that_is_named_like_a_text_is_refused(refusal, name):
    data = bytes(range(1, 256)) * 200
    assert refusal(data, name)[0] == "not_text"


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(refusal):
    code, message = refusal(making.picture("PNG", (10_000, 9_000)), "vast.png")
    assert (code, "50 megapixels" in message) == ("picture_too_large", True)


def test_a_word_file_that_needs_more_memory_than_there_is_for_one_file_is_given_up(refusal):
    start = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    document = start + b"<w:p/>" * 20_000_000 + b"</w:body></w:document>"
    assert refusal(making.with_part(making.word(), "word/document.xml", document), "vast.docx")[0] == "too_much_work"
