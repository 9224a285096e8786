"""References, over the cases that the JavaScript twin reads too, and laws."""

import json
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import cases, graph
from widgets.graph.references import Reference, by_title, fold, parse, references, render, rewrite
from widgets.graph.schema import Widget

# Dense in what may go wrong, so that few characters say much.
tricky = st.text(alphabet="@[]\\ aAbβΣς{}$%🤖\n", max_size=30) | st.lists(
    st.sampled_from(["@[", "]", "\\", "@[A]", "@[ a ]", "\\@[A]", "A", "[", "\n", "🚀"]), max_size=12
).map("".join)


@pytest.mark.parametrize("case", cases("references.json", "parse"))
def test_text_falls_into_literals_and_references(case):
    pieces = [piece if isinstance(piece, str) else {"title": piece.title} for piece in parse(case["text"])]
    assert pieces == case["pieces"]


@pytest.mark.parametrize("case", cases("references.json", "render"))
def test_values_take_the_place_of_references(case):
    assert render(case["text"], case["values"]) == case["rendered"]


@pytest.mark.parametrize("case", cases("references.json", "fold"))
def test_titles_that_mean_the_same_fold_to_the_same(case):
    assert len(set(map(fold, case["titles"]))) == 1


@pytest.mark.parametrize("case", cases("references.json", "different"))
def test_titles_that_differ_fold_to_different_ones(case):
    assert len(set(map(fold, case["titles"]))) == len(case["titles"])


@pytest.mark.parametrize("case", cases("references.json", "references"))
def test_a_widget_names_its_references(case):
    assert references(Widget(id="a", kind="any", title="T", settings=case["settings"])) == case["titles"]


@pytest.mark.parametrize("case", cases("references.json", "rewrite"))
def test_rewriting_touches_only_references_to_that_title(case):
    assert rewrite(case["text"], case["from"], case["to"]) == case["rewritten"]


def test_of_two_widgets_with_one_title_the_first_is_meant():
    two = graph([["a", "Topic", ""], ["b", "TOPIC", ""]])
    assert {title: widget.id for title, widget in by_title(two).items()} == {"topic": "a"}


@given(tricky)
def test_what_is_parsed_can_be_written_and_parsed_again(text):
    pieces = parse(text)
    written = "".join(p.replace("@[", "\\@[") if isinstance(p, str) else str(p) for p in pieces)
    assert parse(written) == pieces


@given(tricky)
def test_rendering_each_reference_as_itself_only_takes_away_escapes(text):
    assert render(text, {}) == "".join(map(str, parse(text)))
    assert all(piece for piece in parse(text))


@given(tricky, tricky)
def test_values_stand_in_the_text_exactly_as_they_are(text, value):
    pieces = parse(text)
    values = {fold(piece.title): value for piece in pieces if isinstance(piece, Reference)}
    assert render(text, values) == "".join(piece if isinstance(piece, str) else value for piece in pieces)


@given(st.text())
def test_folding_twice_is_folding_once(title):
    assert fold(fold(title)) == fold(title)


@given(tricky, st.sampled_from(["B", "🤖", "a", "\\", "@"]))
def test_rewriting_to_a_title_and_back_keeps_what_the_text_means(text, title):
    def meaning(text):
        return [fold(p.title) if isinstance(p, Reference) else p for p in parse(text)]

    there = rewrite(text, "A", "Somebody else")
    assert meaning(rewrite(there, "Somebody else", "A")) == meaning(text)


@pytest.mark.skipif(not shutil.which("node"), reason="needs node; `make test` gets it")
def test_python_and_javascript_fold_every_letter_alike():
    points = [chr(n) for n in range(sys.maxunicode) if unicodedata.category(chr(n)) not in ("Cn", "Cs")]
    module = Path(__file__).parents[2] / "static/js/graph/references.js"
    script = f"""
        import {{ readFileSync }} from "node:fs";
        const {{ fold }} = await import({json.dumps(module.as_uri())});
        console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(fold)));
    """
    command = ["node", "--input-type=module", "-e", script]
    done = subprocess.run(command, input=json.dumps(points), capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [fold(point) for point in points]
