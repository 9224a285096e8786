"""An administrator manages models without a shell: installed, tested, made the default, used in an app, retired."""

import pytest

from tests.browser.making import make_app, widget
from tests.browser.test_accessibility import serious

PAGE = "/admin/inference/modelcard/"


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
    assert "Repeat me" in echo.locator("trial-answer").inner_text()
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


def test_axe_finds_nothing_serious_on_the_board_of_the_models(root):
    root.page.goto(PAGE)
    row(root, "echo").wait_for()
    own = [line for line in serious(root.page) if "board" in line]
    assert own == []
