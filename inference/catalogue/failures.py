"""Why a model was not installed: each failure has a name and a sentence with a remedy."""

from pathlib import Path

from inference.protocol import EngineError


class InstallFailed(EngineError):
    code = "install_failed"


class NotReady(InstallFailed):
    """It cannot be asked, so it is nothing that everybody is given."""

    code = "not_ready"
    message = (
        "Only a model that is installed and switched on, and not private, can be the default. Install it, or bring "
    )
    message += "it back, first."

    def __init__(self) -> None:
        super().__init__(self.message)


class SourceFailed(InstallFailed):
    """Weights did not come from where they were looked for."""

    code = "source_failed"


class WeightsDiffer(SourceFailed):
    """What came is not what was expected. It was thrown away."""

    code = "weights_differ"

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} is not what was expected: its sha256 differs, so it was thrown away. "
            "Try again, or check which package index and which hub this machine uses."
        )


class NoRoom(InstallFailed):
    code = "no_room"

    def __init__(self, folder: Path, needed: int, missing: int) -> None:
        super().__init__(
            f"Installing it takes {said(needed)} on the disk of {folder}, and {said(missing)} of them are missing. "
            "Free some space, or remove a model with `manage.py models remove NAME`."
        )


class DiskFull(InstallFailed):
    code = "disk_full"

    def __init__(self) -> None:
        super().__init__("The disk is full. Free some space and try again: what was downloaded is kept.")


class TermsNotAccepted(InstallFailed):
    code = "terms_not_accepted"

    def __init__(self, name: str, title: str, terms: str) -> None:
        super().__init__(
            f"{title} comes under terms that an administrator has to accept first. Read {terms}, then accept them with "
            f"`manage.py models install {name} --accept-terms` or on the page of the model."
        )


class NothingToInstall(InstallFailed):
    code = "nothing_to_install"

    def __init__(self, title: str) -> None:
        super().__init__(f"{title} has no weights to install. Give its card a source, such as a folder.")


class Interrupted(InstallFailed):
    """The process that installed it is gone, and nobody asked it to go."""

    code = "interrupted"

    def __init__(self) -> None:
        super().__init__("Installing it was interrupted. Install it again, and it continues where it stopped.")


class ConversionFailed(InstallFailed):
    code = "conversion_failed"

    def __init__(self, why: Exception) -> None:
        reason = str(why).strip().splitlines()[0][:200] if str(why).strip() else type(why).__name__
        super().__init__(f"The download cannot be turned into weights that are safe to load: {reason}")


def said(size: float) -> str:
    """A number of bytes, for people."""
    for unit, of in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= of:
            return f"{size / of:.1f} {unit}" if size < 10 * of else f"{size / of:,.0f} {unit}"
    return f"{size:.0f} bytes"
