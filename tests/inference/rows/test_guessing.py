"""What may follow is what followed before; who guesses in vain guesses less often."""

from inference.engines.rows.guessing import LONGEST_PAUSE, Guesses


def test_what_followed_the_last_words_before_may_follow_them_again():
    assert Guesses().next([1, 2, 3, 4, 5, 1, 2, 3], 4) == (4, 5, 1, 2)
    assert Guesses().next([1, 2, 3, 4, 5, 1, 2, 3], 1) == (4,)


def test_nothing_is_guessed_where_the_last_words_are_new_or_too_few():
    assert Guesses().next([1, 2, 3, 4, 5, 6], 4) == ()
    assert Guesses().next([1, 1], 4) == ()
    assert Guesses().next([], 4) == ()


def test_where_they_stood_last_counts_and_the_end_is_no_place_where_they_stood():
    guesses = Guesses()
    assert guesses.next([1, 2, 3, 4, 1, 2, 3, 5, 1, 2, 3], 1) == (5,)
    assert guesses.next([1, 2, 3, 4, 1, 2, 3, 5, 1, 2, 3, 6, 1, 2, 3], 1) == (6,)
    assert Guesses().next([7, 7, 7, 7], 3) == (7,)


def test_who_guesses_in_vain_waits_each_time_longer_and_who_is_right_goes_on():
    guesses, tokens, waited = Guesses(), [1, 2, 3, 4, 1, 2, 3], []
    for _ in range(8):
        tokens = [*tokens, 4, 1, 2, 3]
        waits = 0
        while not guesses.next(tokens, 1):
            waits += 1
        waited.append(waits)
        guesses.were_right(0)
    assert waited[:4] == [0, 1, 3, 7]
    assert waited[-1] == LONGEST_PAUSE
    while not guesses.next(tokens, 1):
        pass
    guesses.were_right(1)
    assert guesses.next(tokens, 1)
