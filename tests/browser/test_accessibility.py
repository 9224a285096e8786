"""axe finds nothing serious on the pages that matter, by day and by night."""

import uuid
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser.making import make_app, widget

AXE = (Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js").read_text()
KINDS = [
    widget("heading", "Welcome", text="Two words about it"),
    widget("note", "Read me", text="**Type** something."),
    widget("input", "Topic", default="Cats"),
    widget("input", "Details", multiline=True, required=False),
    widget("select", "Tone", options=["calm", "lively"], default=["calm"]),
    widget("select", "Languages", options=[f"Language {n}" for n in range(9)], many=True, required=False),
    widget("number", "Length", min=1.0, max=10.0, step=1.0, default=3.0, slider=True, marks=[1.0, 5.0, 10.0]),
    widget("number", "Price", unit="€", required=False),
    widget("toggle", "Rhymes", label="It rhymes"),
    widget("document", "Papers", required=False),
    widget("picture", "Photo", required=False),
    widget("text", "Story", prompt="About @[Topic]", model="echo"),
    widget("chat", "Helper", instructions="Be kind", first_message="Hello", model="echo"),
    widget("image", "Cover", prompt="@[Topic]"),
    widget("summarise", "Short", source="@[Story]", model="echo"),
    widget("translate", "French", source="@[Story]", to_language="French", model="echo"),
    widget("code", "Program", prompt="Print @[Topic]", language="python", model="echo"),
    widget("classify", "Mood", source="@[Topic]", labels=["happy", "sad"]),
    widget("search", "Found", source="@[Story]", question="@[Topic]"),
]


def serious(page) -> list[str]:
    """What axe calls serious or critical, one line each."""
    page.wait_for_timeout(400)  # colours that fade in are measured when they have
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        f"{one['id']}: {node['html'][:200]} ({node['failureSummary'][:300]})"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.fixture(params=["light", "dark"])
def alice(visitor, request):
    alice = visitor(color_scheme=request.param)
    alice.sign_up(f"axe{uuid.uuid4().hex[:12]}")
    return alice


@pytest.mark.parametrize("path", ["/", "/account/login/", "/apps/story/", "/?q=nothing+at+all"])
def test_the_gallery_and_the_entrance(visitor, path):
    page = visitor().page
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert serious(page) == []


def test_the_board_in_both_modes_and_the_settings_of_every_kind(alice):
    alice.page.goto(make_app(alice, "Everything", KINDS))
    alice.page.locator(".card").first.wait_for()
    assert serious(alice.page) == []
    alice.mode("Edit")
    assert serious(alice.page) == []
    for kind in KINDS:
        alice.choose(kind["title"])
        assert serious(alice.page) == [], kind["kind"]


def test_what_was_played_and_the_chat(alice):
    alice.page.goto(make_app(alice, "Played", [KINDS[2], KINDS[11], KINDS[12], KINDS[17]]))
    alice.page.locator(".card").first.wait_for()
    alice.play()
    alice.reaches("Story", "done")
    alice.page.locator("[data-widget=Helper] textarea").fill("How are you?")
    alice.page.keyboard.press("Enter")
    alice.reaches("Helper", "done")
    assert serious(alice.page) == []


def test_the_dialogs_of_an_app(alice):
    alice.page.goto("/apps/story/")
    alice.page.locator(".card").first.wait_for()
    for name in ("Your earlier runs", "Save to a playlist", "Report"):
        alice.page.locator("app-menu summary").click()
        alice.page.locator("app-menu").get_by_role("button", name=name).click()
        alice.page.locator("dialog[open]").wait_for()
        assert serious(alice.page) == [], name
        alice.page.keyboard.press("Escape")


@pytest.mark.parametrize("path", ["/apps/", "/snapshots/", "/apps/new"])
def test_ones_own_pages(alice, path):
    alice.page.goto(path)
    assert serious(alice.page) == []
