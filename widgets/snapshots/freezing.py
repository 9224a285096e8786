"""Snapshots: a run frozen, with its inputs and results, for whoever is given the link.

What is frozen is what the player saw, nothing of the prompts, and of documents only their names. Pictures are copied,
so that nothing that happens to the run or to the app changes a snapshot.
"""

from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel

from inference.protocol import StoredFile
from widgets.graph.order import upstream
from widgets.graph.schema import Layout
from widgets.kinds import KINDS
from widgets.models import Player, Result, Run, Snapshot
from widgets.running.values import Standing, stand
from widgets.sharing.redacting import shown_settings
from widgets.snapshots import removal
from widgets.snapshots.wording import words

RAW = {"classify", "search", "text"}  # kinds whose values are shown otherwise than they read


class NothingToFreeze(Exception):
    def __init__(self) -> None:
        super().__init__("There is no result yet. Press Play first, then share what comes out.")


class FrozenWidget(BaseModel):
    id: str
    kind: str
    title: str
    layout: Layout
    settings: dict[str, Any]  # what a card needs, and no prompt
    value: str
    files: list[StoredFile] = []
    stale: bool = True  # something that it needs was changed, and it was not played again; older ones do not say


class Frozen(BaseModel):
    """The content of a snapshot."""

    app: str  # its title
    owner: str | None
    widgets: list[FrozenWidget]


@transaction.atomic
def freeze(run: Run, player: Player, title: str = "") -> Snapshot:
    """Raises NothingToFreeze for a run in which nothing was played. What was deleted long ago makes room for it."""
    removal.forget()
    standing = stand(run)
    if not standing.done:
        raise NothingToFreeze
    _forget_documents(standing)
    _forget_prompts(standing)
    snapshot = Snapshot(
        app=run.app, revision=run.revision, author=player.user, guest="" if player.user else player.guest
    )
    owner = run.app.owner.username if run.app.owner else None
    stale = _stale(run)
    widgets = [_frozen(standing, widget.id, snapshot.pk, stale) for widget in standing.graph.widgets]
    snapshot.content = Frozen(app=run.app.title, owner=owner, widgets=widgets).model_dump(mode="json")
    snapshot.title = title or run.app.title
    snapshot.save(force_insert=True)
    return snapshot


def _stale(run: Run) -> set[str]:
    """Before anything is forgotten: what a model would be asked without the documents is something else."""
    standing = stand(run)
    return {id for id in standing.played if standing.stale(id)}


# Both before anything is read from the standing: notes may show what others hold.


def _forget_documents(standing: Standing) -> None:
    """Whose texts stay with who gave them."""
    for upload in standing.inputs.files.values():
        upload.text = f"[document: {upload.name}]"


def _forget_prompts(standing: Standing) -> None:
    """Also of an app that shows them, where the text of a document went into them."""
    for id, row in standing.done.items():
        is_kept = not standing.run.app.open_source or _reads_documents(standing, id)
        if standing.kind(id).echoes_prompt and is_kept:
            row.value = ""


def _reads_documents(standing: Standing, id: str) -> bool:
    return any(standing.widgets[above].kind == "document" for above in upstream(standing.graph, {id}))


def _names(standing: Standing, id: str) -> str:
    """Of the files that a visitor gave to a widget."""
    takes_files = standing.takes_input(id) and standing.inputs.file_ids(id)
    return ", ".join(upload.name for upload in standing.inputs.given_files(id)) if takes_files else ""


def _frozen(standing: Standing, id: str, snapshot: str, stale: set[str]) -> FrozenWidget:
    widget = standing.widgets[id]
    done = standing.done.get(id)
    raw = done.value if done and widget.kind in RAW else standing.value(id)
    return FrozenWidget(
        **{name: getattr(widget, name) for name in ("id", "kind", "title", "layout")},
        settings=shown_settings(widget),
        value=_names(standing, id) or raw or "",
        files=_copied(_files(standing, id, done), snapshot),
        stale=id in stale,
    )


def _files(standing: Standing, id: str, done: Result | None) -> list[StoredFile]:
    """What a model drew, and the pictures that a visitor gave."""
    if done:
        return [StoredFile.model_validate(file) for file in done.files]
    if standing.widgets[id].kind != "picture" or not standing.takes_input(id):
        return []
    uploads = [standing.inputs.files[file] for file in standing.inputs.values[id] if file in standing.inputs.files]
    return [
        StoredFile(path=upload.file.name, media_type=upload.media_type, width=upload.width, height=upload.height)
        for upload in uploads
        if upload.state == upload.State.READY
    ]


def _copied(files: list[StoredFile], snapshot: str) -> list[StoredFile]:
    """Those that are still there."""
    copies = []
    for file in files:
        with suppress(FileNotFoundError), default_storage.open(file.path) as source:
            path = default_storage.save(f"snapshots/{snapshot}/picture{PurePosixPath(file.path).suffix}", source)
            copies.append(file.model_copy(update={"path": path}))
    return copies


def frozen(snapshot: Snapshot) -> Frozen:
    return Frozen.model_validate(snapshot.content)


def answers(content: Frozen) -> list[str]:
    """What models said, in words."""
    played = [widget for widget in content.widgets if widget.kind in KINDS and KINDS[widget.kind].plays]
    said = [words(widget.kind, widget.value) for widget in played]
    return [one for one in said if one.strip()]


def rename(snapshot: Snapshot, title: str) -> None:
    Snapshot.objects.filter(pk=snapshot.pk).update(title=title, asked_at=None)


def delete(snapshot: Snapshot) -> None:
    """Out of sight for everybody, until restored."""
    Snapshot.objects.filter(pk=snapshot.pk).update(deleted_at=timezone.now())


def restore(snapshot: Snapshot) -> None:
    Snapshot.objects.filter(pk=snapshot.pk).update(deleted_at=None)
