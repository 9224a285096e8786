"""What holds for every page: it fits a phone, obeys the policy, and asks nobody else."""

import pytest

PAGES = ["/", "/apps/new", "/apps/story/", "/apps/pros-and-cons/", "/models/", "/models/playground/", "/models/inside/"]
PAGES += ["/models/understand/", "/account/login/", "/account/signup/", "/nowhere/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_page_without_scrolling_sideways(visitor, path, scheme):
    page = visitor(viewport={"width": 390, "height": 844}, has_touch=True, color_scheme=scheme).page
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_is_strict_and_nothing_is_inline(visitor, path):
    page = visitor().page
    response = page.goto(path)
    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    source = response.text()
    assert " style=" not in source
    assert " onclick=" not in source


def test_the_map_lights_up_while_the_app_runs(visitor):
    grace = visitor()
    grace.page.goto("/apps/story/")
    grace.play()
    grace.page.get_by_role("group", name="View").get_by_role("button", name="Map").click()
    grace.page.locator("graph-map").get_by_text("writing…").wait_for(timeout=60_000)
    grace.page.locator("play-pill").get_by_role("button", name="Stop").click()
    grace.page.locator("graph-map").get_by_text("stopped").first.wait_for(timeout=60_000)


def test_the_theme_is_kept(visitor):
    page = visitor(color_scheme="light").page
    page.goto("/")
    before = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.get_by_role("button", name="dark", exact=False).click()
    after = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert after != before
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == after
