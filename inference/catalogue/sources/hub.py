"""A repository on a model hub: `{"from": "hub", "repository": "owner/name", "revision": "commit", "without"?: […]}`.

HF_ENDPOINT names another hub, HF_TOKEN opens what asks for an account, HF_HUB_OFFLINE keeps us from trying.
"""

import io
import os
import shutil
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from httpx2 import HTTPError

from inference.catalogue import room
from inference.catalogue.failures import SourceFailed, WeightsDiffer
from inference.catalogue.sources.files import DOWNLOADING, Report, needed, sha256

PATIENCE = 5  # seconds until a hub that does not answer counts as out of reach


def fetch(source: dict[str, Any], place: Path, report: Report) -> Path:
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - half a second that the web process saves

    repository, endpoint = source["repository"], os.environ.get("HF_ENDPOINT")
    folder = place / "files"
    folder.mkdir(exist_ok=True)
    with _Explained(repository):
        commit, files = _look(repository, source.get("revision", "main"), endpoint)
        chosen = [name for name in needed(files) if not any(fnmatch(name, no) for no in source.get("without", ()))]
        if not chosen:
            raise SourceFailed(f"{repository} holds no weights that can be loaded here.")
        total = sum(files[name][0] for name in chosen)
        room.check(place, total - sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()))
        snapshot_download(
            repository, revision=commit, local_dir=folder, allow_patterns=chosen, endpoint=endpoint,
            tqdm_class=_bar(report, total),
        )  # fmt: skip
    for name in chosen:
        _check(folder / name, files[name][1])
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    return folder


def _look(repository: str, revision: str, endpoint: str | None) -> tuple[str, dict[str, tuple[int, str]]]:
    """The commit, and of each file its bytes and, where the hub keeps it apart, its checksum."""
    from huggingface_hub import HfApi  # noqa: PLC0415

    found = HfApi(endpoint=endpoint).model_info(repository, revision=revision, files_metadata=True, timeout=PATIENCE)
    files = found.siblings or []
    return str(found.sha), {file.rfilename: (file.size or 0, file.lfs.sha256 if file.lfs else "") for file in files}


def _check(path: Path, checksum: str) -> None:
    if checksum and sha256(path) != checksum:
        path.unlink()
        raise WeightsDiffer(path.name)


def _bar(report: Report, total: int) -> type[Any]:
    """A progress bar that draws nothing and reports bytes. There are two: of what came, and of what was written."""
    from tqdm import tqdm  # noqa: PLC0415

    counts: dict[int, int] = {}

    class Bar(tqdm):  # type: ignore[misc]
        def __init__(self, *given: Any, **options: Any) -> None:
            super().__init__(*given, **options | {"file": io.StringIO(), "disable": False})

        def update(self, n: float | None = 1) -> bool | None:
            drawn = super().update(n)
            if self.unit == "B":
                counts[id(self)] = int(self.n)
                report(DOWNLOADING, min(max(counts.values()), total), total)
            return drawn

    return Bar


class _Explained:
    """Turns what the library of the hub raises into a sentence."""

    def __init__(self, repository: str) -> None:
        self.repository = repository

    def __enter__(self) -> None: ...

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> None:
        if error and (why := self._why(error)):
            raise SourceFailed(f"{self.repository} could not be downloaded from the hub: {why}.") from error

    def _why(self, error: BaseException) -> str:
        from huggingface_hub import errors  # noqa: PLC0415

        for kind, why in (
            (errors.OfflineModeIsEnabled, "HF_HUB_OFFLINE is set"),
            (
                errors.GatedRepoError,
                "its owner wants to know who loads it. Ask for it there, then start with HF_TOKEN set",
            ),
            (errors.RevisionNotFoundError, "it has no such revision"),
            (
                errors.RepositoryNotFoundError,
                "there is no such repository, or it is private and HF_TOKEN does not open it",
            ),
            (errors.HfHubHTTPError, "the hub answered with an error"),
            ((HTTPError, errors.LocalEntryNotFoundError, ConnectionError), "the hub cannot be reached"),
        ):
            if isinstance(error, kind):
                return why
        return ""
