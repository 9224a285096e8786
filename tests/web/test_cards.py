"""Cards are sent again only when they changed, and push nothing out of the counters of who tries passwords."""

import pytest
from django.core.cache import cache, caches

from tests.web.conftest import share
from tests.web.test_snapshots_and_history import play, take
from widgets.models import App

LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


@pytest.fixture
def snapshot(bob, app, text_model, settings, tmp_path) -> dict:
    settings.MEDIA_ROOT = tmp_path
    share(app, "public")
    return take(bob, play(bob, app, "Cats"), "My cats")


def test_the_card_of_a_snapshot_is_sent_again_when_its_title_changed(bob, guest, snapshot):
    path = f"{snapshot['path']}card.png"
    first = guest.get(path)
    seen = {"if-none-match": first["ETag"]}
    assert guest.get(path, headers=seen).status_code == 304
    bob.call("PATCH", f"/api/snapshots/{snapshot['id']}", {"title": "Our cats"})
    again = guest.get(path, headers=seen)
    assert again.status_code == 200
    assert again.content != first.content


def test_the_card_of_a_snapshot_that_was_deleted_is_not_found(bob, guest, snapshot):
    guest.get(f"{snapshot['path']}card.png")
    bob.call("DELETE", f"/api/snapshots/{snapshot['id']}")
    assert guest.get(f"{snapshot['path']}card.png").status_code == 404


def test_cards_that_are_drawn_push_no_counter_out(guest, app, settings):
    small = LOCAL | {"OPTIONS": {"MAX_ENTRIES": 2}}
    settings.CACHES = {"default": small | {"LOCATION": "counters"}, "cards": small | {"LOCATION": "drawn"}}
    share(app, "public")
    cache.set("tries-of-somebody", 5)
    for number in range(4):
        App.objects.filter(pk=app.pk).update(title=f"Stories {number}")
        assert guest.get(f"/apps/{app.pk}/card.png").status_code == 200
    assert cache.get("tries-of-somebody") == 5


MANY = {f"number-{number}": 1 for number in range(1000)}


def test_a_thousand_who_try_passwords_are_all_counted():
    cache.set_many(MANY)
    assert cache.get_many(MANY) == MANY
    cache.clear()


def test_only_so_many_cards_are_kept():
    cards = caches["cards"]
    cards.set_many(MANY)
    assert len(cards.get_many(MANY)) <= 300
    cards.clear()
