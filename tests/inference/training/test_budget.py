"""How long to learn, and what is due meanwhile; and what is kept of it."""

import pytest

from inference.training.budget import Budget, Every
from inference.training.files import whole


def test_the_rate_rises_holds_and_falls():
    budget, rates = Budget(5, steps=100), []
    while budget.share < 1:
        rates.append(budget.rate(10, 0.2))
        budget.step()
    assert len(rates) == 100
    assert rates[0] == pytest.approx(0.1)
    assert rates[50] == 1
    assert rates[99] < 0.1


def test_what_is_due_is_due_once():
    assert not Every(1000).due()
    always = Every(0)
    assert always.due()
    assert always.due()


def test_a_folder_takes_the_place_of_another_once_it_is_whole(tmp_path):
    folder = tmp_path / "made"
    for content in ("first", "second"):
        with whole(folder) as half:
            (half / content).write_text(content)

    def stopped() -> None:
        with whole(folder) as half:
            (half / "third").write_text("thi")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert [path.name for path in tmp_path.iterdir()] == ["made"]
    assert [path.name for path in folder.iterdir()] == ["second"]
