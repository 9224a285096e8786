"""Who leaves memory, as a table: nothing is loaded here."""

from inference.serving.policy import Held, hopeless, leaving, surplus

OLD = Held("old", 400, used_at=1)
MIDDLE = Held("middle", 300, used_at=2)
NEW = Held("new", 200, used_at=3)
THREE = [NEW, OLD, MIDDLE]  # 900 bytes


def names(chosen):
    return None if chosen is None else [one.name for one in chosen]


def changed(one, **what):
    return Held(**vars(one) | what)


def test_nobody_leaves_while_there_is_room():
    assert names(leaving(THREE, need=100, budget=1000)) == []


def test_the_least_recently_used_leaves_first_and_no_more_than_needed():
    assert names(leaving(THREE, need=101, budget=1000)) == ["old"]
    assert names(leaving(THREE, need=600, budget=1000)) == ["old", "middle"]
    assert names(leaving(THREE, need=1000, budget=1000)) == ["old", "middle", "new"]


def test_a_busy_one_and_a_pinned_one_stay():
    held = [changed(OLD, busy=True), changed(MIDDLE, pinned=True), NEW]
    assert names(leaving(held, need=300, budget=1000)) == ["new"]
    assert leaving(held, need=301, budget=1000) is None


def test_what_needs_nothing_fits_even_where_there_is_too_much():
    assert names(leaving(THREE, need=0, budget=10)) == []


def test_waiting_helps_against_busy_ones_and_not_against_pinned_ones():
    busy, pinned = changed(OLD, busy=True), changed(OLD, pinned=True)
    assert not hopeless([busy], need=1000, budget=1000)
    assert hopeless([pinned], need=601, budget=1000)
    assert not hopeless([pinned], need=600, budget=1000)
    assert hopeless([], need=1001, budget=1000)


def test_those_that_turn_out_too_much_leave_but_for_the_last_one_used():
    assert names(surplus(THREE, budget=900)) == []
    assert names(surplus(THREE, budget=899)) == ["old"]
    assert names(surplus(THREE, budget=1)) == ["old", "middle"]
    assert names(surplus([], budget=1)) == []


def test_what_is_busy_or_pinned_stays_also_when_it_is_too_much():
    assert names(surplus([changed(OLD, busy=True), changed(MIDDLE, pinned=True), NEW], budget=1)) == []
