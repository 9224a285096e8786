"""Takes the texts of documents out of snapshots made before they kept only names.

What a note repeats, and the prompt that a picture was drawn from, held the same text word for word.
"""

from django.db import migrations

REPEATING = ("note", "image")


def forget_documents(apps, schema_editor):
    snapshots = apps.get_model("widgets", "Snapshot").objects
    for snapshot in snapshots.only("content").iterator(chunk_size=50):
        texts = [widget["value"] for widget in snapshot.content["widgets"] if widget["kind"] == "document"]
        texts = [text for text in texts if text]
        if texts:
            for widget in snapshot.content["widgets"]:
                widget["value"] = _without(texts, widget)
            snapshot.save(update_fields=["content"])


def _without(texts, widget):
    if widget["kind"] == "document":
        return ""
    value = widget["value"]
    if widget["kind"] in REPEATING:
        for text in sorted(texts, key=len, reverse=True):
            value = value.replace(text, "[document]")
    return value


class Migration(migrations.Migration):
    dependencies = [("widgets", "0002_what_partyrock_users_expect")]

    operations = [migrations.RunPython(forget_documents, migrations.RunPython.noop)]
