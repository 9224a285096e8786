"""Which apps name a model."""

import pytest

from inference.catalogue import removing
from tests.running.making import graph_of, make_app, make_card
from widgets.building import apps
from widgets.building.using import apps_using

pytestmark = pytest.mark.django_db


def asks(model: str) -> dict[str, str]:
    return {"kind": "text", "prompt": "A story", "model": model}


def test_apps_that_name_it_in_their_draft_or_in_what_visitors_see_use_it():
    draft = make_app(Story=asks("tiny"))
    published = make_app(Story=asks("tiny"))
    published.published = published.draft
    published.save()
    apps.save(published, published.draft.number, graph_of(Story=asks("other")), None)
    assert {app.pk for app in apps_using("tiny")} == {draft.pk, published.pk}
    assert [app.pk for app in apps_using("other")] == [published.pk]


def test_what_was_named_once_or_is_only_a_word_does_not_count():
    once = make_app(Story=asks("tiny"))
    apps.save(once, once.draft.number, graph_of(Story=asks("other")), None)
    make_app(tiny=asks("other"), Topic={"default": "tiny"})
    gone = make_app(Story=asks("tiny"))
    apps.delete(gone)
    assert apps_using("tiny") == []


def test_who_removes_a_model_hears_of_them():
    make_app(Story=asks("tiny"))
    assert removing.users(make_card("tiny")) == ["An app"]
