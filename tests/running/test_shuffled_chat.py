"""Conversations by hand: said, stopped, lost, reset and brought back at random, with news late and repeated."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.running.making import make_card, make_run, result
from tests.running.test_shuffled import Worker, check_rest
from widgets.kinds import InvalidInput
from widgets.models import Result, Run
from widgets.running import runs
from widgets.running.reading import read

APP = {"Chat": {"kind": "chat"}, "Sum": "Sum up: @[Chat]"}
HALF = "hal"  # what a worker leaves of an answer that fails or is stopped


def conversation(run):
    return read(run)["inputs"]["Chat"]


def check_turns(turns):
    """Each answer is that to what was said right before it; what was not answered is said together with the next."""
    said = []
    for turn in turns:
        if turn["role"] == "user":
            said.append(turn["content"])
        else:
            assert turn["content"] in (HALF, "({})".format("\n\n".join(said)))
            said = []


class Shuffled(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_every_answer_belongs_to_what_was_said_whatever_happens_in_between(self, data):
        make_card()
        run = make_run(**APP)
        worker = Worker(lambda _: data.draw(st.sampled_from(["done", "done", "failed", "cancelled"])))
        kept = [conversation(run)]
        for number in range(data.draw(st.integers(1, 20))):
            self.disturb(run, worker, data, kept, f"Say {number}")
            kept.append(conversation(run))
            check_turns(kept[-1]["turns"])
        while worker.news:
            worker.tell(data)
        self.check_it_goes_on(run, worker, data)

    def disturb(self, run, worker, data, kept, words):
        match data.draw(st.sampled_from(["tell", "tell", "say", "say", "again", "bring back", "stop", "lose", "play"])):
            case "tell" if worker.news:
                worker.tell(data)
            case "say":
                self.give(run, worker, {"say": words})
            case "bring back":
                self.give(run, worker, data.draw(st.sampled_from(kept)))
            case "again":
                worker.take(runs.play(run, widgets=["chat"], force=True))
            case "play":
                worker.take(runs.play(run))
            case "stop":
                worker.take(runs.cancel(run))
            case "lose":
                held = Result.objects.filter(run=run, state__in=("queued", "running")).values_list("pk", "attempt")
                worker.take(runs.requeue(dict(held)))

    def give(self, run, worker, value):
        """Anything else than what it holds is refused exactly while an answer is being written."""
        before = conversation(run)
        if result(run, "chat")["state"] in Result.UNFINISHED and value != before:
            with pytest.raises(InvalidInput, match="still being written"):
                runs.play(run, inputs={"chat": value}, widgets=["chat"])
            assert conversation(run) == before
        else:
            worker.take(runs.play(run, inputs={"chat": value}, widgets=["chat"]))

    def check_it_goes_on(self, run, worker, data):
        """What is said last is answered, and the summary is made of all of it."""
        check_rest(run, worker)
        worker.end = lambda _: "done"
        worker.take(runs.play(run, inputs={"chat": {"say": "Bye"}}))
        while worker.news:
            worker.tell(data)
        check_rest(Run.objects.get(pk=run.pk), worker)
        assert result(run, "chat")["value"].endswith("Bye)")
        assert result(run, "sum")["value"].endswith(f"You: Bye\nAssistant: {result(run, 'chat')['value']})")
        assert not result(run, "sum")["stale"]
