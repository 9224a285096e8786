"""Many at the same instant, each with a connection of its own, spend no more than one after the other."""

import pytest

from tests.running.making import make_card
from tests.running.test_at_once import at_once
from tests.spending.spending import DAY, body, payer_at, payer_of_account, spent, took
from widgets.models import Quota, Reservation, Use, User
from widgets.spending.refusing import QuotaSpent
from widgets.spending.reserving import reserve, settle

pytestmark = pytest.mark.django_db(transaction=True)


def test_parallel_requests_never_spend_more_than_the_quota():
    ann, card = User.objects.create(username="ann"), make_card()
    Quota.objects.create(user=ann, tokens_a_day=1000)

    def ask(id: int) -> bool:
        try:
            reserve(payer_of_account(ann), str(id), card, body(300), DAY)
        except QuotaSpent:
            return False
        return True

    admitted = at_once(*[lambda id=id: ask(id) for id in range(8)])
    assert sorted(admitted) == [False] * 5 + [True] * 3
    assert (spent(payer_of_account(ann)), Reservation.objects.count()) == ((900, 0), 3)


def test_outcomes_at_the_same_instant_are_each_counted_once(settings):
    settings.TOKENS_A_DAY_OF_A_GUEST = 1000
    card, payer = make_card(), payer_at("10.0.0.1")
    for id in range(4):
        reserve(payer, str(id), card, body(100), DAY)
    at_once(*[lambda id=id: settle(took(str(id), read=2, written=3), DAY) for id in range(4)] * 2)
    row = Use.objects.get(day=DAY)
    assert (row.requests, row.input_tokens, row.output_tokens) == (4, 8, 12)
    assert spent(payer) == (20, 0)
