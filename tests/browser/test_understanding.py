"""Transformers explained: every live piece is clicked through, on the real models."""

import pytest

from tests.browser.test_accessibility import serious

SMALL = {"width": 390, "height": 844}


def begun(visitor, **options):
    """The page, once the model has read the text."""
    page = visitor(**options).page
    page.goto("/models/understand/")
    page.get_by_text("reads 12 tokens").wait_for(timeout=60_000)
    return page


def section(page, heading: str):
    return page.get_by_role("region", name=heading, exact=True)


def test_a_text_of_ones_own_is_read_as_tokens(visitor):
    page = begun(visitor)
    tokens = section(page, "Tokens")
    tokens.get_by_label("Your text").fill("hippopotamus")
    tokens.get_by_role("button", name="Read it").click()
    tokens.get_by_text("reads 4 tokens").wait_for(timeout=30_000)
    assert tokens.get_by_role("listitem").all_inner_texts() == ["h", "ipp", "opotam", "us"]


def test_one_sees_who_looks_at_whom_in_each_layer_and_head(visitor):
    page = begun(visitor)
    attention, heads = section(page, "Self-attention"), section(page, "Several heads")
    attention.get_by_text("“·is” looks at “·Italy”").wait_for()
    attention.get_by_role("button", name="·France").click()
    attention.get_by_text("“·France” looks at").wait_for()
    heads.get_by_role("button", name="Head 2").click()
    heads.get_by_text("In head 2 ").wait_for()
    attention.get_by_label("Layer 17 of 30").press("ArrowRight")
    heads.get_by_role("group", name="Heads of layer 18").wait_for(timeout=30_000)


def test_the_guess_ripens_from_layer_to_layer(visitor):
    layers = section(begun(visitor), "Feed-forward, layer upon layer")
    layers.get_by_text("After layer 30 of 30 the best guess is “·Rome”").wait_for()
    layers.get_by_role("button", name="Before the first layer").click()
    layers.get_by_text("Before the first layer of 30 the best guess is “·is”").wait_for()


def test_numbers_that_one_moves_are_normalised_on_the_spot(visitor):
    norm = section(begun(visitor), "Normalisation")
    norm.get_by_label("Number 1").press("Home")
    norm.get_by_text("-5.00").wait_for()
    norm.get_by_role("button", name="× 100").click()
    norm.get_by_text("before the norm and 1.00 after it").wait_for()


def test_every_family_shows_whom_it_looks_at(visitor):
    families = section(begun(visitor), "Encoder, decoder, encoder–decoder")
    families.get_by_text("all-MiniLM-L6-v2: real weights").wait_for(timeout=60_000)
    families.get_by_text("SmolLM2 135M Instruct: real weights").wait_for()
    assert families.locator("attention-map").count() == 3


def test_the_chances_change_at_once_and_a_drawn_token_goes_on(visitor):
    sampling = section(begun(visitor), "Sampling")
    sampling.get_by_text("40 tokens of the 40 likeliest").wait_for()
    sampling.get_by_label("Top-p").fill("0.5")
    sampling.get_by_text("1 token of the 40 likeliest may come; “·Rome” has 100%").wait_for()
    sampling.get_by_label("Temperature").fill("2")
    sampling.get_by_text("Rome” has 100%").wait_for(state="detached")
    sampling.get_by_label("Temperature").fill("0")
    sampling.get_by_role("button", name="Draw 20 times").click()
    sampling.get_by_text("Drawn: “·Rome” 20 times.").wait_for()
    sampling.get_by_role("button", name="Draw one and go on").click()
    sampling.get_by_text("Italy is Rome").wait_for()
    section(sampling.page, "Tokens").get_by_text("reads 13 tokens").wait_for(timeout=30_000)


def test_steps_of_learning_change_the_scores_and_the_way_leads_on(visitor):
    page = begun(visitor)
    learning = section(page, "Fine-tuning")
    learning.get_by_role("button", name="·Italy").click()
    for _ in range(8):
        learning.get_by_role("button", name="One step of learning").click()
    learning.get_by_text("After 8 steps “·Italy” has 8").wait_for()
    page.get_by_role("link", name="Teach a real one").click()
    page.wait_for_url("**/models/teach/")


def test_a_row_of_a_head_is_chosen_by_keyboard(visitor):
    heads = section(begun(visitor), "Several heads")
    heads.get_by_role("radio", checked=True).press("Home")
    heads.get_by_text("In head 1 “The” looks at “The” 100%").wait_for()
    heads.get_by_role("radio", checked=True).press("ArrowDown")
    heads.get_by_text("In head 1 “·capital” looks at").wait_for()


@pytest.mark.parametrize("width", [1400, 1024, 390])
def test_no_map_is_cut_off(visitor, width):
    page = begun(visitor, viewport={"width": width, "height": 900})
    section(page, "Encoder, decoder, encoder–decoder").get_by_text("all-MiniLM-L6-v2: real").wait_for(timeout=60_000)
    cut = "maps => maps.filter(one => one.scrollWidth > one.clientWidth).length"
    assert page.locator(".attention-scroll").evaluate_all(cut) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_axe_finds_nothing_serious(visitor, scheme):
    page = begun(visitor, viewport=SMALL, color_scheme=scheme, reduced_motion="reduce")
    section(page, "Encoder, decoder, encoder–decoder").get_by_text("all-MiniLM-L6-v2: real").wait_for(timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []
