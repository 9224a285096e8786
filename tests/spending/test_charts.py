"""What was used, as a chart draws it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.running.making import make_card
from tests.spending.spending import DAY, body, payer_of_account, took
from widgets.models import Use, User
from widgets.spending.charts import by_model, by_person
from widgets.spending.reserving import reserve, settle

BEFORE = DAY - timedelta(days=1)


def used(card="tiny", user=None, day=DAY, **numbers):
    Use.objects.create(card=card, user=user, day=day, **numbers)


def lines(chart):
    return [(one.of, one.label, one.tokens, one.images) for one in chart.series]


def test_every_day_has_a_number_and_a_day_without_use_is_zero(db):
    used(day=DAY - timedelta(days=6), input_tokens=3, output_tokens=4)
    used(day=BEFORE, images=2)
    used(day=DAY - timedelta(days=7), input_tokens=1000)
    chart = by_model(DAY, 7)
    assert chart.days == [DAY - timedelta(days=ago) for ago in (6, 5, 4, 3, 2, 1, 0)]
    assert lines(chart) == [("model", "tiny", [7, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 2, 0])]


def test_a_model_is_called_by_its_title_as_long_as_it_has_one(card):
    make_card("other", default=False)
    type(card).objects.update(title="Twins")
    for name, tokens in (("tiny", 3), ("other", 2), ("gone", 1)):
        used(name, input_tokens=tokens)
    assert [(label, tokens) for _, label, tokens, _ in lines(by_model(DAY, 1))] == [
        ("Twins", [3]),
        ("Twins", [2]),
        ("gone", [1]),
    ]


def test_an_account_called_guests_is_not_the_guests(db):
    used(user=User.objects.create(username="Guests"), input_tokens=1)
    used(input_tokens=2)
    assert lines(by_person(DAY, 1)) == [("account", "Guests", [1], [0]), ("guests", "Guests", [2], [0])]


def test_beyond_the_ten_who_used_most_all_others_are_one_line_and_guests_keep_their_own(db):
    people = [User.objects.create(username=f"p{number:02}") for number in range(12)]
    for number, person in enumerate(people):
        used(user=person, day=BEFORE, input_tokens=100 - number)
        used(user=person, input_tokens=1)
    used(output_tokens=1)
    found = lines(by_person(DAY, 2))
    assert [label for _, label, _, _ in found] == [*(f"p{number:02}" for number in range(10)), "Guests", "2 others"]
    assert found[-2:] == [("guests", "Guests", [0, 1], [0, 0]), ("others", "2 others", [179, 2], [0, 0])]


def test_who_only_draws_is_among_those_who_use_most(db):
    for number in range(11):
        used(user=User.objects.create(username=f"writer{number}"), input_tokens=1000)
    used(user=User.objects.create(username="painter"), images=1)
    assert lines(by_person(DAY, 1))[0][1] == "painter"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])  # in one of them it is another day
def test_the_last_day_is_the_one_that_is_counted_on_wherever_one_is(ann, card, zone):
    with timezone.override(zone):
        reserve(payer_of_account(ann), "a", card, body(100))
        settle(took("a", read=5))
        chart = by_model(days=3)
    assert (chart.days[-1], lines(chart)[0][2]) == (datetime.now(UTC).date(), [0, 0, 5])


def test_nothing_used_is_a_chart_of_days_without_lines(db):
    assert (len(by_person(DAY, 90).days), by_person(DAY, 90).series) == (90, [])
