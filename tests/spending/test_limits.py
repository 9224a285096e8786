"""Whose quota holds."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from tests.spending.spending import payer_at, payer_of_account
from widgets.models import Quota
from widgets.spending.limits import Limits


def group(name: str, *members, **limits: int | None) -> Group:
    made = Group.objects.create(name=name)
    made.user_set.add(*members)
    Quota.objects.create(group=made, **limits)
    return made


def test_ones_own_quota_wins_also_where_it_is_smaller(ann, quota):
    quota(tokens=5)
    group("large", ann, tokens_a_day=1000, images_a_day=1)
    assert payer_of_account(ann).limits == Limits(tokens=5, images=None)


def test_of_the_groups_the_most_generous_counts_each_by_each(ann):
    group("readers", ann, tokens_a_day=1000, images_a_day=1)
    group("painters", ann, tokens_a_day=10, images_a_day=50)
    group("others", tokens_a_day=9999, images_a_day=9999)
    assert payer_of_account(ann).limits == Limits(tokens=1000, images=50)


def test_a_group_without_a_limit_is_the_most_generous(ann):
    group("readers", ann, tokens_a_day=1000, images_a_day=0)
    group("free", ann, tokens_a_day=None, images_a_day=None)
    assert payer_of_account(ann).limits == Limits(None, None)


def test_else_the_site_says_how_much_an_account_and_a_guest_may_have_and_0_is_no_limit(ann, settings):
    assert payer_of_account(ann).limits == payer_at("10.0.0.1").limits == Limits(None, None)
    settings.TOKENS_A_DAY_OF_AN_ACCOUNT, settings.IMAGES_A_DAY_OF_A_GUEST = 500, 3
    assert payer_of_account(ann).limits == Limits(500, None)
    assert payer_at("10.0.0.1").limits == Limits(None, 3)


@pytest.mark.parametrize("both", [True, False])
def test_a_quota_is_of_a_user_or_of_a_group(ann, both):
    own = {"user": ann, "group": Group.objects.create(name="g")} if both else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.create(tokens_a_day=1, **own)
