"""Renaming, over the cases that the JavaScript twin reads too, and a law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import cases, graph
from tests.graph.test_order import graphs
from widgets.graph.order import dependencies
from widgets.graph.references import fold
from widgets.graph.rename import rename


@pytest.mark.parametrize("case", cases("rename.json"))
def test_renaming_takes_references_along(case):
    before = graph(case["widgets"])
    assert rename(before, *case["rename"]) == graph(case["renamed"])
    assert before == graph(case["widgets"])


@pytest.mark.parametrize("title", ["", " \t", "a[b", "a]b", "a\nb", "a\0b", "🤖" * 81])
def test_what_is_no_title_is_refused(title):
    with pytest.raises(ValueError, match="title"):
        rename(graph([["a", "A", ""]]), "a", title)


@given(graphs(), st.data())
def test_renaming_to_a_new_title_changes_no_dependency(drawn, data):
    if not drawn.widgets:
        return
    widget = data.draw(st.sampled_from(drawn.widgets))
    title = data.draw(st.sampled_from(["new", "ΝΈΟΣ", "$&", "\\1", widget.title.upper()]))
    renamed = rename(drawn, widget.id, title)
    assert dependencies(renamed) == dependencies(drawn)
    assert [fold(w.title) for w in renamed.widgets if w.id == widget.id] == [fold(title)]
