"""Playing with real workers, and looking at what comes."""

from inference import streams
from tests.running.making import make_run
from tests.waiting import until
from widgets.models import Run
from widgets.running import runs
from widgets.running.dispatch import carry_out
from widgets.running.reading import read


def play(**widgets: str) -> Run:
    run = make_run(**widgets)
    carry_out(runs.play(run))
    return run


def rest(run, seconds=20):
    return until(lambda: (found := read(run))["state"] == "resting" and found["results"], seconds)


def streamed(run):
    """The text of the deltas in the log, by attempt."""
    texts = {}
    for entry in streams.read(f"run:{run.pk}"):
        if entry.type == "generation.delta":
            texts[entry.data["attempt"]] = texts.get(entry.data["attempt"], "") + entry.data["text"]
    return texts
