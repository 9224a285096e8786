"""The state machine of compositions, with answers given by hand: in order, late, twice, lost and none at all."""

import pytest

from inference.catalogue.cards import cards
from inference.models import ModelCard
from inference.protocol import Failure, ModelMissing
from tests.building.composer.answering import ANSWERS, done, failed, now, step_of, work_off
from tests.running.making import graph_of
from tests.spending.spending import took
from widgets.building import apps
from widgets.building.composer import compositions
from widgets.building.composer.draft import Draft
from widgets.building.composer.steps.changing import NothingToChange
from widgets.graph.schema import Graph
from widgets.kinds import problems
from widgets.models import Composition, Player, Quota, Reservation, Spending, Use
from widgets.running import full_house
from widgets.spending.refusing import QuotaSpent

CUT = Failure(code="answer_incomplete", message="It was cut off.")
BROKEN = Failure(code="engine_crashed", message="It stopped. Try again.")


def settings(composition: Composition) -> dict[str, dict]:
    return {widget.title: widget.settings for widget in now(composition).app.draft.graph.widgets}


def test_a_description_becomes_an_app_with_title_widgets_and_a_revision(ann):
    composition, step = compositions.compose(ann, "A story with a mood")
    work_off(step)
    app = now(composition).app
    assert (now(composition).state, app.title, app.draft.number) == ("done", "Story maker", 2)
    assert settings(composition)["Story"]["prompt"] == "Write a @[Mood] story about @[Topic]."
    assert settings(composition)["Mood"] == {"options": ["happy", "sad"], "default": ["happy"]}
    assert settings(composition)["Summary"]["source"] == "@[Story]"


def test_what_was_asked_for_is_the_description_as_far_as_it_fits(ann):
    short, _ = compositions.compose(ann, "A story\nwith a mood")
    long, _ = compositions.compose(ann, "many words " * 200)
    assert short.app.description == "A story with a mood"
    assert len(long.app.description) <= 1000
    assert long.app.description.endswith(" …")


def test_what_is_told_is_the_title_then_each_widget_added_and_filled_in_then_the_end(ann):
    _composition, step = compositions.compose(ann, "A story with a mood")
    told = [event for one in work_off(step) for _, event in one.told]
    said = [data["title"] if "title" in data else (data["widget"]["title"], data["filled"]) for _, data in told]
    titles = ["Topic", "Mood", "Story", "Summary"]
    assert said == ["Story maker", *[(title, False) for title in titles], *[(title, True) for title in titles]]


def test_at_every_moment_what_there_is_could_be_played(ann):
    composition, step = compositions.compose(ann, "A story with a mood")
    waiting = list(step.submit)
    while waiting:
        waiting += compositions.settle(done(waiting.pop())).submit
        assert problems(Draft.model_validate(now(composition).draft).graph, cards()) == []


def test_the_widgets_are_asked_for_at_the_same_time_and_their_answers_come_in_any_order(ann):
    composition, step = compositions.compose(ann, "A story with a mood")
    requests = compositions.settle(done(step.submit[0])).submit
    assert sorted(map(step_of, requests)) == ["fill-w1", "fill-w2", "fill-w3", "fill-w4"]
    for request in reversed(requests):
        compositions.settle(done(request))
    assert now(composition).state == "done"


def test_an_answer_that_comes_twice_or_too_late_changes_nothing(ann):
    _composition, step = compositions.compose(ann, "A story with a mood")
    steps = work_off(step)
    before = Composition.objects.values().get()
    again = [compositions.settle(done(request)) for one in steps for request in one.submit]
    assert all(one == compositions.Step() for one in again)
    assert Composition.objects.values().get() == before


def test_a_step_that_nobody_holds_is_asked_again_in_the_same_words_and_its_old_answer_does_not_count(ann):
    composition, step = compositions.compose(ann, "A story with a mood")
    [lost] = step.submit
    [again] = compositions.requeue(lost.id, lost.attempt).submit
    assert (again.attempt, again.body) == (2, lost.body)
    assert compositions.settle(done(lost)) == compositions.Step()
    work_off(compositions.Step(submit=[again]))
    assert now(composition).state == "done"


def test_a_step_lost_three_times_fails_with_a_sentence_and_keeps_what_there_is(ann):
    composition, step = compositions.compose(ann, "A story with a mood")
    [request, *others] = compositions.settle(done(step.submit[0])).submit
    for attempt in (1, 2, 3):
        step = compositions.requeue(request.id, attempt)
    assert now(composition).failure["code"] == "worker_lost"
    assert {other.id for other in others} < set(step.cancel)
    assert settings(composition).keys() == {"Topic", "Mood", "Story", "Summary"}


def test_what_waits_for_a_worker_is_known_to_the_sweep(ann, django_assert_num_queries):
    composition, step = compositions.compose(ann, "A story with a mood")
    [request] = step.submit
    later = now(composition).changed_at.replace(year=2099)
    assert compositions.in_work(before=later) == {request.id: 1}
    assert compositions.in_work(before=now(composition).changed_at) == {}


def test_stop_keeps_what_there_is_and_what_comes_later_is_ignored(ann):
    composition, step = compositions.compose(ann, "A story with a mood")
    requests = compositions.settle(done(step.submit[0])).submit
    stopped = compositions.cancel(composition.pk)
    assert sorted(stopped.cancel) == sorted(request.id for request in requests)
    assert compositions.settle(done(requests[0])) == compositions.Step()
    assert (now(composition).state, now(composition).app.draft.number) == ("cancelled", 2)


def test_stopped_before_there_is_a_plan_the_board_is_empty(ann):
    composition, _ = compositions.compose(ann, "A story with a mood")
    compositions.cancel(composition.pk)
    app = now(composition).app
    assert (app.title, app.draft.number, app.draft.graph) == ("Untitled app", 1, Graph())


def test_a_widget_whose_words_were_cut_off_stays_as_the_plan_has_it(ann):
    composition, step = compositions.compose(ann, "A story with a mood")
    requests = compositions.settle(done(step.submit[0])).submit
    for request in requests:
        compositions.settle(failed(request, CUT) if step_of(request) == "fill-w3" else done(request))
    assert now(composition).state == "done"
    assert settings(composition)["Story"]["prompt"] == "Write this: Story. It is about @[Topic] and @[Mood]."


@pytest.mark.parametrize("at", ["plan", "fill-w3"])
def test_a_failure_ends_it_with_its_sentence(ann, at):
    composition, step = compositions.compose(ann, "A story with a mood")
    waiting = list(step.submit)
    while waiting:
        request = waiting.pop(0)
        outcome = failed(request, BROKEN) if step_of(request) == at else done(request)
        waiting += compositions.settle(outcome).submit
    assert (now(composition).state, now(composition).failure) == ("failed", BROKEN.model_dump())


def test_without_a_plan_there_is_a_sentence_and_no_app(ann):
    composition, step = compositions.compose(ann, "A story with a mood")
    work_off(step, {"plan": "I would rather talk"})
    assert now(composition).failure["code"] == "no_plan"
    assert now(composition).app.draft.graph == Graph()


def test_what_cannot_be_handed_over_has_failed(ann):
    composition, step = compositions.compose(ann, "A story with a mood")
    compositions.fail({step.submit[0].id: 1}, BROKEN)
    assert now(composition).failure == BROKEN.model_dump()


def test_what_was_saved_elsewhere_meanwhile_is_not_overwritten(ann):
    composition, step = compositions.compose(ann, "A story with a mood")
    apps.save(composition.app, 1, graph_of(Mine="by hand"), ann)
    work_off(step)
    assert now(composition).failure["code"] == "app_changed"
    assert settings(composition).keys() == {"Mine"}


@pytest.mark.parametrize("moment", ["lost", "answered"])
def test_a_model_that_is_taken_away_meanwhile_ends_it_with_a_sentence(ann, moment):
    composition, step = compositions.compose(ann, "A story with a mood")
    ModelCard.objects.update(enabled=False)
    [request] = step.submit
    step = compositions.requeue(request.id, 1) if moment == "lost" else compositions.settle(done(request))
    assert (step.submit, step.ended) == ([], [composition.pk])
    assert (now(composition).state, now(composition).failure["code"]) == ("failed", "model_missing")


def test_a_title_that_somebody_gives_meanwhile_is_kept_and_no_other_is_told(ann):
    composition, step = compositions.compose(ann, "A story with a mood")
    apps.change(composition.app, title="Bedtime")
    told = [type for one in work_off(step) for _, (type, _data) in one.told]
    assert "composition.title" not in told
    assert (now(composition).state, now(composition).app.title) == ("done", "Bedtime")


def test_without_a_model_it_does_not_begin(ann):
    ModelCard.objects.all().delete()
    with pytest.raises(ModelMissing, match="not installed"):
        compositions.compose(ann, "A story")
    assert not Composition.objects.exists()


def test_compositions_count_among_what_one_has_written_at_once(ann, settings):
    compositions.compose(ann, "A story")
    settings.MOST_OF_AN_ACCOUNT = 1
    with pytest.raises(full_house.FullHouse, match="already"):
        full_house.check(Player(user=ann))
    full_house.check(Player(guest="another"))


# Changes ---------------------------------------------------------------------------------------


@pytest.fixture
def app(ann):
    return apps.create(ann, "Stories", graph=graph_of(Topic={"default": "a robot"}, Story="Tell of @[Topic]."))


def test_a_change_is_proposed_and_saved_by_nobody(ann, app):
    composition, step = compositions.change(app, ann, "add a summary of the story")
    work_off(step, {"fill-w1": {"source": "Story", "length": "short"}})
    proposed = Draft.model_validate(now(composition).draft).graph
    assert [widget.title for widget in proposed.widgets] == ["Topic", "Story", "Summary"]
    assert (now(composition).state, app.draft.number) == ("done", 1)
    assert compositions.undecided(app) == composition


def test_what_needs_no_model_is_proposed_at_once(ann, app):
    composition, step = compositions.change(app, ann, "rename the story to Tale")
    assert (step.submit, step.ended, now(composition).state) == ([], [composition.pk], "done")


def test_a_proposal_that_was_discarded_or_overtaken_is_not_shown_again(ann, app):
    composition, _ = compositions.change(app, ann, "rename the story to Tale")
    compositions.cancel(composition.pk)
    assert compositions.undecided(app) is None
    compositions.change(app, ann, "rename the story to Tale")
    apps.save(app, 1, graph_of(Other="now"), ann)
    assert compositions.undecided(app) is None


def test_a_wish_about_nothing_is_refused_with_what_to_say_instead(ann, app):
    with pytest.raises(NothingToChange, match="by its title"):
        compositions.change(app, ann, "remove it")
    assert not Composition.objects.exists()


def test_a_graph_that_had_problems_before_may_keep_them(ann):
    app = apps.create(ann, "Draft", graph=graph_of(Topic={"default": "a"}, Story="Tell of @[Nobody]."))
    composition, _ = compositions.change(app, ann, "rename Topic to Theme")
    assert now(composition).state == "done"


def test_what_cannot_be_played_is_not_kept(ann, monkeypatch):
    composition, step = compositions.compose(ann, "A story with a mood")
    work_off(step, ANSWERS | {"fill-w4": {"source": "Nobody", "length": "short"}})
    assert now(composition).failure["code"] == "unplayable"
    assert now(composition).app.draft.graph == Graph()


def allow(ann, tokens: int) -> None:
    Quota.objects.update_or_create(user=ann, defaults={"tokens_a_day": tokens})


def test_a_composition_without_room_for_its_plan_does_not_begin(ann):
    allow(ann, 100)
    with pytest.raises(QuotaSpent):
        compositions.compose(ann, "A story")
    assert not Composition.objects.exists()


def test_one_that_runs_out_in_the_middle_says_so_and_keeps_what_there_is(ann):
    allow(ann, 5000)
    composition, step = compositions.compose(ann, "A story with a mood")
    assert Spending.objects.get().tokens > 0
    allow(ann, 100)
    after = compositions.settle(done(step.submit[0]))
    assert after.submit == []
    assert now(composition).failure["code"] == "quota_spent"
    assert settings(composition).keys() == {"Topic", "Mood", "Story", "Summary"}
    assert (Spending.objects.get().tokens, Reservation.objects.count()) == (0, 0)


def test_where_only_some_of_the_next_steps_have_room_none_of_them_is_reserved(ann):
    allow(ann, 50_000)
    _, step = compositions.compose(ann, "A story with a mood")
    compositions.settle(done(step.submit[0]))
    one, *_, most = sorted(Reservation.objects.values_list("tokens", flat=True))
    Reservation.objects.all().delete()
    Spending.objects.all().delete()
    composition, step = compositions.compose(ann, "A story with a mood")
    allow(ann, most + one)
    compositions.settle(done(step.submit[0]))
    assert now(composition).failure["code"] == "quota_spent"
    assert (Spending.objects.get().tokens, Reservation.objects.count()) == (0, 0)


def test_what_a_composition_took_is_counted_step_by_step(ann):
    allow(ann, 50_000)
    _composition, step = compositions.compose(ann, "A story with a mood")
    work_off(step)
    assert Use.objects.values_list("user", "card", "requests").get() == (ann.pk, "tiny", 5)
    assert (Spending.objects.get().tokens, Reservation.objects.count()) == (0, 0)


@pytest.mark.parametrize("end", ["stopped", "failed", "deleted"])
def test_what_is_at_work_when_a_composition_ends_costs_what_it_took(ann, end):
    allow(ann, 50_000)
    composition, step = compositions.compose(ann, "A story with a mood")
    first, *others = compositions.settle(done(step.submit[0])).submit
    match end:
        case "stopped":
            compositions.cancel(composition.pk)
        case "failed":
            compositions.settle(failed(first, BROKEN))
        case "deleted":
            composition.app.delete()
    assert Reservation.objects.filter(pk__in=[request.id for request in others]).count() == 3
    for request in [first, *others, *others]:
        assert compositions.settle(took(request.id, read=5, written=2, state="cancelled")) == compositions.Step()
    assert Spending.objects.get().tokens == 7 * (3 if end == "failed" else 4)
    assert not Reservation.objects.exists()


def test_what_nobody_will_answer_is_given_back(ann):
    allow(ann, 50_000)
    _, step = compositions.compose(ann, "A story with a mood")
    first, *others = compositions.settle(done(step.submit[0])).submit
    compositions.fail({first.id: 1, others[0].id: 1}, BROKEN)
    assert set(Reservation.objects.values_list("pk", flat=True)) == {request.id for request in others[1:]}


@pytest.mark.parametrize("moment", ["lost for good", "lost when its model was gone"])
def test_what_was_lost_is_given_back(ann, moment):
    allow(ann, 50_000)
    composition, step = compositions.compose(ann, "A story with a mood")
    if moment == "lost for good":
        for attempt in (1, 2, 3):
            compositions.requeue(step.submit[0].id, attempt)
    else:
        ModelCard.objects.update(enabled=False)
        compositions.requeue(step.submit[0].id, 1)
    assert now(composition).state == "failed"
    assert (Spending.objects.get().tokens, Reservation.objects.count()) == (0, 0)
