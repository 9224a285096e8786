"""The pages of the models: what they show, and to whom."""

from django.utils import timezone

from inference.models import ModelCard
from tests.web.test_pages import page_data


def card(name: str, task: str, family: str, **more: object) -> None:
    ModelCard.objects.create(
        **{"name": name, "title": name.title(), "task": task, "family": family, "context": 512, **more}
    )


def test_models_stand_in_their_families_with_what_is_known_of_them(guest, text_model):
    card("marian", "translation", "seq2seq", languages=[["en", "fr"]], licence="Apache-2.0", memory=300_000_000)
    page = guest.get("/models/").content.decode()
    assert "en→fr · 300 MB in memory · Apache-2.0" in page
    assert "Not installed" in page
    assert "/models/playground/?model=small" in page


def test_what_is_switched_off_is_not_shown(guest, text_model):
    card("secret", "text", "text", enabled=False)
    for path in ("/models/", "/models/playground/", "/models/inside/", "/models/understand/"):
        assert b"secret" not in guest.get(path).content


def test_the_playground_offers_what_can_be_tried_there(guest, alice, text_model):
    card("mini", "embedding", "encoder", installed_at=timezone.now())
    page = page_data(guest.get("/models/playground/"))
    assert ([one["name"] for one in page["models"]], page["user"]) == (["small"], None)
    assert page_data(alice.get("/models/playground/"))["user"] == {"username": "alice"}


def test_one_looks_into_installed_transformers_only(guest, text_model):
    card("mini", "embedding", "encoder", installed_at=timezone.now())
    card("bert", "fill-mask", "encoder")
    card("painter", "image", "image", installed_at=timezone.now())
    assert [one["name"] for one in page_data(guest.get("/models/inside/"))["models"]] == ["mini"]


def test_transformers_are_explained_with_the_default_model_of_each_family(guest, text_model):
    card("bert", "fill-mask", "encoder", installed_at=timezone.now())
    card("mini", "embedding", "encoder", installed_at=timezone.now(), default=True)
    card("writer", "text", "text", installed_at=timezone.now())
    shown = page_data(guest.get("/models/understand/"))["models"]
    assert shown == {
        "text": {"name": "writer", "title": "Writer"},
        "seq2seq": None,
        "encoder": {"name": "mini", "title": "Mini"},
    }


def test_transformers_are_explained_where_no_model_is(guest, db):
    answer = guest.get("/models/understand/")
    assert page_data(answer)["models"] == {"text": None, "seq2seq": None, "encoder": None}
    assert "/models/teach/" in answer.content.decode()
