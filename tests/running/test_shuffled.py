"""The state machine by hand: random graphs, news shuffled, repeated and late, plays and stops in between."""

from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.running.making import cancelled, done, failed, graph_of, make_card, make_run, rows, states
from widgets.graph.references import by_title, fold, named
from widgets.models import Result
from widgets.running import runs
from widgets.running.values import stand

ENDS = {"done": done, "failed": failed, "cancelled": cancelled}


@st.composite
def graphs(draw):
    """Inputs (one perhaps empty), notes and AI widgets that refer to any of those before them, some on a condition."""
    widgets = {"I0": {"default": "robots"}, "I1": {"default": draw(st.sampled_from(["", "cats"]))}}
    for n in range(draw(st.integers(1, 6))):
        needs = draw(st.lists(st.sampled_from(list(widgets)), max_size=3, unique=True))
        text = f"{n} " + " ".join(f"@[{title}]" for title in needs)
        asked = [title for title, what in widgets.items() if "text" not in what]
        widgets[f"W{n}"] = draw(
            st.sampled_from([{"text": text}, *[{"kind": "text", "prompt": text}] * 3])
            | st.builds(conditional, st.just(text), st.sampled_from(asked), st.sampled_from(["filled", "empty"]))
        )
    return widgets


def conditional(text, title, when_is):
    return {"kind": "text", "prompt": text, "when": f"@[{title}]", "when_is": when_is}


def expected(graph, ends):
    """By widget id: how each ends when the workers end theirs like that. Notes and inputs hand on what they need."""
    known = by_title(graph)
    empty = {widget.id for widget in graph.widgets if widget.kind == "input" and not widget.settings["default"]}
    states = {}
    for widget in graph.widgets:
        condition = next(iter(named(widget.settings.get("when", ""))), None)
        if condition is None:
            states[widget.id] = end(widget, known, states, empty, ends)
            continue
        asked = known[fold(condition)]
        told = "done" if asked.kind == "input" else states[asked.id]
        if told != "done":
            states[widget.id] = "missing" if told == "missing" else "skipped"
        elif (asked.id in empty) is (widget.settings["when_is"] == "empty"):
            ended = end(widget, known, states, empty, ends)
            # Whether the input is needed could not be told at first, so it was played.
            states[widget.id] = "skipped" if ended == "missing" and asked.kind != "input" else ended
        else:
            states[widget.id] = "done"
            empty.add(widget.id)
    return {widget.id: states[widget.id] for widget in graph.widgets if widget.kind == "text"}


def end(widget, known, states, empty, ends):
    """Whatever it may have as a condition."""
    if widget.kind == "input":
        return "missing" if widget.id in empty else "done"
    text = widget.settings.get("prompt") or widget.settings["text"]
    above = {states[known[fold(title)].id] for title in named(text)}
    if "missing" in above:
        return "missing"
    if above - {"done"}:
        return "skipped"
    return ends[widget.id] if widget.kind == "text" else "done"


class Worker:
    """Takes requests, and has news of them that may be delivered in any order, more than once."""

    def __init__(self, end):
        self.end = end  # widget id → done, failed or cancelled
        self.news = []
        self.seen = set()
        self.told = []

    def take(self, step):
        for request in step.submit:
            name = (request.id, request.attempt)
            assert name not in self.seen, "submitted twice"
            self.seen.add(name)
            outcome = ENDS[self.end(Result.objects.get(pk=request.id).widget)](request)
            self.news += [partial(runs.begin, *name), partial(runs.settle, outcome)]

    def tell(self, data):
        """One piece of news, which may be told again later."""
        news = self.news.pop(data.draw(st.integers(0, len(self.news) - 1)))
        if data.draw(st.integers(0, 5)) == 5:
            self.news.append(news)
        self.told.append(news)
        self.take(news())


def check_rest(run, worker):
    """Nothing is unfinished, and nothing that is told once more changes that."""
    assert not set(states(run).values()) & set(Result.UNFINISHED)
    before = rows(run)
    assert all(news() == runs.Step() for news in worker.told)
    assert runs.cancel(run) == runs.Step()
    assert rows(run) == before


class Shuffled(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def test_every_widget_ends_as_it_must_whatever_the_order_of_the_news(self, data):
        make_card()
        widgets = data.draw(graphs())
        graph = graph_of(**widgets)
        ends = {widget.id: data.draw(st.sampled_from(list(ENDS))) for widget in graph.widgets}
        run, worker = make_run(**widgets), Worker(ends.get)
        worker.take(runs.play(run))
        while worker.news:
            worker.tell(data)
        played = {id: state for id, state in expected(graph, ends).items() if state != "missing"}
        assert states(run) == played
        check_rest(run, worker)

    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def test_plays_stops_and_losses_in_between_leave_nothing_hanging(self, data):
        make_card()
        run = make_run(**data.draw(graphs()))
        worker = Worker(lambda _: data.draw(st.sampled_from(["done", "done", "failed", "cancelled"])))
        worker.take(runs.play(run))
        for _ in range(data.draw(st.integers(0, 12))):
            self.disturb(run, worker, data)
        while worker.news:
            worker.tell(data)
        self.check_all_can_be_done(run, worker, data)

    def disturb(self, run, worker, data):
        ids = [widget.id for widget in run.revision.graph.widgets]
        some = data.draw(st.none() | st.lists(st.sampled_from(ids), max_size=3))
        match data.draw(st.sampled_from(["tell", "tell", "play", "stop", "lose", "edit"])):
            case "tell" if worker.news:
                worker.tell(data)
            case "play":
                worker.take(runs.play(run, widgets=some, force=data.draw(st.booleans())))
            case "edit":
                worker.take(runs.play(run, inputs={"i0": data.draw(st.sampled_from(["robots", "cats"]))}, widgets=some))
            case "stop":
                worker.take(runs.cancel(run, some))
            case "lose":
                held = Result.objects.filter(run=run, state__in=("queued", "running")).values_list("pk", "attempt")
                worker.take(runs.requeue(dict(held)))

    def check_all_can_be_done(self, run, worker, data):
        """A last play, which goes well, brings all up to date that can be played."""
        check_rest(run, worker)
        worker.end = lambda _: "done"
        worker.take(runs.play(run))
        while worker.news:
            worker.tell(data)
        check_rest(run, worker)
        run.refresh_from_db()
        standing = stand(run)
        assert standing.fresh == {id for id in standing.played if not standing.missing[id]}
