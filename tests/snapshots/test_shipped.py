"""The worked example: played to its end, and as it came out."""

from django.core.management import call_command

from widgets.building.examples import examples
from widgets.models import Snapshot
from widgets.snapshots import freezing
from widgets.snapshots.shipped import EXAMPLE, FOLDER, Shipped

SHIPPED = {path.stem: Shipped.model_validate_json(path.read_text()) for path in FOLDER.glob("*.json")}


def test_it_is_a_run_of_the_example_as_that_is_now():
    for id, shipped in SHIPPED.items():
        graph = examples()[id].graph
        assert [(widget.id, widget.title, widget.kind) for widget in shipped.content.widgets] == [
            (widget.id, widget.title, widget.kind) for widget in graph.widgets
        ]


def test_no_text_in_it_breaks_off():
    for shipped in SHIPPED.values():
        long = [said for said in freezing.answers(shipped.content) if len(said) > 80]
        assert long
        assert all(said.rstrip().endswith((".", "!", "?", ".”", '."', '!"', '?"')) for said in long)


def test_a_newer_one_takes_the_place_of_an_older_and_one_that_was_deleted_stays_away(db):
    call_command("seed_examples")
    example = Snapshot.objects.get(pk=EXAMPLE)
    Snapshot.objects.update(title="An older one", content={})
    freezing.delete(example)
    call_command("seed_examples")
    example.refresh_from_db()
    assert example.title == SHIPPED["story"].title
    assert len(freezing.answers(freezing.frozen(example))) == 3
    assert example.deleted_at
