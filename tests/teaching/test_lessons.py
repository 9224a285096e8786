"""Datasets and the models that learn from them: whose they are, what is refused, what is gone for good."""

import pytest

from inference.models import ModelCard, Tuning
from tests.teaching.making import TEXT, encoder
from widgets.models import Dataset, DatasetVersion, Lesson, User
from widgets.teaching import datasets, lessons
from widgets.teaching.examples.reading import Unreadable
from widgets.teaching.failures import NotFit, TooLong, TooMany
from widgets.teaching.lessons import Manner


@pytest.fixture
def ada(db) -> User:
    return User.objects.create_user("ada")


@pytest.fixture
def base(db, tmp_path, settings) -> ModelCard:
    settings.MODELS_DIR = tmp_path
    return encoder(tmp_path)


def test_what_is_changed_is_a_version_and_what_is_the_same_is_none(ada):
    dataset = datasets.create(ada, "Animals", TEXT)
    datasets.change(dataset, None, TEXT)
    assert [version.number for version in dataset.versions.all()] == [1]
    datasets.change(dataset, None, f"{TEXT}\ncat the last,cats")
    assert [version.number for version in dataset.versions.all()] == [2, 1]
    assert dataset.versions.last().text == TEXT


def test_what_cannot_be_read_is_not_kept(ada):
    with pytest.raises(Unreadable):
        datasets.create(ada, "Nothing", " ")
    dataset = datasets.create(ada, "Animals", TEXT)
    with pytest.raises(Unreadable):
        datasets.change(dataset, "Beasts", '{"a": 1}')
    assert DatasetVersion.objects.get().text == TEXT
    assert Dataset.objects.get().title == "Animals"


def test_there_is_an_end(ada, monkeypatch):
    monkeypatch.setattr(datasets, "MOST", 1)
    datasets.create(ada, "Animals", TEXT)
    with pytest.raises(TooMany, match=r"You have 1 collections of examples\. Delete one first\."):
        datasets.create(ada, "More", TEXT)


def test_a_lesson_learns_from_what_the_check_leaves(ada, base):
    long = "cat " * 40
    dataset = datasets.create(ada, "Animals", f"{TEXT}\n{long},cats\ncat number 1,cats")
    check = lessons.look(dataset, base)
    assert {fault.code: fault.rows for fault in check.faults} == {"repeated": [23], "too_long": [22]}
    lesson = lessons.start(ada, dataset, base, "Animals", Manner(long="short"))
    assert lesson.version == datasets.newest(dataset)
    assert len(lesson.tuning.learned) == len(check.learned) == 16
    assert len(lesson.tuning.held_out) == len(check.held_out) == 4
    assert lesson.tuning.effort == {"epochs": 6, "rate": 3e-4, "decay": 0.01}
    assert lesson.tuning.asked_by == ada


def test_what_is_not_fit_is_refused_with_what_to_mend(ada, base):
    dataset = datasets.create(ada, "Few", "text,label\na cat,cats\na dog,dogs")
    with pytest.raises(NotFit, match=r"There are 2 examples to learn from\. Give 10 at least\."):
        lessons.start(ada, dataset, base, "Few", Manner())
    assert not Tuning.objects.exists()


def test_few_are_taught_at_once(ada, base, monkeypatch):
    monkeypatch.setattr(lessons, "MOST", 1)
    dataset = datasets.create(ada, "Animals", TEXT)
    lessons.start(ada, dataset, base, "One", Manner())
    with pytest.raises(TooMany, match="Let one end, or stop it"):
        lessons.start(ada, dataset, base, "Two", Manner())


def test_few_are_kept(ada, base, monkeypatch):
    monkeypatch.setattr(lessons, "KEPT", 0)
    with pytest.raises(TooMany, match=r"You have 0 taught models\. Delete one first\."):
        lessons.start(ada, datasets.create(ada, "Animals", TEXT), base, "One", Manner())


def test_what_takes_days_is_refused_before_it_begins(ada, base):
    base.parameters = 10**12
    with pytest.raises(TooLong, match=r"That would take \d+ hours, and 8 are the most\. Give fewer examples"):
        lessons.start(ada, datasets.create(ada, "Animals", TEXT), base, "One", Manner())
    assert not Tuning.objects.exists()


def test_answers_are_taught_otherwise_than_labels(ada, base, tmp_path):
    """An example is what is asked and what is answered, no label is rare, and it learns quicker."""
    writer = encoder(tmp_path, name="writer", family="text", task="text", context=100)
    writer.folder.symlink_to(base.folder)
    rows = [f"what is {number},it is the number {number}" for number in range(12)]
    dataset = datasets.create(ada, "Numbers", "\n".join(["question,answer", *rows, f"what is long,{'cat ' * 100}"]))
    check = lessons.look(dataset, writer)
    assert [fault.code for fault in check.faults] == ["too_long"]
    assert (check.labels, len(check.learned), len(check.held_out)) == ({}, 10, 2)
    assert check.tokens[-1][0] > lessons.TURNS
    lesson = lessons.start(ada, dataset, writer, "Numbers", Manner(long="long", strong="gentle"))
    assert lesson.tuning.effort == {"epochs": 39, "rate": 3e-4, "decay": 0.01}  # 48 steps, as there are few examples
    assert lessons.suited(dataset, [base, writer]) == writer
    assert lessons.suited(datasets.create(ada, "Animals", TEXT), [writer, base]) == base
    assert lessons.suited(dataset, []) is None
    assert lessons.look(dataset, base).faults[-1].stops  # of labels there are too few examples each


def test_more_takes_longer(ada, base):
    check = lessons.look(datasets.create(ada, "Animals", TEXT), base)
    short, usual, long = (lessons.seconds(check, base, Manner(name)) for name in ("short", "usual", "long"))
    assert lessons.START < short < usual < long


def test_deleting_examples_deletes_them_wherever_they_are(ada, base):
    dataset = datasets.create(ada, "Animals", TEXT)
    lesson = lessons.start(ada, dataset, base, "Animals", Manner())
    said = [[0, None, 1.0, [["a cat", "dogs"]]]]
    figures = {"before": 0, "after": 1, "answers": [["a cat", "cats", "dogs", "cats"]]}
    Tuning.objects.update(state="running", figures=figures, moments=said)
    datasets.delete(dataset)
    assert not DatasetVersion.objects.exists()
    assert Lesson.objects.get().version is None
    tuning = Tuning.objects.get(pk=lesson.tuning_id)
    assert (tuning.stopping, tuning.learned, tuning.held_out, tuning.figures) == (True, [], [], None)
    assert tuning.moments == []


def test_who_deletes_their_account_deletes_their_examples(ada, base):
    lessons.start(ada, datasets.create(ada, "Animals", TEXT), base, "Animals", Manner())
    ada.delete()
    for kind in (Dataset, DatasetVersion, Tuning):
        assert not kind.objects.exists()


def test_what_came_to_nothing_goes_with_its_examples(ada, base):
    dataset = datasets.create(ada, "Animals", TEXT)
    lessons.start(ada, dataset, base, "Animals", Manner())
    Tuning.objects.update(state="failed")
    datasets.delete(dataset)
    assert not Tuning.objects.exists()
    assert not Lesson.objects.exists()
