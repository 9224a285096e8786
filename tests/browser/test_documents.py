"""Files on the board: chosen, dropped, read, shown, too long, removed; by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.making import make_app, widget
from tests.browser.test_accessibility import serious
from tests.documents import making

WIDGETS = [
    {**widget("document", "Doc"), "layout": {"x": 0, "y": 0, "w": 6, "h": 8}},
    {**widget("text", "Answer", prompt="Repeat @[Doc]", model="echo"), "layout": {"x": 6, "y": 0, "w": 6, "h": 8}},
    {**widget("picture", "Photo", required=False), "layout": {"x": 0, "y": 8, "w": 6, "h": 6}},
]
DROP = """([zone, name, text]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name));
    for (const type of ["dragover", "drop"])
        zone.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
}"""


def text(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "text/plain", "buffer": content}


@pytest.fixture
def reader(visitor):
    """Somebody with an app that answers from documents, in play mode; guests may play it too."""
    reader = visitor()
    reader.sign_up(f"reader-{id(reader)}")
    reader.page.goto(make_app(reader, "Reader", WIDGETS, visibility="link"))
    reader.card("Doc").wait_for()
    return reader


def give(reader, *files, to="Doc") -> None:
    reader.card(to).locator("input[type=file]").set_input_files(list(files))


def file(reader, name: str, state: str = "ready"):
    found = reader.page.locator(f".file.is-{state}").filter(has_text=name)
    found.wait_for()
    return found


def test_a_document_is_read_and_answered_from(reader):
    give(reader, {"name": "bees.docx", "mimeType": "application/x", "buffer": making.word()})
    expect(file(reader, "bees.docx")).to_contain_text("characters")
    reader.play()
    reader.reaches("Answer", "done")
    assert "They live in hives" in reader.words("Answer")


def test_play_may_be_pressed_while_a_file_is_still_read(reader):
    give(reader, text("bees.txt", b"Bees dance"))
    reader.page.locator(".file.is-reading, .file.is-ready").wait_for()
    reader.play()
    reader.reaches("Answer", "done")
    assert "Bees dance" in reader.words("Answer")


def test_a_keyboard_chooses_files_and_a_screen_reader_hears_of_them(reader):
    box = reader.card("Doc").locator("input[type=file]")
    box.focus()
    expect(box).to_be_focused()
    # Which dialog opens then is Chromium's business, and whether it tells us of it is too.
    box.evaluate("box => box.addEventListener('click', event => { event.preventDefault(); box.dataset.opened = 1; })")
    reader.page.keyboard.press("Enter")
    expect(box).to_have_attribute("data-opened", "1")
    box.set_input_files([text("bees.txt", b"Bees dance")])
    reader.card("Doc").get_by_role("status").get_by_text("bees.txt is ready.").wait_for(state="attached")


def test_a_dropped_file_is_taken(reader):
    zone = reader.card("Doc").locator(".drop-zone").element_handle()
    reader.page.evaluate(DROP, [zone, "bees.md", "# Bees"])
    file(reader, "bees.md")


def test_how_far_a_large_file_is_shows_and_it_can_be_stopped(reader):
    network = reader.context.new_cdp_session(reader.page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000}
    network.send("Network.emulateNetworkConditions", slow)
    give(reader, text("large.txt", b"Bees dance\n" * 90_000))
    row = file(reader, "large.txt", "sending")
    expect(row.locator("progress")).not_to_have_attribute("value", "0")
    row.get_by_role("button", name="Stop: large.txt").click()
    expect(row).to_have_count(0)


def test_what_cannot_be_read_says_why_and_is_not_played(reader):
    give(reader, {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": making.scanned_pdf()})
    expect(file(reader, "scan.pdf", "failed")).to_contain_text("text recognition (OCR)")
    expect(reader.page.locator("play-pill")).to_contain_text("Fill in Doc")


def test_what_is_too_large_is_not_even_sent(reader):
    sent = []
    reader.page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    give(reader, text("vast.txt", bytes(25_000_001)))
    expect(file(reader, "vast.txt", "failed")).to_contain_text("25 MB at most")
    assert not [url for url in sent if "uploads" in url]


def test_a_removed_file_comes_back(reader):
    give(reader, text("a.txt", b"A"), text("b.txt", b"B"))
    file(reader, "b.txt")
    file(reader, "a.txt").get_by_role("button", name="Remove: a.txt").click()
    expect(reader.page.locator(".file")).to_have_count(1)
    reader.page.get_by_role("button", name="Undo").last.click()
    expect(reader.page.locator(".file-name")).to_have_text(["a.txt", "b.txt"])


def test_files_are_still_there_after_a_reload_played_or_not(reader):
    give(reader, text("bees.txt", b"Bees dance"))
    file(reader, "bees.txt")
    reader.page.reload()
    file(reader, "bees.txt")
    reader.play()
    reader.reaches("Answer", "done")
    reader.page.reload()
    expect(file(reader, "bees.txt")).to_contain_text("10 characters")


def test_what_is_longer_than_the_model_reads_is_summarised_on_request_and_that_is_undone(reader):
    give(reader, text("long.txt", b"The bees dance and sing. " * 6000))
    offer = reader.card("Doc").locator(".too-long")
    offer.get_by_role("button", name="Summarise in parts").click()
    reader.card("Summary of Doc").wait_for()
    reader.choose("Answer")
    expect(reader.page.locator(".panel .cm-content").first).to_contain_text("Summary of Doc")
    reader.page.get_by_role("button", name="Undo", exact=True).last.click()
    expect(reader.card("Summary of Doc")).to_have_count(0)
    expect(reader.page.locator(".panel .cm-content").first).not_to_contain_text("Summary of Doc")


def test_a_visitor_is_told_that_it_is_too_long_and_offered_no_edit(reader, visitor):
    guest = visitor()
    guest.page.goto(reader.address())
    give(guest, text("long.txt", b"The bees dance and sing. " * 6000))
    expect(guest.card("Doc").locator(".too-long")).to_contain_text("Choose a shorter file.")
    expect(guest.card("Doc").get_by_role("button", name="Summarise in parts")).to_have_count(0)


def test_a_picture_is_shown_upright_and_fits_its_card(reader):
    give(
        reader,
        {"name": "bee.jpg", "mimeType": "image/jpeg", "buffer": making.picture("JPEG", (3000, 1500))},
        to="Photo",
    )
    picture = reader.card("Photo").get_by_role("img", name="bee.jpg")
    picture.wait_for()
    reader.page.wait_for_function("() => document.querySelector('img.picture').naturalWidth === 2048")
    card, shown = reader.card("Photo").bounding_box(), picture.bounding_box()
    assert shown["y"] + shown["height"] < card["y"] + card["height"]


def test_a_guest_gives_several_files_at_once(reader, visitor):
    guest = visitor()
    guest.page.goto(reader.address())
    give(guest, text("a.txt", b"A"), text("b.txt", b"B"), text("c.txt", b"C"))
    for name in ("a.txt", "b.txt", "c.txt"):
        file(guest, name)


def test_axe_finds_nothing_serious_in_full_boxes(reader):
    scan = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": making.scanned_pdf()}
    give(reader, text("long.txt", b"The bees dance and sing. " * 6000), scan)
    give(reader, {"name": "bee.png", "mimeType": "image/png", "buffer": making.picture("PNG")}, to="Photo")
    file(reader, "scan.pdf", "failed")
    reader.card("Photo").get_by_role("img").wait_for()
    reader.card("Doc").locator(".too-long").wait_for()
    for scheme in ("light", "dark"):
        reader.page.emulate_media(color_scheme=scheme)
        assert serious(reader.page) == []
