"""What was used, counted once and added up."""

from datetime import timedelta

from tests.running.making import make_card
from tests.spending.spending import DAY, PICTURE, body, payer_at, payer_of_account, took
from widgets.models import Use
from widgets.spending.reserving import give_back, reserve, settle
from widgets.spending.uses import by_day_and_card, by_day_and_user


def use(payer, card, id="a", day=DAY, **outcome):
    reserve(payer, id, card, body(100), day)
    settle(took(id, **outcome), day)


def test_each_outcome_is_counted_once_in_one_row_a_day_card_and_user(ann, card):
    use(payer_of_account(ann), card, "a", read=3, written=4)
    use(payer_of_account(ann), card, "b", read=1, state="failed")
    settle(took("b", read=1000), DAY)
    row = Use.objects.values(
        "card", "user", "requests", "failures", "input_tokens", "output_tokens", "images", "seconds"
    ).get(day=DAY)
    counted = {"requests": 2, "failures": 1, "input_tokens": 4, "output_tokens": 4, "images": 0, "seconds": 1.0}
    assert row == {"card": "tiny", "user": ann.pk} | counted


def test_guests_are_counted_together(card):
    use(payer_at("10.0.0.1"), card, "a", written=1)
    use(payer_at("10.0.0.2"), card, "b", written=2, files=[PICTURE])
    assert [(row.user, row.requests, row.output_tokens, row.images) for row in Use.objects.all()] == [(None, 2, 3, 1)]


def test_what_was_lost_was_not_used(ann, card):
    reserve(payer_of_account(ann), "a", card, body(100), DAY)
    give_back(["a"])
    settle(took("a", written=9), DAY)
    assert not Use.objects.exists()


def test_a_chart_by_card_has_the_last_days_and_adds_up_all_users(ann, card):
    other = make_card("other", default=False)
    old = DAY - timedelta(days=30)
    for id, payer, which, day in (
        ("a", payer_of_account(ann), card, DAY),
        ("b", payer_at("10.0.0.1"), card, DAY),
        ("c", payer_of_account(ann), other, DAY - timedelta(days=29)),
        ("d", payer_of_account(ann), card, old),
    ):
        use(payer, which, id, day, written=2)
    rows = [(row["day"], row["card"], row["requests"], row["output_tokens"]) for row in by_day_and_card(DAY)]
    assert rows == [(DAY - timedelta(days=29), "other", 1, 2), (DAY, "tiny", 2, 4)]


def test_a_chart_by_user_adds_up_all_cards(ann, card):
    use(payer_of_account(ann), card, "a", written=2)
    use(payer_of_account(ann), make_card("other", default=False), "b", written=3)
    use(payer_at("10.0.0.1"), card, "c", written=9)
    rows = {row["username"]: row["output_tokens"] for row in by_day_and_user(DAY)}
    assert rows == {"ann": 5, None: 9}


def test_both_charts_take_one_query(ann, card, django_assert_num_queries):
    use(payer_of_account(ann), card)
    with django_assert_num_queries(2):
        by_day_and_card(DAY)
        by_day_and_user(DAY)
