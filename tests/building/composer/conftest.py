"""Ann, and one model that writes text."""

import pytest

from tests.running.making import make_card
from widgets.models import User


@pytest.fixture
def ann(db) -> User:
    make_card()
    return User.objects.create(username="ann")
