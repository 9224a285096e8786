"""What is reserved, taken and given back: of one request, twice, late, and over midnight."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from inference.catalogue import cards
from inference.protocol import ImageBody, Outcome, Request
from inference.serving import tasks
from tests.inference.asking import request
from tests.spending.spending import DAY, PICTURE, body, payer_at, payer_of_account, spent, took
from widgets.models import Reservation, Spending
from widgets.spending.limits import resets_at
from widgets.spending.meter import Level, levels
from widgets.spending.refusing import QuotaSpent
from widgets.spending.reserving import give_back, reserve, settle
from widgets.spending.sweep import sweep

TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def payer(ann, quota):
    quota(tokens=1000, images=2)
    return payer_of_account(ann)


def test_what_it_took_takes_the_place_of_what_was_reserved(payer, card):
    reserve(payer, "a", card, body(600), DAY)
    assert spent(payer) == (600, 0)
    settle(took("a", read=10, written=5), DAY)
    assert spent(payer) == (15, 0)


def test_an_outcome_that_comes_twice_counts_once(payer, card):
    reserve(payer, "a", card, body(600), DAY)
    for _ in range(3):
        settle(took("a", read=10, written=5), DAY)
    assert spent(payer) == (15, 0)


def test_what_has_no_room_is_refused_with_the_quota_how_much_is_used_and_when_it_resets(payer, card):
    reserve(payer, "a", card, body(600), DAY)
    with pytest.raises(QuotaSpent) as refused:
        reserve(payer, "b", card, body(401), DAY)
    assert str(refused.value) == (
        "Your quota of 1,000 tokens a day has no room for this: 600 are used or in work, and this may take 401. "
        "It resets at 00:00 UTC on 15 March: wait until then, or ask an administrator for more."
    )
    assert (spent(payer), Reservation.objects.count()) == ((600, 0), 1)
    reserve(payer, "c", card, body(400), DAY)


def test_what_no_day_has_room_for_is_said_to_be_so(payer, card):
    with pytest.raises(QuotaSpent, match="more than a whole day has"):
        reserve(payer, "a", card, body(1001), DAY)


def test_who_has_none_at_all_is_told_whom_to_ask(ann, quota, card):
    quota(tokens=100, images=0)
    payer = payer_of_account(ann)
    with pytest.raises(QuotaSpent, match=r"Your quota has no images\. Ask an administrator for some\."):
        reserve(payer, "a", card, ImageBody(prompt="a cat"), DAY)


def test_pictures_have_a_quota_of_their_own(payer, card):
    for id in ("a", "b"):
        reserve(payer, id, card, ImageBody(prompt="a cat"), DAY)
    with pytest.raises(QuotaSpent, match="2 images a day"):
        reserve(payer, "c", card, ImageBody(prompt="a cat"), DAY)
    settle(took("a", files=[PICTURE]), DAY)
    settle(took("b", state="failed"), DAY)
    assert spent(payer) == (0, 1)
    reserve(payer, "d", card, body(1000), DAY)


def test_what_failed_or_was_stopped_halfway_costs_what_it_took(payer, card):
    reserve(payer, "a", card, body(400), DAY)
    reserve(payer, "b", card, body(400), DAY)
    settle(took("a", read=5, written=2, state="failed"), DAY)
    settle(took("b", read=5, written=3, state="cancelled"), DAY)
    assert spent(payer) == (15, 0)


def test_what_nobody_will_answer_is_given_back_once(payer, card):
    reserve(payer, "a", card, body(400), DAY)
    reserve(payer, "b", card, body(400), DAY)
    give_back(["a"])
    give_back(["a"])
    settle(took("a", read=40), DAY)
    assert spent(payer) == (400, 0)


def test_at_midnight_it_starts_anew_and_what_began_before_counts_for_the_day_before(payer, card):
    reserve(payer, "a", card, body(1000), DAY)
    reserve(payer, "b", card, body(1000), TOMORROW)
    settle(took("a", read=7), TOMORROW)
    assert (spent(payer, DAY), spent(payer, TOMORROW)) == ((7, 0), (1000, 0))


def test_a_model_that_takes_more_than_was_thought_is_charged_what_it_took(payer, card):
    reserve(payer, "a", card, body(900), DAY)
    settle(took("a", read=950), DAY)
    assert levels(payer, DAY)["tokens"] == Level(950, 1000, resets_at(DAY))
    with pytest.raises(QuotaSpent):
        reserve(payer, "b", card, body(100), DAY)


def test_who_has_no_quota_is_counted_nowhere(ann, card):
    reserve(payer_of_account(ann), "a", card, body(1000), DAY)
    assert not Spending.objects.exists()
    assert levels(payer_of_account(ann), DAY) == {"tokens": None, "images": None}


def test_guests_are_counted_by_their_network_address_and_not_by_their_cookie(db, card, settings):
    settings.TOKENS_A_DAY_OF_A_GUEST = 1000
    reserve(payer_at("10.0.0.1", "one"), "a", card, body(600), DAY)
    with pytest.raises(QuotaSpent):
        reserve(payer_at("10.0.0.1", "another"), "b", card, body(600), DAY)
    reserve(payer_at("10.0.0.2", "one"), "c", card, body(600), DAY)
    assert not Spending.objects.filter(who__contains="10.0.0").exists()


def test_the_sweep_gives_back_what_nobody_settled_within_a_day(payer, card):
    for id in ("old", "young"):
        reserve(payer, id, card, body(100), DAY)
    now = timezone.now()
    Reservation.objects.filter(pk="old").update(created_at=now - timedelta(hours=25))
    Spending.objects.update(day=now.date())
    sweep(now)
    assert set(Reservation.objects.values_list("pk", flat=True)) == {"young"}
    assert spent(payer, now.date()) == (100, 0)


def test_days_that_are_long_over_are_forgotten(payer, card):
    reserve(payer, "a", card, body(100), DAY)
    give_back(["a"])
    sweep(timezone.now())
    assert not Spending.objects.exists()


def test_what_fails_halfway_on_its_worker_costs_what_it_read_and_said(payer):
    cards.sync_cards()
    asked = Request(id=uuid4().hex, card="echo", log="run:a", body=request("/fail after this").body)
    reserve(payer, asked.id, cards.find("echo", "text"), asked.body, DAY)
    outcome = Outcome.model_validate(tasks.generate(asked.model_dump(), ""))
    settle(outcome, DAY)
    assert (outcome.state, spent(payer)) == ("failed", (3 + 2, 0))
