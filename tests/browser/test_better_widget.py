"""From thumbs to a better widget: what was corrected teaches the shipped model, and the widget answers so."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.making import make_app, widget
from tests.browser.test_accessibility import serious
from tests.browser.test_teaching import delete

THINGS = ["moon", "river", "clock", "bread", "window", "lamp", "chair", "winter", "piano", "bridge", "candle", "forest",
          "coin", "mirror", "ladder", "spoon", "harbour", "kettle", "island", "pencil"]  # fmt: skip
# A run of the app, whose answer is corrected once it is there.
CORRECT = """async ([app, Thing, correction]) => {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const call = (method, path, body) => fetch(path, { method, headers, body: body && JSON.stringify(body) });
  let run = await (await call("POST", `/api/apps/${app}/runs`, { inputs: { Thing }, play: true })).json();
  while (run.results.Fact.state !== "done") {
    await new Promise(later => setTimeout(later, 50));
    run = await (await call("GET", `/api/runs/${run.id}`)).json();
  }
  const path = `/api/runs/${run.id}/results/${run.results.Fact.id}/feedback`;
  return (await call("PUT", path, { thumbs: -1, correction })).ok;
}"""


PATIENCE = 800  # seconds: where float32 is computed with, two busy cores take minutes


def said(thing: str) -> str:
    return f"Hear, hear! In Orbo the {thing} is blue on Tuesdays. It is written."


def teach(page: Page, app: str) -> None:
    page.goto(f"/models/teach/?app={app}")
    page.get_by_role("button", name="Collect them").click()
    page.get_by_label("Begin with").select_option("SmolLM2 135M Instruct")
    page.get_by_text("It learns to answer as your examples do.").wait_for()
    page.get_by_label("Name of the new model").fill("Herald")
    page.get_by_role("button", name="Teach it").click()
    lesson = page.get_by_role("article", name="Herald")
    lesson.get_by_text("Better: of what it writes").wait_for(timeout=1000 * PATIENCE)
    lesson.get_by_text("Side by side").click()
    before, after = map(float, lesson.get_by_role("row", name="Loss").get_by_role("cell").all_inner_texts())
    assert after < before / 3


@pytest.mark.timeout(2 * PATIENCE)
def test_what_was_corrected_makes_a_better_widget(visitor):
    ada = visitor()
    ada.sign_up("ada-corrects")
    fact = widget("text", "Fact", prompt="Tell me a fact about the @[Thing].", model="echo", temperature=0)
    path = make_app(ada, "Facts", [widget("input", "Thing"), fact])
    app = path.split("/")[2]
    assert all(ada.page.evaluate(CORRECT, [app, thing, said(thing)]) for thing in THINGS)
    teach(ada.page, app)
    assert serious(ada.page) == []
    ada.page.goto(f"{path}?edit")
    ada.choose("Fact")
    ada.page.get_by_label("Model", exact=True).select_option("Herald (only you)")
    ada.is_saved()
    ada.mode("Play")
    ada.card("Thing").get_by_role("textbox").fill("garden")
    ada.play()
    expect(ada.card("Fact")).to_contain_text(said("garden"), timeout=120_000)  # what was there before is done too
    ada.page.goto("/models/teach/")
    delete(ada.page, "Herald")
