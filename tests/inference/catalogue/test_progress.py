"""How far it is and how fast it goes, in words."""

import io

import pytest
from django.core.management.base import OutputWrapper

from inference.catalogue import meter
from inference.catalogue.failures import said
from inference.catalogue.meter import Meter
from inference.management.progress import Progress, time_said


class Clock:
    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(meter, "time", made)
    return made


def test_the_speed_is_that_of_the_last_seconds(clock: Clock):
    measured = Meter()
    for second in range(20):
        clock.now = 100 + second
        measured.report("Downloading", 50_000 + min(second, 10) * 1000, 100_000)
    assert measured.speed is None  # nothing has come for a while
    clock.now += 1
    measured.report("Downloading", 68_000, 100_000)
    assert measured.speed == 1000


def test_what_was_there_before_does_not_count_as_speed(clock: Clock):
    measured = Meter()
    measured.report("Downloading", 90_000, 100_000)
    assert measured.speed is None
    clock.now += 2
    measured.report("Downloading", 91_000, 100_000)
    assert measured.speed == 500


def test_steps_have_no_speed(clock: Clock):
    measured = Meter()
    for step in range(3):
        clock.now += 1
        measured.report("Converting", step, 3)
    assert measured.speed is None


SIZES = [(12, "12 bytes"), (1500, "1.5 kB"), (387e6, "387 MB"), (15.2e9, "15 GB"), (1e12, "1,000 GB")]


@pytest.mark.parametrize(("size", "words"), SIZES)
def test_sizes_are_said_in_two_or_three_digits(size: float, words: str):
    assert said(size) == words


@pytest.mark.parametrize(("seconds", "words"), [(5.2, "5 s"), (65, "1 min 05 s"), (7300, "2 h 01 min")])
def test_times_are_said(seconds: float, words: str):
    assert time_said(seconds) == words


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_bar_with_bytes_speed_and_time_left():
    screen = Terminal()
    Progress(OutputWrapper(screen), "Small").show("Downloading", 25_000_000, 100_000_000, 5_000_000)
    assert screen.getvalue().endswith(
        "██████░░░░░░░░░░░░░░░░░░  Small: downloading  25%, 25 MB of 100 MB, 5.0 MB/s, 15 s left"
    )


def test_a_log_gets_a_line_every_ten_percent():
    log = io.StringIO()
    progress = Progress(OutputWrapper(log), "Small")
    for percent in range(101):
        progress.show("Checking", percent, 100)
    assert len(log.getvalue().splitlines()) == 11
