"""Who reads what, and where: whatever comes and goes, a sequence finds in its row what it has read."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inference.engines.rows import schedule as scheduling
from inference.engines.rows.schedule import FEW, Place, Schedule, Sequence, Size, Step

SIZES = (Size(3, 16), Size(1, 64))
BUDGET, CHUNK = 8, 4


@pytest.fixture(autouse=True)
def short_chunks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scheduling, "CHUNK", CHUNK)


class Memory:
    """What rows hold when the copies and pieces of steps are carried out: tokens, and in what piece each was read."""

    def __init__(self) -> None:
        self.rows: dict[Place, list[tuple[int, tuple[int, int]]]] = {}

    def take(self, step: Step) -> None:
        for source, target, length in step.copies:
            self.rows[target] = self.rows[source][:length]
            assert len(self.rows[target]) == length
        for sequence, place, start, length, guesses in step.pieces:
            kept = self.rows.get(place, [])[:start]
            assert [token for token, _ in kept] == sequence.tokens[:start]
            fresh = sequence.tokens[start : start + length]
            self.rows[place] = kept + [(token, (start, length)) for token in fresh]
            self.rows[place] += [(guess, (start, length)) for guess in guesses]  # wrong ones lie there until then
            if sequence.exact:
                assert not guesses
                assert [piece for _, piece in self.rows[place]] == alone(sequence, start + length)


def alone(sequence: Sequence, count: int) -> list[tuple[int, int]]:
    """In what piece each of the first tokens is read where nobody else is there."""
    chunks = [(start, min(CHUNK, sequence.begun - start)) for start in range(0, sequence.begun, CHUNK)]
    read = [chunk for chunk in chunks for _ in range(chunk[1])]
    return [*read, *((at, 1) for at in range(sequence.begun, count))][:count]


def sequence(count: int, most: int = 16, first: int = 0) -> Sequence:
    return Sequence(list(range(first, first + count)), most)


def lengths(step: Step) -> dict[Sequence, int]:
    """How much each reads."""
    read = Counter()
    for piece in step.pieces:
        read[piece.sequence] += piece.length
    return dict(read)


def take(schedule: Schedule, memory: Memory | None = None) -> Step:
    step = schedule.step()
    (memory or Memory()).take(step)
    schedule.done(step)
    return step


def write(step: Step) -> None:
    """A token after each piece that is the last one; they repeat themselves."""
    for piece in step.pieces:
        if piece.is_last:
            piece.sequence.tokens.append(100 + len(piece.sequence.tokens) % 3)


def test_a_prompt_is_read_in_pieces_while_others_write_at_every_step():
    schedule, memory = Schedule(SIZES, BUDGET), Memory()
    writer, reader = sequence(1), sequence(20, most=40, first=50)
    for each in (writer, reader):
        schedule.add(each)
    read = []
    for _ in range(4):
        step = take(schedule, memory)
        read.append((lengths(step).get(writer), lengths(step).get(reader)))
        write(step)
    assert read == [(1, 8), (1, 8), (1, 4), (1, 1)]


def test_prompts_that_begin_share_the_budget_in_the_order_they_came():
    schedule = Schedule(SIZES, BUDGET)
    first, second, third = sequence(5), sequence(6, first=20), sequence(4, first=40)
    for each in (first, second, third):
        schedule.add(each)
    assert lengths(take(schedule)) == {first: 5, second: 4}


def test_a_beginning_that_another_has_read_is_copied_and_not_read_again():
    schedule, memory = Schedule(SIZES, BUDGET), Memory()
    schedule.add(sequence(6))
    write(take(schedule, memory))
    later = Sequence([0, 1, 2, 3, 9], 16)
    schedule.add(later)
    step = take(schedule, memory)
    assert [(copy.length, copy.target) for copy in step.copies] == [(4, later.place)]
    assert [(piece.start, piece.length) for piece in step.pieces if piece.sequence is later] == [(4, 1)]


@pytest.mark.parametrize(("exact", "read"), [(True, 2), (False, 1)])
def test_what_is_gone_is_still_known_and_the_last_token_is_always_read(exact: bool, read: int):
    schedule, memory = Schedule(SIZES, BUDGET), Memory()
    gone, again = sequence(6), sequence(6)
    again.exact = exact
    schedule.add(gone)
    take(schedule, memory)
    schedule.remove(gone)
    schedule.add(again)
    assert lengths(take(schedule, memory)) == {again: read}


@pytest.mark.parametrize(("exact", "read"), [(True, 5), (False, 2)])
def test_what_was_written_is_gone_on_from_but_by_who_has_to_be_exact(exact: bool, read: int):
    """As a chat does: what was said so far, and one turn more."""
    schedule, memory = Schedule(SIZES, BUDGET), Memory()
    first = sequence(4)
    schedule.add(first)
    for _ in range(4):
        write(take(schedule, memory))
    later = Sequence([*first.tokens[:7], 1, 2], 16, exact)
    schedule.add(later)
    assert lengths(take(schedule, memory))[later] == read


def test_when_one_leaves_the_last_one_of_its_table_moves_into_its_row():
    schedule, memory = Schedule(SIZES, BUDGET), Memory()
    some = [sequence(2, first=10 * number) for number in range(3)]
    for each in some:
        schedule.add(each)
    write(take(schedule, memory))
    schedule.remove(some[0])
    step = take(schedule, memory)
    assert [each.place for each in some] == [None, Place(0, 1), Place(0, 0)]
    assert len(step.copies) == 1


def test_what_repeats_itself_is_guessed_by_one_or_two_but_not_by_more_nor_by_who_has_to_be_exact():
    def guesses(*exact: bool) -> list[tuple[int, ...]]:
        schedule = Schedule((Size(3, 64),), budget=64)
        present = [Sequence([number, 7, 8, 9, 5, 6, 7, 8], 64, each) for number, each in enumerate(exact)]
        for each in present:
            schedule.add(each)
        take(schedule)
        for each in present:
            each.tokens.append(9)
        return [piece.guesses for piece in schedule.step().pieces]

    assert guesses(False) == [(5, 6)]
    assert sorted(guesses(False, True)) == [(), (5, 6)]
    assert guesses(False, False, False) == [(), (), ()]


def test_who_needs_a_long_row_is_not_overtaken_by_those_who_could_take_it():
    schedule, memory = Schedule(SIZES, BUDGET), Memory()
    long, longer, short = sequence(2, most=64), sequence(2, most=50), sequence(2)
    crowd = [sequence(2) for _ in range(3)]
    for each in (long, longer, *crowd, short):
        schedule.add(each)
    write(take(schedule, memory))
    assert [each.place is None for each in (long, longer, short)] == [False, True, True]
    schedule.remove(long)
    write(take(schedule, memory))
    assert longer.place == Place(1, 0)
    assert short.place is None


def test_a_short_one_passes_a_long_one_that_waits_for_what_it_does_not_need():
    schedule = Schedule(SIZES, BUDGET)
    short = sequence(2)
    for each in (sequence(2, most=64), sequence(2, most=64), short):
        schedule.add(each)
    take(schedule)
    assert short.place == Place(0, 0)


def test_when_all_is_forgotten_everybody_begins_anew_in_the_order_they_came():
    schedule = Schedule(SIZES, BUDGET)
    some = [sequence(4, first=10 * number) for number in range(5)]
    for each in some:
        schedule.add(each)
    write(take(schedule))
    schedule.forget()
    assert list(schedule.waiting) == some
    assert take(schedule).pieces[0].start == 0


moves = st.lists(
    st.one_of(
        st.tuples(
            st.just("add"), st.lists(st.integers(0, 1), min_size=1, max_size=30), st.integers(1, 20), st.booleans()
        ),
        st.tuples(st.just("remove"), st.integers(0, 20)),
        st.just(("step",)),
    ),
    max_size=60,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_whatever_comes_and_goes_a_sequence_finds_in_its_row_what_it_has_read(moves):
    schedule, memory, present = Schedule(SIZES, BUDGET), Memory(), []
    for move in moves:
        if move[0] == "add":
            present.append(Sequence(list(move[1]), len(move[1]) + move[2], move[3]))
            schedule.add(present[-1])
        elif move[0] == "remove" and present:
            schedule.remove(present.pop(move[1] % len(present)))
        else:
            step = take(schedule, memory)
            assert sum(piece.length for piece in step.pieces if piece.is_of_prompt) < BUDGET + CHUNK
            places = {piece.sequence: piece.place for piece in step.pieces}
            assert len(set(places.values())) == len(places)
            assert all(piece.sequence.most <= SIZES[piece.place.table].length for piece in step.pieces)
            guessing = [piece for piece in step.pieces if piece.guesses]
            assert all(piece.start + len(piece.tokens) <= piece.sequence.most for piece in guessing)
            assert not guessing or sum(not piece.is_of_prompt for piece in step.pieces) <= FEW
            assert bool(step.pieces) == bool(present)
            write(step)
            for one in [one for one in present if len(one.tokens) > one.most]:
                present.remove(one)
                schedule.remove(one)
