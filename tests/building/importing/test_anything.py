"""Whatever is JSON: an app comes out, or a refusal with a name; never anything else."""

import json

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.building.importing.cards import CARDS
from widgets.building import importing
from widgets.building.definition import FORMAT
from widgets.building.importing.links import link
from widgets.building.importing.partyrock import TYPES
from widgets.graph.problems import problems
from widgets.graph.references import parse
from widgets.graph.schema import Graph

TEXTS = st.text(max_size=30) | st.sampled_from(["[A]", "{{A}} [a ] #[A]!", "A", "[B", "@[A]", "\\[A]", "\x00"])
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
JSON = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4))
NAMES = ["prompt", "content", "options", "defaultValue", "placeholder", "min", "unit", "imageDescription"]
NAMES += ["initialUserMessage", "initialAssistantMessage", "parameters", "id", "settings", "layout"]
PLACE = {name: PLAIN | st.integers(-2, 14) for name in ("x", "y", "width", "height")}
FIELDS = dict.fromkeys(NAMES, JSON)
TYPE = st.sampled_from([*TYPES, "text", "input", None, 7, ["text-input"]])
WIDGET = st.fixed_dictionaries({}, optional={"type": TYPE, "kind": TYPE, "title": TEXTS | JSON, **FIELDS, **PLACE})
WIDGETS = st.fixed_dictionaries({"widgets": st.lists(WIDGET | JSON, max_size=6)})
OURS = st.fixed_dictionaries(
    {"format": st.just(FORMAT), "graph": WIDGETS | JSON},
    optional={"version": st.just(1) | JSON, "title": JSON, "tags": JSON, "origin": JSON},
)
WRAPPED = WIDGETS | st.fixed_dictionaries({"definition": WIDGETS}, optional={"title": JSON, "sourceApp": JSON})
SITE = st.fixed_dictionaries({"result": st.fixed_dictionaries({"data": WRAPPED | JSON})})


def outcome(value):
    try:
        return importing.read(json.dumps(value).encode("utf-8", "surrogatepass"), CARDS)
    except importing.CannotImport as refusal:
        return refusal


@settings(max_examples=300, deadline=None)
@given(JSON | WRAPPED | SITE | OURS)
def test_an_app_comes_out_or_a_refusal_with_a_name(value):
    came = outcome(value)
    if isinstance(came, importing.CannotImport):
        assert came.code != "cannot_import"
        assert came.message.endswith(".")
    else:
        assert Graph.model_validate_json(came.graph.model_dump_json()) == came.graph
        assert 1 <= len(came.title) <= 100


@settings(max_examples=200, deadline=None)
@given(WRAPPED)
def test_what_comes_from_partyrock_has_no_titles_twice_and_no_references_that_hang(value):
    came = outcome(value)
    assume(not isinstance(came, importing.CannotImport))
    assert {problem.code for problem in problems(came.graph)} <= {"cycle"}


@given(st.text(alphabet="[]{}@\\A #.\n", max_size=40))
def test_text_without_references_means_the_same_as_before(text):
    assert "".join(map(str, parse(link(text, lambda name: None).text))) == text


@given(st.text(alphabet="[]{}@\\A #.", max_size=40))
def test_only_what_names_a_widget_becomes_a_reference(text):
    found = link(text, lambda name: "A" if name.strip() == "A" else None)
    pieces = parse(found.text)
    assert [str(piece) for piece in pieces if not isinstance(piece, str)] == ["@[A]"] * len(found.titles)
