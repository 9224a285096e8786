"""One model that is installed, wherever the database is used."""

import pytest

from tests.running.making import make_card


@pytest.fixture
def card(db):
    return make_card()
