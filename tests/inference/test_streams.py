"""The event log, against a real server."""

import asyncio
import contextlib
import secrets
import shutil
import subprocess
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

import pytest

from inference import streams
from partyrock_clone.up import redis
from tests.waiting import async_until, until


@pytest.fixture
def key():
    return f"run:{secrets.token_hex(6)}"


def append(key, *texts):
    return [streams.append(key, "generation.delta", {"text": text}) for text in texts]


async def follow(key, count, after=streams.START, found=None):
    """The texts of the next entries ("reset" for a reset), which are in `found` as soon as they come."""
    found = [] if found is None else found
    async with aclosing(streams.follow(key, after)) as entries:
        async for entry in entries:
            found.append(entry.data.get("text", entry.type))
            if len(found) == count:
                break
    return found


def test_an_empty_log_has_its_tail_at_the_start(key):
    assert streams.tail(key) == streams.START
    assert streams.read(key) == []


def test_what_was_appended_is_read_in_order(key):
    ids = append(key, "a", "é\n🙂")
    assert streams.read(key) == [
        streams.Entry(ids[0], "generation.delta", {"text": "a"}),
        streams.Entry(ids[1], "generation.delta", {"text": "é\n🙂"}),
    ]
    assert streams.tail(key) == ids[1]


def test_reading_is_after_one_entry_and_up_to_another(key):
    ids = append(key, "a", "b", "c", "d")
    assert [entry.data["text"] for entry in streams.read(key, after=ids[0], until=ids[2])] == ["b", "c"]


def test_a_moment_is_a_position_before_all_that_comes_after_it(key):
    append(key, "one", "two")
    now = datetime.now(UTC)
    assert len(streams.read(key, after=streams.position(now - timedelta(seconds=5)))) == 2
    assert streams.read(key, after=streams.position(now + timedelta(seconds=5))) == []


def test_a_log_expires_some_time_after_its_last_entry_whoever_appended_it(key):
    append(key, "a")
    streams.connection().persist(key)
    append(key, "b")
    assert 0 < streams.connection().ttl(key) <= streams.KEPT


async def test_a_follower_gets_the_past_and_then_the_present(key):
    ids = append(key, "a", "b")
    following = asyncio.create_task(follow(key, 3, after=ids[0]))
    await asyncio.sleep(0.05)
    append(key, "c", "d")
    assert await following == ["b", "c", "d"]


async def test_followers_who_join_at_any_moment_miss_nothing_and_see_nothing_twice(key):
    async def write():
        for number in range(300):
            await asyncio.to_thread(append, key, number)

    writing = asyncio.create_task(write())
    following = []
    for _ in range(60):
        following.append(asyncio.create_task(follow(key, 300)))
        await asyncio.sleep(0.005)
    assert all(texts == list(range(300)) for texts in await asyncio.wait_for(asyncio.gather(*following), 60))
    await writing


async def test_followers_of_different_logs_get_only_their_own(key):
    following = [asyncio.create_task(follow(f"{key}{number}", 1)) for number in range(5)]
    await asyncio.sleep(0.05)
    for number in range(5):
        append(f"{key}{number}", number)
    assert await asyncio.gather(*following) == [[0], [1], [2], [3], [4]]


async def test_a_log_that_is_gone_says_reset_and_goes_on_with_what_is_new(key):
    (id,) = append(key, "a")
    streams.connection().delete(key)
    async with aclosing(streams.follow(key, id)) as entries:
        assert await anext(entries) == streams.RESET
        append(key, "b")
        assert (await anext(entries)).data == {"text": "b"}


async def test_a_log_that_begins_after_what_was_seen_says_reset(key):
    append(key, "a")
    assert await follow(key, 1, after="1-0") == ["reset"]


@pytest.mark.parametrize("after", ["nonsense", "99999999999999-0", "1" * 40, "-1", "0-1\r\n"])
async def test_an_id_that_was_never_given_out_says_reset(key, after):
    append(key, "a")
    assert await follow(key, 1, after=after) == ["reset"]


async def test_who_does_not_take_what_comes_is_told_to_read_again_and_fills_no_memory(key, monkeypatch):
    monkeypatch.setattr(streams, "MOST_WAITING", 10)
    async with aclosing(streams.follow(key)) as slow, aclosing(streams.follow(key)) as quick:
        append(key, "first")
        await asyncio.gather(anext(slow), anext(quick))
        for number in range(25):
            append(key, number)
            await anext(quick)
        append(key, "last")
        left = []
        while "last" not in left:
            entry = await anext(slow)
            left.append(entry.data.get("text", entry.type))
    assert left == ["reset", 21, 22, 23, 24, "last"]


async def test_a_thousand_followers_share_one_blocking_connection(key):
    following = [asyncio.create_task(follow(f"{key}{number}", 1)) for number in range(1000)]
    await asyncio.sleep(0)
    clients = None
    for number in range(1000):
        await asyncio.to_thread(append, f"{key}{number}", number)
        if number == 500:
            clients = await asyncio.to_thread(streams.connection().client_list)
    assert await asyncio.wait_for(asyncio.gather(*following), 60) == [[number] for number in range(1000)]
    assert sum("b" in client["flags"] for client in clients) <= 1
    assert len(clients) < 30


@pytest.fixture
def restartable(settings, tmp_path):
    """A server that the test starts, kills and starts again."""
    settings.REDIS_URL = f"unix://{tmp_path / 's'}"
    processes = []

    def start():
        processes.append(subprocess.Popen(redis.command(tmp_path, tmp_path / "s"), stdout=subprocess.DEVNULL))
        until(answers)
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.wait()


def answers():
    with contextlib.suppress(*streams.AWAY):
        return streams.connection().ping()


async def reads(found, past):
    """Waits until a follower has the past and waits for more."""
    await async_until(lambda: found == past and any("b" in one["flags"] for one in streams.connection().client_list()))


@pytest.mark.parametrize("past", [["a"], []])
async def test_followers_are_told_that_redis_was_away_for_what_happened_was_not_logged(restartable, key, past):
    server = restartable()
    append(key, *past)
    following = asyncio.create_task(follow(key, len(past) + 2, found=(found := [])))
    await reads(found, past)
    server.terminate()
    server.wait()
    restartable()
    append(key, "b")
    assert sorted(await asyncio.wait_for(following, 20)) == [*past, "b", "reset"]


async def test_followers_are_told_when_redis_comes_back_without_its_data(restartable, key, tmp_path):
    server = restartable()
    append(key, "a")
    following = asyncio.create_task(follow(key, 3, found=(found := [])))
    await reads(found, ["a"])
    server.kill()
    server.wait()
    shutil.rmtree(tmp_path / "appendonlydir")
    restartable()
    append(key, "b")
    assert await asyncio.wait_for(following, 20) == ["a", "reset", "b"]


async def test_following_may_begin_while_redis_is_away(restartable, key):
    following = asyncio.create_task(follow(key, 2))
    await asyncio.sleep(0.1)
    restartable()
    append(key, "a")
    assert sorted(await asyncio.wait_for(following, 20)) == ["a", "reset"]


async def test_a_reader_ends_also_where_its_client_takes_no_notice_of_being_cancelled(key):
    """redis-py has moments in which it does not, such as while it connects."""
    found: list[str] = []
    following = asyncio.create_task(follow(key, 2, found=found))
    loop = asyncio.get_running_loop()
    await async_until(lambda: loop in streams._readers)
    run = streams._readers[loop].task
    streams._readers[loop].task = asyncio.shield(run)  # to cancel this does nothing to the reader itself
    append(key, "a", "b")
    await asyncio.wait_for(following, 20)
    await asyncio.wait_for(run, 20)
