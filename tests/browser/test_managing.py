"""An administrator manages models without a shell: installed, tested, made the default, used in an app, retired."""

import pytest

from tests.browser.making import make_app, widget
from tests.browser.test_accessibility import serious

PAGE = "/admin/inference/modelcard/"
SPENT = """async title => {
  const { series } = await (await fetch("/api/administration/uses?days=1")).json();
  return series.find(one => one.label === title)?.tokens[0] ?? 0;
}"""  # tokens today


@pytest.fixture(scope="module")
def administrator(product) -> str:
    """Made by the command that the README names."""
    about = {"USERNAME": "root", "PASSWORD": "correct horse battery", "EMAIL": "root@example.com"}
    variables = {f"DJANGO_SUPERUSER_{name}": value for name, value in about.items()}
    product.manage("createsuperuser", "--noinput", **variables)
    return about["USERNAME"]


@pytest.fixture
def root(visitor, administrator):
    root = visitor()
    root.log_in(administrator)
    return root


def row(root, name):
    return root.page.locator(f'[data-model="{name}"]')


def test_a_model_is_added_tested_used_made_the_default_and_retired(root):
    page = root.page
    page.goto(PAGE)
    page.get_by_role("link", name="Add a model").click()
    page.get_by_label("Name:", exact=True).fill("echo-two")
    page.get_by_label("Title:").fill("Second echo")
    page.get_by_label("Task:").select_option("text")
    page.get_by_label("Family:").select_option("remote")
    page.get_by_label("Context:").fill("4096")
    page.get_by_label("Url:").fill("http://127.0.0.1:9/v1")
    page.get_by_label("Remote name:").fill("nothing")
    page.get_by_label("New key:").fill("sk-secret")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**{PAGE}")
    two = row(root, "echo-two")
    two.get_by_role("button", name="Test").click()
    two.get_by_role("button", name="Ask").click()
    two.get_by_role("alert").get_by_text("cannot be reached").wait_for(timeout=60_000)
    echo = row(root, "echo")
    if echo.get_by_role("button", name="Unload").is_visible():  # somebody else asked it before
        echo.get_by_role("button", name="Unload").click()
    echo.get_by_role("button", name="Load", exact=True).click()
    echo.get_by_text("Loaded by").wait_for()
    echo.get_by_role("button", name="Test").click()
    echo.get_by_label("Prompt for Echo").fill("Repeat me")
    echo.get_by_role("button", name="Ask").click()
    echo.get_by_text("tokens ·").wait_for()
    echo.locator("trial-answer").get_by_text("Repeat me").wait_for()
    path = make_app(root, "Uses it", [widget("text", "Answer", prompt="Hello you", model="echo-two")])
    page.goto(PAGE)
    two.get_by_role("button", name="Retire…").click()
    two.get_by_label("Replacement").select_option("smollm2-135m-instruct")
    two.get_by_role("button", name="Retire it").click()
    two.get_by_text("Retired for smollm2-135m-instruct").wait_for()
    page.goto(path)
    root.play()
    root.reaches("Answer", "done")
    assert root.words("Answer")
    assert "sk-secret" not in page.content()


def apart(left, right) -> bool:
    (one, other) = (place.bounding_box() for place in (left, right))
    return one["x"] + one["width"] < other["x"]


def test_nothing_on_the_board_touches_its_neighbour(root):
    root.page.goto(PAGE)
    one = row(root, "smollm2-135m-instruct")
    one.get_by_role("button", name="Pin", exact=True).click()
    one.get_by_role("button", name="Unpin").wait_for()
    assert apart(one.get_by_text("default", exact=True), one.get_by_text("pinned", exact=True))
    one.get_by_role("button", name="Test").click()
    assert apart(one.get_by_label("Prompt for"), one.get_by_role("button", name="Ask"))
    one.get_by_role("button", name="Unpin").click()


INKED = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) colours.add(`${data.slice(at, at + 3)}`);
  return colours.has("47,126,216");
}"""  # whether the line of the first colour is in it


def last_day(chart) -> dict[str, int]:
    """The first row of its table, by column."""
    chart.get_by_text("As a table").click()
    names = chart.locator("thead th").all_text_contents()
    values = chart.locator("tbody tr").first.locator("td").all_text_contents()
    return {name: int(value.replace(",", "")) for name, value in zip(names[1:], values, strict=True)}


def test_what_was_played_stands_in_the_charts_of_use(root):
    page = root.page
    page.goto(PAGE)
    page.get_by_role("heading", name="Who uses what").wait_for()
    before = page.evaluate(SPENT, "Echo")
    path = make_app(root, "Counts", [widget("text", "Answer", prompt="one two three four", model="echo")])
    page.goto(path)
    root.play()
    root.reaches("Answer", "done")
    page.goto(PAGE)
    by_model, by_person = (page.locator(f'use-chart[by="{by}"]') for by in ("model", "person"))
    by_model.locator("canvas").wait_for()
    assert by_model.locator("canvas").evaluate(INKED)
    assert by_person.locator("canvas").evaluate(INKED)
    assert last_day(by_model)["Echo"] == before + 8  # four read, four written
    assert last_day(by_person)["root"] >= 8
    assert by_model.locator("tbody tr").count() == 30
    page.get_by_role("button", name="7 days").click()
    by_model.get_by_text("All 7 days").wait_for()
    page.get_by_role("button", name="Pictures").click()
    by_model.get_by_role("heading", name="Pictures a day, by model").wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious_on_the_board_of_the_models(root, width):
    root.page.set_viewport_size({"width": width, "height": 800})
    root.page.goto(PAGE)
    row(root, "echo").wait_for()
    root.page.get_by_role("heading", name="Who uses what").wait_for()
    own = [line for line in serious(root.page) if "board" in line or "chart" in line]
    assert own == []
