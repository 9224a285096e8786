"""Apps that come and go: from a template, from PartyRock, as files, as a remix; also by keyboard and for guests."""

import json
import subprocess
import sys
from pathlib import Path

from tests.browser.making import make_app, widget
from tests.browser.test_accessibility import serious

PLACE = {"y": 0, "width": 6, "height": 4}
THEIRS = [
    {"type": "text-input", "title": "Hero", "defaultValue": "a fox", "x": 0, **PLACE},
    {"type": "inferred-text", "title": "Fable", "prompt": "[hero ] meets [Villain]", "x": 6, **PLACE},
]
PARTYROCK = json.dumps({"result": {"data": {"title": "Fables", "definition": {"widgets": THEIRS}}}})
WIDGETS = [widget("input", "Words", default="hello"), widget("note", "Shown", text="You said @[Words].")]


def signed_up(visitor, name, **options):
    one = visitor(**options)
    one.sign_up(f"{name}-{id(one)}")
    return one


def menu(visitor, item):
    visitor.page.locator("app-menu summary").click()
    visitor.page.locator("app-menu").get_by_role("button", name=item).click()


def exported(visitor, item, folder: Path) -> Path:
    with visitor.page.expect_download() as download:
        menu(visitor, item)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_partyrock_app_is_pasted_looked_at_and_imported(visitor):
    alice = signed_up(visitor, "paste")
    alice.page.goto("/apps/new")
    alice.page.get_by_label("Or paste a definition").fill(PARTYROCK)
    preview = alice.page.locator(".import-preview")
    preview.get_by_text("A PartyRock app, 2 widgets").wait_for()
    assert "“[Villain]” may be a reference" in preview.inner_text()
    assert serious(alice.page) == []
    alice.page.get_by_role("button", name="Import this app").click()
    alice.page.wait_for_url("**?edit")
    alice.card("Fable").wait_for()
    alice.mode("Play")
    assert alice.card("Hero").get_by_role("textbox").input_value() == "a fox"
    alice.page.get_by_text("Imported from PartyRock").wait_for()


def test_what_is_no_app_is_refused_where_it_was_pasted(visitor):
    alice = signed_up(visitor, "refused")
    alice.page.goto("/apps/new")
    alice.page.get_by_label("Or paste a definition").fill("{ not json")
    alice.page.get_by_role("alert").get_by_text("This is not JSON").wait_for()


def test_an_app_leaves_as_a_card_and_comes_back_in_another_account(visitor, tmp_path):
    alice = signed_up(visitor, "card")
    alice.page.goto(make_app(alice, "Echoes", WIDGETS))
    card = exported(alice, "Export as share card", tmp_path)
    assert card.name == "echoes.png"
    bob = signed_up(visitor, "back")
    bob.page.goto("/apps/new")
    bob.page.set_input_files("import-box input[type=file]", card)
    bob.page.locator(".import-preview").get_by_text("Everything in it is known here").wait_for()
    bob.page.get_by_role("button", name="Import this app").click()
    bob.page.wait_for_url("**?edit")
    assert bob.page.get_by_label("Title of the app").input_value() == "Echoes"
    bob.mode("Play")
    assert "You said hello." in bob.card("Shown").inner_text()


def test_an_app_leaves_as_a_program_that_runs(visitor, tmp_path):
    alice = signed_up(visitor, "program")
    alice.page.goto(make_app(alice, "Echoes", WIDGETS))
    program = exported(alice, "Export as Python program", tmp_path)
    command = [sys.executable, "-I", str(program), "--words", "bonjour"]
    assert (
        subprocess.run(command, capture_output=True, text=True, check=True).stdout
        == "## Shown\n\nYou said bonjour.\n\n"
    )


def test_what_cannot_be_a_program_is_said_and_not_saved(visitor):
    alice = signed_up(visitor, "circle")
    alice.page.goto(make_app(alice, "Circle", [widget("text", "Story", prompt="@[Story]")]))
    menu(alice, "Export as Python program")
    alice.page.get_by_text("This app cannot run yet").wait_for()


def test_a_guest_remixes_signs_up_and_has_the_copy_which_names_its_source(visitor):
    alice = signed_up(visitor, "source")
    path = make_app(alice, "Echoes", WIDGETS, visibility="public")
    guest = visitor()
    guest.page.goto(path)
    guest.page.get_by_role("button", name="Remix").click()
    guest.page.wait_for_url("**/account/signup/**")
    guest.page.fill("input[name=username]", f"guest-{id(guest)}")
    guest.page.fill("input[name=password1]", "correct horse battery")
    guest.page.click("main form button[type=submit]")
    guest.page.wait_for_url("**?edit")
    assert guest.page.get_by_label("Title of the app").input_value() == "Remix of Echoes"
    guest.mode("Play")
    guest.page.locator("app-lineage").get_by_role("link", name="Echoes").wait_for()
    guest.share("Everyone")
    alice.page.goto(path)
    alice.page.get_by_role("button", name="1 remix").click()
    alice.page.get_by_role("dialog").get_by_role("link", name="Remix of Echoes").wait_for()
    assert serious(alice.page) == []


def test_a_template_is_chosen_by_keyboard(visitor):
    alice = signed_up(visitor, "template")
    alice.page.goto("/apps/new")
    alice.page.get_by_role("button", name="Start from Weekend trip").focus()
    alice.page.keyboard.press("Enter")
    alice.page.wait_for_url("**?edit")
    alice.card("Postcard").wait_for()


def test_the_page_of_a_new_app_fits_a_phone_and_passes_axe(visitor):
    for scheme in ("light", "dark"):
        alice = signed_up(
            visitor, f"phone-{scheme}", viewport={"width": 390, "height": 844}, has_touch=True, color_scheme=scheme
        )
        alice.page.goto("/apps/new")
        alice.page.get_by_label("Or paste a definition").fill(PARTYROCK)
        alice.page.locator(".import-preview").wait_for()
        assert alice.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert serious(alice.page) == []
        small = "[...document.querySelectorAll('main button, main label.button')].filter(one => one.offsetHeight < 40)"
        cards = "one => !one.closest('.app-card')"  # a whole card presses its button
        assert alice.page.evaluate(f"{small}.filter({cards}).map(one => one.textContent.trim())") == []
