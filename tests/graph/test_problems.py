"""Problems of a graph, over the cases that the JavaScript twin reads too."""

import pytest

from tests.cases import cases, graph
from widgets.graph.problems import problems
from widgets.graph.schema import Graph, Widget


@pytest.mark.parametrize("case", cases("problems.json"))
def test_each_problem_names_widget_field_and_remedy(case):
    assert [problem.model_dump() for problem in problems(graph(case["widgets"]))] == case["problems"]


def test_a_circle_through_the_instructions_names_that_field():
    widget = Widget(id="a", kind="text", title="A", settings={"prompt": "hi", "instructions": "@[A]"})
    assert problems(Graph(widgets=[widget]))[0].field == "instructions"
