"""What people and models write is data; what breaks heals or says so."""

import os
import signal

EVIL = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>[x](javascript:alert(1))"


def test_markup_in_titles_inputs_and_model_output_stays_text(visitor):
    mallory = visitor()
    mallory.sign_up("mallory")
    mallory.start_app("<b onmouseover=alert(1)>bold</b>")
    mallory.add("Input", "Words")
    mallory.add("AI text", "<i>Answer</i>", "@Words")
    mallory.page.get_by_label("Model", exact=True).select_option("echo")
    mallory.mode("Play")
    mallory.card("Words").get_by_role("textbox").fill(EVIL)
    mallory.play()
    mallory.reaches("<i>Answer</i>", "done")
    page = mallory.page
    assert page.title() == "<b onmouseover=alert(1)>bold</b> · PartyRock Clone"
    assert page.locator("app-page script, app-page img, app-page a[href^='javascript']").count() == 0
    assert page.locator("app-title b, .card-title i").count() == 0


def test_a_killed_model_worker_is_started_again_and_the_run_ends_well(visitor, product):
    erin = visitor()
    erin.sign_up("erin")
    erin.start_app("Slow")
    erin.add("AI text", "Answer", "/slow " + " ".join(f"word{number}" for number in range(40)))
    erin.page.get_by_label("Model", exact=True).select_option("echo")
    erin.mode("Play")
    erin.play()
    erin.wait_for_words("Answer", more_than=30)
    for pid in product.worker_pids("models"):
        os.kill(pid, signal.SIGKILL)
    erin.reaches("Answer", "done", timeout=180_000)
    words = erin.words("Answer").split()
    assert words[-40:] == [f"word{number}" for number in range(40)]
    assert words.count("word3") == 1  # the second attempt cleared what the first had written


def test_a_prompt_too_long_fails_on_its_own_card_while_the_others_go_on(visitor):
    frank = visitor()
    frank.sign_up("frank")
    frank.start_app("Long")
    frank.add("Input", "Words")
    frank.set("Longest text", "100000")
    frank.add("AI text", "Much", "Repeat: @Words")
    frank.add("AI text", "Little", "Say hello")
    frank.set("Longest answer", "8")
    frank.mode("Play")
    frank.card("Words").get_by_role("textbox").fill("many different words " * 4000)
    frank.play()
    frank.reaches("Little", "done")
    failed = frank.reaches("Much", "failed")
    assert "Shorten the prompt" in failed.inner_text()
    assert failed.get_by_role("button", name="Try again").is_visible()
