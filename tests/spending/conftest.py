"""One model, an account, and what they may have in a day."""

import pytest

from inference.models import ModelCard
from tests.running.making import make_card
from widgets.models import Quota, User


@pytest.fixture
def card(db) -> ModelCard:
    return make_card(context=10_000)


@pytest.fixture
def ann(db) -> User:
    return User.objects.create(username="ann")


@pytest.fixture
def quota(ann):
    """`quota(tokens=…, images=…)` is Ann's own."""

    def give(tokens: int | None = None, images: int | None = None) -> Quota:
        return Quota.objects.create(user=ann, tokens_a_day=tokens, images_a_day=images)

    return give
