"""Order, over the cases that the JavaScript twin reads too, and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import cases, graph
from widgets.graph.order import cycles, dependencies, downstream, order, upstream

TITLES = ["A", "b", "Γς", "🤖", "الف", "{x}"]


@st.composite
def graphs(draw):
    titles = draw(st.lists(st.sampled_from(TITLES), unique=True))
    wanted = st.lists(st.sampled_from([*titles, "nobody"]), max_size=3)
    return graph([[f"w{n}", title, " ".join(f"@[{t}]" for t in draw(wanted))] for n, title in enumerate(titles)])


@pytest.mark.parametrize("case", cases("order.json"))
def test_the_order_of_a_graph(case):
    drawn = graph(case["widgets"])
    assert dependencies(drawn) == case["dependencies"]
    assert order(drawn) == case["order"]
    assert cycles(drawn) == case["cycles"]
    for ids, found in case.get("downstream", []):
        assert downstream(drawn, ids) == set(found)
    for ids, found in case.get("upstream", []):
        assert upstream(drawn, ids) == set(found)


@given(graphs())
def test_every_widget_comes_after_all_that_it_needs(drawn):
    placed = order(drawn)
    for position, id in enumerate(placed):
        assert set(dependencies(drawn)[id]) <= set(placed[:position])


@given(graphs())
def test_left_out_is_what_is_on_a_circle_or_needs_one(drawn):
    circling = {id for group in cycles(drawn) for id in group}
    left_out = {widget.id for widget in drawn.widgets} - set(order(drawn))
    assert left_out == circling | downstream(drawn, circling)


@given(graphs())
def test_upstream_is_downstream_seen_from_the_other_end(drawn):
    ids = [widget.id for widget in drawn.widgets]
    assert {(a, b) for a in ids for b in downstream(drawn, [a])} == {(a, b) for b in ids for a in upstream(drawn, [b])}


@given(graphs())
def test_a_graph_in_order_is_its_own_order(drawn):
    placed = order(drawn)
    by_id = {widget.id: widget for widget in drawn.widgets}
    assert order(drawn.model_copy(update={"widgets": [by_id[id] for id in placed]})) == placed


def test_a_hundred_widgets_in_one_chain_written_backwards():
    chain = graph([[f"w{n}", f"T{n}", f"@[T{n - 1}]"] for n in reversed(range(100))])
    assert order(chain) == [f"w{n}" for n in range(100)]
