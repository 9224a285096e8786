"""What a visitor gave to the widgets of a run: checked, with defaults, and the files that it names."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from inference.protocol import Source
from widgets import kinds
from widgets.graph.fingerprint import fingerprint
from widgets.graph.schema import Graph
from widgets.models import Run, Upload
from widgets.running.values.rendering import LONGEST_WHOLE


class Inputs:
    """`values` are what was given or the default, `settings` those of all widgets: both by widget id.

    Widgets of unknown kinds and with invalid settings have no settings. A value that was carried over from an older
    revision and does not fit any more counts as not given.
    """

    def __init__(self, graph: Graph, given: Mapping[str, object]) -> None:
        self.graph = graph
        self.widgets = {widget.id: widget for widget in graph.widgets}
        self.settings: dict[str, kinds.Settings] = {}
        for widget in graph.widgets:
            try:
                self.settings[widget.id] = kinds.parse_settings(widget)
            except (KeyError, ValidationError):
                continue
        self.values = {id: self._value(id, given.get(id)) for id in self.settings if self.kind(id).takes_input}
        self.files: dict[str, Upload] = {}  # by their ids

    def kind(self, id: str) -> kinds.AnyKind:
        return kinds.KINDS[self.widgets[id].kind]

    def _value(self, id: str, value: object) -> Any:
        try:
            return self.kind(id).given(self.settings[id], value)
        except kinds.InvalidInput:
            return self.kind(id).given(self.settings[id], None)

    @cached_property
    def conversations(self) -> dict[str, str]:
        """By id of a widget that answers what a visitor says: the fingerprint of the conversation so far."""
        return {id: fingerprint(said=value) for id, value in self.values.items() if self.kind(id).plays}

    # Files --------------------------------------------------------------------------------

    def find_files(self, run: Run) -> None:
        """Those of the run's own player, in one query, or in none where nothing names a file. Without their texts."""
        ids = {file for id in self.values for file in self.file_ids(id)}
        if ids:
            own = Upload.objects.filter(player=run.player_id, guest=run.guest)
            self.files = own.defer("text", "parts").in_bulk(ids)

    @property
    def is_too_much(self) -> bool:
        """Whether nothing could read all of the files, so that none is fetched."""
        return sum(upload.characters or 0 for upload in self.files.values()) > LONGEST_WHOLE

    def file_ids(self, id: str) -> list[str]:
        return self.kind(id).uploads(self.settings[id], self.values[id])

    def given_files(self, id: str) -> list[Upload]:
        if not self.files or id not in self.values:
            return []
        return [self.files[file] for file in self.file_ids(id) if file in self.files]

    def _read_files(self, id: str) -> list[Upload]:
        """With their texts, fetched in one query."""
        ready = [upload for upload in self.given_files(id) if upload.state == Upload.State.READY]
        unfetched = [upload.pk for upload in ready if upload.characters and "text" in upload.get_deferred_fields()]
        found = Upload.objects.only("text", "parts").in_bulk(unfetched) if unfetched else {}
        for upload in found.values():
            self.files[upload.pk].text, self.files[upload.pk].parts = upload.text, upload.parts
        return ready

    # What comes of it ---------------------------------------------------------------------

    def reads(self, id: str) -> str:
        """How what was given reads where it is referred to."""
        return self.kind(id).reads(self.settings[id], self.values[id], self._read_files(id))

    def sources(self, id: str) -> list[Source]:
        return self.kind(id).sources(self.settings[id], self.values[id], self._read_files(id))

    def failed_files(self, id: str) -> list[Upload]:
        return [upload for upload in self.given_files(id) if upload.state == Upload.State.FAILED]

    def is_unfilled(self, id: str) -> bool:
        """A file that cannot be read is to be replaced before anything is made of the others."""
        if id not in self.values:
            return False
        held = [upload.pk for upload in self.given_files(id)] if self.file_ids(id) else self.values[id]
        return self.kind(id).missing(self.settings[id], held) or bool(self.failed_files(id))

    def is_being_read(self, id: str) -> bool:
        return id in self.values and any(upload.state == Upload.State.READING for upload in self.given_files(id))
