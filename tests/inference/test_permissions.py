"""Who may use which card, and what takes the place of one that was retired."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from inference.catalogue.cards import cards, cards_for, choose, find, usual_for
from inference.models import ModelCard
from inference.protocol import Message, ModelMissing, TextBody
from tests.running.making import make_card
from widgets.models import User

pytestmark = pytest.mark.django_db
ASKED = TextBody(messages=[Message(role="user", content="Hi")])


@pytest.fixture
def club() -> Group:
    return Group.objects.create(name="club")


@pytest.fixture
def member(club) -> User:
    user = User.objects.create(username="member")
    user.groups.add(club, Group.objects.create(name="another club"))
    return user


@pytest.fixture
def closed(club) -> ModelCard:
    """The members of two clubs may use it."""
    card = make_card("closed", default=False)
    card.groups.add(club, Group.objects.create(name="board"))
    return card


def names(user: User | None) -> list[str]:
    return sorted(card.name for card in cards_for(user.pk if user else None))


def retire(card: ModelCard, replacement: ModelCard | None = None) -> None:
    ModelCard.objects.filter(pk=card.pk).update(retired_at=timezone.now(), replacement=replacement, default=False)


def test_a_card_with_groups_is_for_their_members_and_for_who_administers_the_site(closed, member):
    make_card("open")
    other, root = User.objects.create(username="other"), User.objects.create_superuser("root")
    assert [names(user) for user in (None, other)] == [["open"]] * 2
    assert [names(user) for user in (member, root)] == [["closed", "open"]] * 2


def test_a_card_that_is_switched_off_is_for_nobody():
    make_card("off", enabled=False)
    assert names(User.objects.create_superuser("root")) == names(None) == []


def test_a_card_that_one_may_not_use_is_as_if_it_did_not_exist(closed, member):
    with pytest.raises(ModelMissing):
        choose(cards_for(None), ASKED, "closed")
    assert choose(cards_for(member.pk), ASKED, "closed") == closed


def test_who_may_not_use_the_default_card_is_given_another_one(closed, member):
    make_card("open", default=False)
    ModelCard.objects.filter(pk=closed.pk).update(default=True)
    assert (usual_for(None, "text").name, usual_for(member.pk, "text").name) == ("open", "closed")
    with pytest.raises(ModelMissing):
        usual_for(None, "image")


def test_the_replacement_of_a_retired_card_takes_its_place_where_it_is_named():
    old, new = make_card("old", default=False), make_card("new", default=False)
    retire(old, new)
    assert [names(None), [card.name for card in cards()]] == [["new"], ["new"]]
    assert choose(cards_for(None), ASKED, "old") == new
    assert find("old", "text") == new


def test_one_that_was_replaced_by_a_retired_one_is_replaced_by_the_last_of_them():
    first, second, third = (make_card(name, default=False) for name in ("first", "second", "third"))
    retire(first, second)
    retire(second, third)
    [card] = cards_for(None)
    assert (card.name, sorted(card.replaces)) == ("third", ["first", "second"])


def test_cards_that_replace_each_other_in_a_circle_are_gone():
    first, second = make_card("first", default=False), make_card("second", default=False)
    retire(first, second)
    retire(second, first)
    assert names(None) == []


@pytest.mark.parametrize("name", ["old", ""])
def test_a_retired_card_without_a_replacement_is_asked_no_more(name):
    retire(make_card("old"))
    with pytest.raises(ModelMissing):
        choose(cards_for(None), ASKED, name)
    with pytest.raises(ModelMissing):
        find(name, "text")


def test_what_replaces_a_card_is_for_those_who_may_use_it(closed, member):
    retire(make_card("old"), closed)
    assert choose(cards_for(member.pk), ASKED, "old") == closed
    with pytest.raises(ModelMissing):
        choose(cards_for(None), ASKED, "old")


def test_finding_out_takes_two_queries_and_two_more_where_a_card_is_closed(club, member, django_assert_num_queries):
    card = make_card("closed", default=False)
    with django_assert_num_queries(2):
        assert names(member) == ["closed"]
    card.groups.add(club)
    with django_assert_num_queries(4):
        assert names(member) == ["closed"]
