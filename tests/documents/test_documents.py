"""A file of each type that is taken goes through, in a process of its own as a worker starts it."""

import io

import pytest
from pypdf import PdfWriter
from tokenizers import Tokenizer, models, pre_tokenizers

from tests.documents import making


@pytest.fixture
def tokenizer(tmp_path):
    """A token a word."""
    model = Tokenizer(models.WordLevel({"?": 0}, unk_token="?"))
    model.pre_tokenizer = pre_tokenizers.Whitespace()
    model.save(str(tmp_path / "tokenizer.json"))
    return tmp_path / "tokenizer.json"


def parts(found):
    """By name, the text of each part."""
    ends = [start for _, start in found.parts[1:]] + [None]
    return {where: found.text[start:end].strip() for (where, start), end in zip(found.parts, ends, strict=True)}


def test_a_pdf_is_read_page_by_page(read):
    found = read(making.pdf("Bees dance", "", "Honey is sweet"), "bees.pdf")
    assert parts(found) == {"page 1": "Bees dance", "page 3": "Honey is sweet"}


def test_a_pdf_that_is_only_locked_against_changes_is_read(read):
    assert read(making.locked_pdf(""), "bees.pdf").text == "Secret"


def test_word_is_read_by_its_headings_with_its_tables_in_their_place(read):
    assert parts(read(making.word(), "bees.docx")) == {
        "On bees": "# On bees\n\nThey live in hives.",
        "Honey": "# Honey\n\nIt is sweet.\n\nMonth | Jars\nMay | 12\n\nThe end.",
    }


def test_slides_are_read_with_their_tables_and_notes(read):
    assert parts(read(making.slides(), "bees.pptx")) == {
        "slide 1": "Bees\nThey dance",
        "slide 2": "Honey\nIt is sweet\nMay | 12 jars\nNotes: Bring some to taste",
    }


PAGE = """<!doctype html><html><head><title>Bees</title><style>p { color: red }</style></head><body>
<h1>On <em>bees</em></h1><p>They live in
  <b>hives</b>.<!-- really --> Many do.<script>alert("no")</script></p>
<ul><li>one<li>two</ul><table><tr><th>Month<th>Jars<tr><td>May<td>12</table>
<h2>Dance</h2><pre>left
  right</pre></body></html>"""


def test_of_html_one_reads_what_the_page_shows(read):
    found = read(PAGE.encode(), "bees.html")
    assert found.text.startswith("Bees\n")
    assert parts(found) == {
        "On bees": "# On bees\n\nThey live in hives. Many do.\n- one\n- two\nMonth | Jars\nMay | 12",
        "Dance": "## Dance\n\nleft\n  right",
    }


def test_html_is_read_in_the_encoding_that_it_names(read):
    page = '<html><head><meta charset="iso-8859-2"></head><body>Łódź</body></html>'
    assert read(page.encode("iso-8859-2"), "a.html").text == "Łódź"


def test_csv_is_read_row_by_row_with_the_names_of_its_columns(read):
    rows = "Month;Jars\nMay;12\nJune;\n" + "July;3\n" * 20
    found = read(rows.encode(), "jars.csv")
    assert found.text.startswith("Month: May; Jars: 12\nMonth: June\nMonth: July; Jars: 3\n")
    assert [where for where, _ in found.parts] == ["row 1", "row 11", "row 21"]


def test_csv_without_names_is_read_as_it_is(read):
    assert read(b'1,"a, b"\n2,c\n', "jars.csv").text == "1; a, b\n2; c"


def test_json_stays_json_with_a_line_for_each_entry(read):
    found = read('{"bees": {"live": ["here"]}, "café": 1}'.encode(), "bees.json")
    assert found.text == '{\n"bees": {"live": ["here"]},\n"café": 1\n}'
    assert [where for where, _ in found.parts] == ["bees", "café"]
    assert [where for where, _ in read(b"[1, 2]", "bees.json").parts] == ["entry 1", "entry 2"]


def test_markdown_is_read_by_its_headings_but_not_in_code(read):
    found = read(b"Hello\n\n# Bees\nThey dance.\n```\n# no heading\n```\n## Honey ##\nSweet.", "bees.md")
    assert parts(found) == {"Bees": "# Bees\nThey dance.\n```\n# no heading\n```", "Honey": "## Honey ##\nSweet."}
    assert found.text.startswith("Hello\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "cp1251"])
def test_plain_text_is_read_in_any_encoding(read, encoding):
    words = "Пчёлы живут в ульях и собирают мёд." if encoding == "cp1251" else "Un café à Zürich, s’il vous plaît."
    assert read((words + "\n").encode(encoding) * 20, "bees.txt").text.startswith(words)


def test_lines_are_parts_of_a_plain_text(read):
    found = read(b"a line\r\n" * 60, "bees.txt")
    assert parts(found) == {"line 1": "\n".join(["a line"] * 50), "line 51": "\n".join(["a line"] * 10)}


def test_tokens_are_those_of_the_model_that_is_there(read, tokenizer):
    assert read(b"bees live in hives", "bees.txt", tokenizer).tokens == 4
    assert read(b"bees live in hives", "bees.txt").tokens is None
    assert read(b"bee " * 30_000, "bees.txt", tokenizer).tokens == 30_000


def test_what_no_database_keeps_is_left_out(read):
    assert read(b'{"a": "\\ud83d\\u0000"}', "a.json").text == '{\n"a": "\\u0000"\n}'


@pytest.mark.parametrize("name", ["bees.txt", "bees", "bees.pdf.exe"])
def test_a_wrong_name_does_not_matter(read, name):
    assert read(making.pdf("Bees dance"), name).text == "Bees dance"
    assert read(making.word(), name).text.startswith("# On bees")
    assert read(PAGE.encode(), name).text.startswith("Bees\n")


def test_a_text_with_the_name_of_a_pdf_is_read_as_text(read):
    assert read(b"Bees dance", "bees.pdf").text == "Bees dance"


def test_a_scanned_page_among_others_is_named_rather_than_left_out(read):
    both = PdfWriter()
    for data in (making.pdf("Bees dance"), making.scanned_pdf()):
        both.append(io.BytesIO(data))
    made = io.BytesIO()
    both.write(made)
    assert parts(read(made.getvalue(), "bees.pdf")) == {
        "page 1": "Bees dance",
        "page 2": "[This page is a picture without text.]",
    }


def test_a_damaged_tokenizer_keeps_nothing_from_being_read(read, tmp_path):
    (tmp_path / "tokenizer.json").write_text("{")
    found = read(b"Bees dance", "bees.txt", tmp_path / "tokenizer.json")
    assert (found.text, found.tokens) == ("Bees dance", None)
