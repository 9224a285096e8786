"""Snapshots from before documents stayed with who gave them lose the texts of those, and nothing else."""

from importlib import import_module

import pytest
from django.apps import apps

from widgets.models import Snapshot

pytestmark = pytest.mark.django_db

migration = import_module("widgets.migrations.0003_forget_documents_in_snapshots")
TEXT = "SECRET SALARIES 1234"


def kept(**values: str) -> dict[str, str]:
    """By kind of widget, what a snapshot with these values still has after the migration."""
    widgets = [{"kind": kind, "value": value} for kind, value in values.items()]
    snapshot = Snapshot.objects.create(title="Old", content={"widgets": widgets})
    migration.forget_documents(apps, None)
    snapshot.refresh_from_db()
    return {widget["kind"]: widget["value"] for widget in snapshot.content["widgets"]}


def test_the_text_of_a_document_is_taken_out_and_what_was_written_stays():
    assert kept(document=TEXT, text="A sum", input="May") == {"document": "", "text": "A sum", "input": "May"}


def test_it_is_taken_out_of_what_repeats_it_too():
    found = kept(document=TEXT, note=f"Read: {TEXT}!", image=f"Draw {TEXT}")
    assert found == {"document": "", "note": "Read: [document]!", "image": "Draw [document]"}


def test_a_document_that_was_not_given_takes_nothing_with_it():
    assert kept(document="", note="A note") == {"document": "", "note": "A note"}
