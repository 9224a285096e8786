"""A model that answers the steps of compositions as a test likes."""

import json
from typing import Any

from inference.protocol import Outcome, Request
from widgets.building.composer import compositions
from widgets.building.composer.compositions import Step
from widgets.models import Composition

PLAN = {
    "title": "Story maker",
    "inputs": [{"kind": "input", "title": "Topic"}, {"kind": "select", "title": "Mood"}],
    "ai": [{"kind": "text", "title": "Story"}, {"kind": "summarise", "title": "Summary"}],
}
ANSWERS = {
    "plan": PLAN,
    "fill-w1": {"placeholder": "what it is about", "example": "a robot"},
    "fill-w2": {"options": ["happy", "sad"]},
    "fill-w3": {"prompt": "Write a @[Mood] story about @[Topic]."},
    "fill-w4": {"source": "Story", "length": "short"},
}


def step_of(request: Request) -> str:
    return request.id.partition(".")[2]


def done(request: Request, answers: dict[str, Any] = ANSWERS) -> Outcome:
    value = answers[step_of(request)]
    text = value if isinstance(value, str) else json.dumps(value)
    return Outcome(id=request.id, attempt=request.attempt, state="done", value=text, finish="stop")


def failed(request: Request, failure: Any) -> Outcome:
    return Outcome(id=request.id, attempt=request.attempt, state="failed", value="{", failure=failure)


def work_off(step: Step, answers: dict[str, Any] = ANSWERS) -> list[Step]:
    """All requests answered, and those that follow; the steps in order."""
    steps, waiting = [step], list(step.submit)
    while waiting:
        steps.append(compositions.settle(done(waiting.pop(0), answers)))
        waiting += steps[-1].submit
    return steps


def now(composition: Composition) -> Composition:
    return Composition.objects.select_related("app").get(pk=composition.pk)
