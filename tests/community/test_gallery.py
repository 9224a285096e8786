"""What the gallery shows, in which order, and how it is found. Both databases fold words alike."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.community.conftest import guest
from widgets.building import apps
from widgets.community import gallery, indexing, likes, visits
from widgets.models import App, Entry, Player, Visit

pytestmark = pytest.mark.django_db


def titles(found) -> list[str]:
    return [app.title for app in found]


def searched(text: str) -> list[str]:
    return titles(gallery.search(gallery.public("new"), text))


def test_a_word_of_the_title_counts_more_than_a_tag_and_a_tag_more_than_other_words(publish):
    publish("Songs", "not a poem")
    publish("Rhymes", tags=["poem"])
    publish("Poem writer")
    assert searched("POEM") == ["Poem writer", "Rhymes", "Songs"]


def test_every_word_must_be_found_somewhere(publish):
    publish("Cat poems", "for children")
    publish("Dog poems")
    assert searched("poems children") == ["Cat poems"]
    assert searched("poems horses") == []


def test_a_search_folds_what_databases_would_not(publish):
    publish("Ärger im Büro")
    assert searched("ÄRGER büro") == ["Ärger im Büro"]


def test_percent_and_underscore_are_only_letters(publish):
    publish("Poems")
    assert searched("%") == searched("_") == []


def test_the_titles_of_widgets_are_found(publish):
    publish("Kitchen", widgets=[{"id": "a", "kind": "input", "title": "Leftovers"}])
    assert searched("leftovers") == ["Kitchen"]


def test_tag_task_and_model_narrow(publish):
    text = {"id": "a", "kind": "text", "title": "A", "settings": {"prompt": "x", "model": "small"}}
    publish("With text", tags=["verse"], widgets=[text])
    publish("Empty", tags=["universe"])
    for narrow in ({"tag": "Verse"}, {"task": "text"}, {"model": "small"}):
        assert titles(gallery.narrow(gallery.public(), **narrow)) == ["With text"]


def test_an_entry_follows_its_app_and_its_graph(publish):
    app = publish("Old name")
    apps.change(app, title="New name")
    assert (searched("old"), searched("new")) == ([], ["New name"])
    Entry.objects.all().delete()
    assert indexing.index_the_rest() == 1
    assert searched("new") == ["New name"]


def test_private_deleted_and_hidden_apps_are_not_shown(publish):
    private, deleted, hidden = publish("Private"), publish("Deleted"), publish("Hidden")
    apps.change(private, visibility="private")
    apps.delete(deleted)
    App.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    assert [titles(gallery.public(order)) for order in ("featured", "trending", "new")] == [[], [], []]


def test_featured_apps_come_first_then_the_shipped_ones_then_the_newest(publish):
    featured = publish("Featured")
    apps.create(None, "Shipped", visibility="public")
    publish("Newest")
    App.objects.filter(pk=featured.pk).update(featured_at=timezone.now())
    assert titles(gallery.public("featured")) == ["Featured", "Shipped", "Newest"]


def test_trending_counts_likes_players_and_visitors_of_the_last_seven_days(publish, bob):
    liked, played, seen = publish("Liked"), publish("Played"), publish("Seen")
    for number in (1, 2):
        visits.seen(seen, guest(), f"10.0.0.{number}")
    visits.played(played, guest(), "10.0.0.1")
    likes.like(liked, bob)
    likes.like(seen, bob)
    assert titles(gallery.public("trending")) == ["Seen", "Played", "Liked"]  # 3 + 2, 2 + 1, 3: the newer first
    old = timezone.now() - timedelta(days=8)
    Visit.objects.update(seen_on=old.date(), played_on=None)
    assert titles(gallery.public("trending"))[:2] == ["Seen", "Liked"]


def test_trending_costs_no_product_of_likes_and_visits(publish, django_assert_num_queries):
    publish("App")
    with django_assert_num_queries(1) as captured:
        list(gallery.public("trending"))
    sql = captured.captured_queries[0]["sql"]
    assert "JOIN" not in sql
    assert sql.count("COUNT(") == 3


def test_likes_visits_and_plays_are_each_counted_once(publish, bob, alice):
    app = publish("App")
    for number in range(3):
        visits.played(app, guest(), f"10.0.0.{number}")
    for user in (alice, bob):
        likes.like(app, user)
    assert gallery.public("trending").get().trend == 2 * 3 + 3 * 2 + 3


def test_the_most_common_tags_are_offered_first(publish):
    publish("A", tags=["verse", "fun"])
    publish("B", tags=["verse"])
    assert gallery.common_tags() == ["verse", "fun"]


def test_a_visitor_counts_once_however_often_they_come(publish, bob):
    app = publish("App")
    for _ in range(3):
        visits.seen(app, guest("one"), "10.0.0.1")
        visits.played(app, guest("another cookie"), "10.0.0.1")
        visits.played(app, Player(user=bob), "10.0.0.2")
    app.refresh_from_db()
    assert (app.views, app.plays) == (2, 2)


def test_who_comes_again_on_the_same_day_is_only_looked_up(publish, django_assert_num_queries):
    app = publish("App")
    visits.seen(app, guest(), "10.0.0.1")
    with django_assert_num_queries(1):
        visits.seen(app, guest(), "10.0.0.1")


def test_who_comes_again_on_another_day_was_seen_then(publish):
    app = publish("App")
    visits.seen(app, guest(), "10.0.0.1")
    Visit.objects.update(seen_on=timezone.localdate() - timedelta(days=9))
    visits.seen(app, guest(), "10.0.0.1")
    assert Visit.objects.get().seen_on == timezone.localdate()


def test_one_household_has_many_addresses_of_the_new_kind_and_counts_once(publish):
    app = publish("App")
    for end in ("1", "2", "ffff:1"):
        visits.seen(app, guest(), f"2001:db8::{end}")
    app.refresh_from_db()
    assert app.views == 1


def test_the_owner_does_not_count(publish, alice):
    app = publish("App")
    visits.seen(app, Player(user=alice), "10.0.0.1")
    visits.played(app, Player(user=alice), "10.0.0.1")
    app.refresh_from_db()
    assert (app.views, app.plays) == (0, 0)


def test_a_visit_names_nobody(publish, bob):
    visits.seen(publish("App"), Player(user=bob), "10.0.0.1")
    assert not any(name in Visit.objects.get().visitor for name in ("bob", "10.0.0.1"))


def test_who_likes_twice_likes_once(publish, bob):
    app = publish("App")
    assert [likes.like(app, bob), likes.like(app, bob), likes.unlike(app, bob), likes.unlike(app, bob)] == [1, 1, 0, 0]
