"""Datasets: kept version by version, seen by their owner alone, and gone for good when they are deleted."""

from django.db import transaction
from django.db.models import Max

from inference import tunings
from inference.models import Tuning
from widgets.models import Dataset, DatasetVersion, User
from widgets.teaching.examples import reading
from widgets.teaching.failures import TooMany

MOST = 100  # of one person


@transaction.atomic
def create(owner: User, title: str, text: str) -> Dataset:
    """Raises Unreadable or TooMany."""
    text = reading.storable(text)
    reading.read(text)
    User.objects.select_for_update().get(pk=owner.pk)  # two at once would both find room
    if owner.datasets.count() >= MOST:
        raise TooMany(f"You have {MOST} collections of examples. Delete one first.")
    dataset = Dataset.objects.create(owner=owner, title=title)
    dataset.versions.create(number=1, text=text)
    return dataset


@transaction.atomic
def change(dataset: Dataset, title: str | None, text: str | None) -> None:
    """A text that is other than the newest version becomes the next one. Raises Unreadable, and then changes
    nothing."""
    locked = Dataset.objects.select_for_update().get(pk=dataset.pk)
    text = None if text is None else reading.storable(text)
    if text is not None and newest(locked).text != text:
        reading.read(text)
        last = locked.versions.aggregate(last=Max("number"))["last"]
        locked.versions.create(number=last + 1, text=text)
    if title:
        locked.title = dataset.title = title
        locked.save(update_fields=["title"])


def newest(dataset: Dataset) -> DatasetVersion:
    version = dataset.versions.first()
    assert version
    return version


@transaction.atomic
def delete(dataset: Dataset) -> None:
    """The examples go wherever they were copied to; models that learned from them stay."""
    learning = Tuning.objects.filter(lesson__version__dataset=dataset)
    for tuning in learning.filter(state__in=Tuning.UNFINISHED):
        tunings.stop(tuning)
    learning.filter(made=None).exclude(state__in=Tuning.UNFINISHED).delete()
    learning.update(learned=[], held_out=[], moments=[], figures=None)
    dataset.delete()
