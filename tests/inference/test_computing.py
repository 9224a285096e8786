"""The thread that computes: everybody has a turn, and what fails is told to whoever asked for it."""

import threading
import time

import pytest

from inference.engines import computing
from inference.engines.computing import Computing
from tests.waiting import until


@pytest.fixture
def one() -> Computing:
    return Computing("test")


class Counter:
    """A member that has so many steps to take."""

    def __init__(self, steps: int = 0, failing: bool = False) -> None:
        self.steps, self.taken, self.failing = steps, 0, failing

    def step(self) -> bool:
        if self.taken < self.steps:
            self.taken += 1
            if self.failing:
                raise RuntimeError("boom")
        return self.taken < self.steps


def test_a_job_gives_what_it_says_and_raises_what_it_raises(one: Computing):
    assert one.run(lambda: 6 * 7) == 42
    with pytest.raises(ZeroDivisionError):
        one.run(lambda: 1 // 0)
    assert one.run(lambda: "still here") == "still here"


def test_all_is_done_by_one_thread_also_what_a_job_asks_for(one: Computing):
    def inside() -> tuple[threading.Thread, threading.Thread]:
        return threading.current_thread(), one.run(threading.current_thread)

    assert set(one.run(inside)) == {one.thread}


def test_members_take_steps_until_they_have_nothing_to_do_and_again_when_they_are_woken(one: Computing):
    counter = Counter(steps=5)
    one.join(counter)
    until(lambda: counter.taken == 5)
    counter.steps = 7
    one.wake()
    until(lambda: counter.taken == 7)
    one.leave(counter)
    counter.steps = 9
    one.wake()
    assert one.run(lambda: counter.taken) == 7


def test_a_member_that_fails_keeps_nobody_from_their_turn(one: Computing):
    failing, other = Counter(steps=3, failing=True), Counter(steps=3)
    one.join(failing)
    one.join(other)
    until(lambda: other.taken == 3)


def test_between_two_steps_of_what_is_long_the_others_go_on(one: Computing):
    counter, seen = Counter(steps=10_000_000), []

    def long() -> None:
        for _ in range(3):
            time.sleep(0.02)
            before = counter.taken
            one.let_others()
            seen.append(counter.taken > before)

    one.join(counter)
    one.run_at_length(long)
    counter.steps = 0
    assert seen == [True] * 3


def test_what_is_long_comes_one_after_the_other_and_short_jobs_come_in_between(one: Computing):
    seen = []

    def long(name: str) -> None:
        for _ in range(50):
            seen.append(name)
            time.sleep(0.002)
            one.let_others()

    threads = [threading.Thread(target=one.run_at_length, args=[lambda name=name: long(name)]) for name in "ab"]
    for thread in threads:
        thread.start()
    until(lambda: seen)
    one.run(lambda: seen.append("short"))
    for thread in threads:
        thread.join()
    first, second = ("a", "b") if seen[0] == "a" else ("b", "a")
    assert [name for name in seen if name != "short"] == [first] * 50 + [second] * 50
    assert seen.index("short") < 50


def test_what_is_done_aside_is_given_and_raised_too_and_its_thread_ends():
    assert computing.aside(threading.current_thread).name == "aside"
    with pytest.raises(ZeroDivisionError):
        computing.aside(lambda: 1 // 0)
    until(lambda: "aside" not in {thread.name for thread in threading.enumerate()})
