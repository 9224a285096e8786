"""The Python file: it reads well, takes the inputs as options, and runs by itself."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.building.exporting.making import CARDS, every_kind, graph
from tests.cases import graph as texts
from widgets.building.examples import examples
from widgets.building.exporting import CannotExport
from widgets.building.exporting.program import PARTS, WRITTEN, program
from widgets.building.exporting.program.literals import marked, text
from widgets.building.exporting.program.naming import TAKEN, file_name, flags, variables
from widgets.graph.schema import Graph, Widget
from widgets.kinds import KINDS


def written(app: Graph, title="An app") -> str:
    return program(title, "", app, CARDS)


def alone(kind: str) -> Graph:
    """A widget of that kind and what it refers to."""
    return {
        "text": graph("input", "select", "number", "toggle", "text"),
        "chat": graph("input", "select", "number", "toggle", "text", "chat"),
        "image": graph("input", "image"),
        "code": graph("input", "code"),
        "note": graph("note", text="Hello"),
        "summarise": graph("document", "summarise", source="@[Document]"),
        "translate": graph("input", "translate", source="@[Input]"),
        "classify": graph("input", "classify", source="@[Input]"),
        "search": graph("document", "input", "search"),
    }.get(kind) or graph(kind)


def run(folder: Path, code: str, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
    """In a Python of its own that sees nothing of this project."""
    (folder / "app.py").write_text(code)
    command = [sys.executable, "-I", "app.py", *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        text=True,
        capture_output=True,
        timeout=200,
        stdin=subprocess.DEVNULL,
        check=False,
        **options,
    )


def is_tidy(code: str) -> bool:
    """As `black` formats it, which ruff does too."""
    ruff = [sys.executable, "-m", "ruff"]
    formatted = subprocess.run([*ruff, "format", "--isolated", "--check", "-"], input=code.encode(), check=False)
    checks = ["check", "--isolated", "--select", "E,F,I,B,UP,W", "--ignore", "E501,W291", "-q", "-"]
    checked = subprocess.run([*ruff, *checks], input=code.encode(), check=False)
    return formatted.returncode == checked.returncode == 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_makes_a_tidy_program_that_explains_itself(kind, tmp_path):
    code = written(alone(kind))
    assert is_tidy(code)
    helped = run(tmp_path, code, "--help")
    assert helped.returncode == 0, helped.stderr
    assert "--json" in helped.stdout


def test_all_kinds_together_make_a_tidy_program(tmp_path):
    code = written(every_kind())
    assert is_tidy(code)
    helped = run(tmp_path, code, "--help").stdout
    for words in ("--input TEXT", "100% \"anything\"", "(default: cats)", "warm (very)", "--no-toggle", "--say TEXT",
                  "--document FILE", "--embedding-model", "--image-model"):  # fmt: skip
        assert words in re.sub(r"\s+", " ", helped)


@pytest.mark.parametrize("name", examples())
def test_every_example_makes_a_tidy_program(name):
    example = examples()[name]
    code = program(example.title, example.description, example.graph, CARDS)
    assert is_tidy(code)
    assert "widgets" not in {node.module for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ImportFrom)}


def test_the_program_asks_what_the_app_asks():
    code = written(alone("text"))
    assert 'instructions=f"Be brief. {toggle}"' in code
    assert 'f"""About {{curly}} {input_2}:\n"{select}" \\\\ {number_2}"""' in code
    assert "    temperature=0.5,\n" in code
    assert "    seed=3,\n" in code


def test_a_widget_with_a_model_of_its_own_names_it_as_the_hub_does():
    assert 'options.model or "Qwen/Qwen2.5-Coder-0.5B-Instruct"' in written(alone("code"))


def test_without_models_nothing_is_loaded_and_the_notes_are_printed(tmp_path):
    code = written(graph("input", "note", text="You said @[Input]."))
    assert run(tmp_path, code, "--input", "100 {x}").stdout == "## Note\n\nYou said 100 {x}.\n\n"
    assert json.loads(run(tmp_path, code, "--json").stdout) == {"Note": "You said cats."}


def test_inputs_are_options_with_types_choices_and_defaults(tmp_path):
    note = "@[Input] @[Select] @[Number] @[Toggle] @[Document] @[Picture]"
    code = written(graph("input", "select", "number", "toggle", "document", "picture", "note", text=note))
    (tmp_path / "a.txt").write_text("One")
    (tmp_path / "b.md").write_text("Two")
    given = [
        "--select",
        "warm (very)",
        "--number",
        "3",
        "--toggle",
        "--document",
        "a.txt",
        "b.md",
        "--picture",
        "p/q.png",
    ]
    shown = json.loads(run(tmp_path, code, *given, "--json").stdout)["Note"]
    assert shown == "cats warm (very) 3 km Tell a joke. a.txt:\n\nOne\n\nb.md:\n\nTwo [picture: q.png]"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--number", "43"], "43 is more than 42.5"),
        (["--number", "far"], "'far' is no number"),
        (["--select", "wet"], "invalid choice: 'wet'"),
        (["--document", "a.pdf"], "a.pdf cannot be read here, only plain text"),
        (["--document", "none.txt"], "none.txt cannot be read"),
        (["--document", *["a.txt"] * 6], "At most 5 files are read here"),
    ],
)
def test_what_a_program_cannot_take_it_says(tmp_path, given, words):
    (tmp_path / "a.txt").write_text("One")
    code = written(graph("select", "number", "document", "note", text="@[Document] @[Number] @[Select]"))
    refused = run(tmp_path, code, *given)
    assert refused.returncode != 0
    assert words in refused.stderr


def test_a_required_input_without_a_default_is_asked_for(tmp_path):
    code = written(graph("input", default=""))
    assert "--input" in run(tmp_path, code).stderr
    assert run(tmp_path, code, "--input", "x").returncode == 0


def test_an_app_that_cannot_be_played_is_refused_with_its_first_problem():
    circle = texts([["a", "A", "@[B]"], ["b", "B", "@[A]"]])
    with pytest.raises(CannotExport, match="wait for each other in a circle"):
        written(circle)


def test_a_model_that_is_missing_here_keeps_nobody_from_exporting():
    assert "draw(" in program("An app", "", alone("image"), [])


def test_an_empty_app_is_a_program_that_prints_nothing(tmp_path):
    code = written(Graph())
    assert is_tidy(code)
    assert run(tmp_path, code).stdout == ""


@pytest.mark.parametrize("title", ['"', "\\", "%(prog)s %d {x}", "日本 🎉", "line\x0bbreak \u202e", '"""', "'"])
def test_any_title_will_do(title, tmp_path):
    app = Graph(widgets=[
        Widget(id="a", kind="input", title=title, settings={"default": title}),
        Widget(id="b", kind="note", title=f"{title} 2", settings={"text": f"@[{title}]"}),
    ])  # fmt: skip
    code = program(title, title, app, CARDS)
    assert is_tidy(code)
    assert run(tmp_path, code, "--help").returncode == 0
    assert list(json.loads(run(tmp_path, code, "--json").stdout).values()) == [title]


def test_variables_and_options_are_plain_and_each_is_there_once():
    titles = ["Story topic", "story  TOPIC!", "print", "class", "2 days", "", "🎉", "Тема", "é", "model", "write"]
    names = variables(titles)
    assert names[:2] == ["story_topic", "story_topic_2"]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)
    assert not {"print", "class", "model", "write"} & set(names)
    assert flags(["JSON", "Story topic", "story  TOPIC!", "print"]) == [
        "json-2",
        "story-topic",
        "story-topic-2",
        "print",
    ]


def test_no_variable_hides_a_function_of_the_program():
    for part in WRITTEN:
        assert set(re.findall(r"^def (\w+)", (PARTS / f"{part}.py.txt").read_text(), re.M)) <= TAKEN


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("My app!", "my-app.py"),
        ("../../etc/passwd", "etc-passwd.py"),
        ("Ünïcode", "unicode.py"),
        ("日本", "app.py"),
        ("x" * 99, "x" * 60 + ".py"),
    ],
)
def test_the_name_of_the_file_is_safe_everywhere(title, name):
    assert file_name(title, "py") == name


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"])) | st.just(None)))
def test_any_text_comes_out_of_its_literal_as_it_went_in(pieces):
    source = "".join(marked("a") if piece is None else piece for piece in pieces)
    literal = text(source, {"a": "value"})
    assert eval(literal, {"value": "{v}"}) == source.replace(marked("a"), "{v}")
