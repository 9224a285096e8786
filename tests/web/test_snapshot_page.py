"""The page of a snapshot shows each result as its card did."""

import json

import pytest

from widgets.models import Snapshot
from widgets.snapshots.freezing import Frozen

SCORES = [{"label": "animals", "score": 0.954}, {"label": "food", "score": 0.046}]
PASSAGE = {"text": "The sea is deep.", "source": "sea.pdf", "where": "page 2", "score": 0.81}


def page(guest, app, kind, value="", **settings) -> str:
    layout = {"x": 0, "y": 0, "w": 4, "h": 4}
    widget = {"id": "w", "kind": kind, "title": "It", "layout": layout, "settings": settings, "value": value}
    content = Frozen.model_validate({"app": "App", "owner": None, "widgets": [widget]}).model_dump(mode="json")
    snapshot = Snapshot.objects.create(app=app, revision=app.draft, title="A", content=content)
    return guest.get(f"/snapshots/{snapshot.pk}/").content.decode().split('<div class="card-body">')[1]


def test_labels_have_their_percentages(guest, app):
    body = page(guest, app, "classify", json.dumps(SCORES))
    assert '<span class="score-percent">95%</span>' in body
    assert body.index("animals") < body.index("food")


def test_passages_are_quotes_with_where_they_stand(guest, app):
    body = page(guest, app, "search", json.dumps([PASSAGE]))
    assert "The sea is deep.</blockquote>" in body
    assert '<cite dir="auto">sea.pdf, page 2</cite>' in body


def test_data_and_code_are_marked_as_that_for_the_page_to_draw(guest, app):
    assert "data-json" in page(guest, app, "text", '{"name": "Ada"}')
    assert "data-json" not in page(guest, app, "text", "[sic] he said")
    assert 'data-code="rust"' in page(guest, app, "code", "fn main() {}", language="rust")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("search", "Nothing was found."),
        ("document", "No file."),
        ("input", "Nothing was given."),
        ("picture", "No picture."),
        ("image", "No picture."),
        ("classify", "Nothing was written here."),
        ("code", "Nothing was written here."),
    ],
)
def test_no_card_is_blank(guest, app, kind, said):
    assert said in page(guest, app, kind)
