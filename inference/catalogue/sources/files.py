"""Files of models: which of them are needed, and their checksums."""

import hashlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

# What is being done, how much of it is done, how much there is: bytes when it is one of COUNTED.
Report = Callable[[str, int, int], None]
DOWNLOADING, UNPACKING, COPYING, CHECKING = COUNTED = ("Downloading", "Unpacking", "Copying", "Checking")
CONVERTING = "Converting"

CHUNK = 1 << 20
WEIGHTS, PICKLED = ".safetensors", re.compile(r"^(pytorch|diffusion_pytorch)_model.*\.bin$")
WORDS = {".json", ".txt", ".model", ".spm", ".jinja", ".tiktoken"}  # settings, tokenizers, templates
TOLD = ("LICENSE", "LICENCE", "NOTICE", "USE_POLICY")
OTHER_KINDS = {"onnx", "openvino", "original", "coreml", "gguf", ".cache"}  # folders with the same weights again
CONSOLIDATED = "consolidated"  # how the weights that nobody of us loads begin
AGAIN = re.compile(r".*\.(fp16|fp32|non_ema)(-\d+-of-\d+)?\.safetensors(\.index\.json)?$")


def needed(names: Iterable[str]) -> list[str]:
    """Those that a model is loaded from: weights once, as safetensors where there are any; never code."""
    paths = [PurePosixPath(name) for name in names]
    paths = [
        path for path in paths if not OTHER_KINDS & set(path.parts[:-1]) and not path.name.startswith(CONSOLIDATED)
    ]
    plain = {path.parent for path in paths if path.suffix == WEIGHTS and not AGAIN.match(path.name)}
    paths = [path for path in paths if not (path.parent in plain and AGAIN.match(path.name))]
    safe = {path.parent for path in paths if path.suffix == WEIGHTS}
    # A pipeline keeps its parts in folders; weights beside them are all parts again, in one file.
    pipeline = any(path.name == "model_index.json" for path in paths)
    return [str(path) for path in paths if _wanted(path, safe) and not (pipeline and _whole(path))]


def _wanted(path: PurePosixPath, safe: set[PurePosixPath]) -> bool:
    if path.suffix == WEIGHTS or path.suffix in WORDS or path.name.upper().startswith(TOLD):
        return True
    return bool(PICKLED.match(path.name)) and path.parent not in safe


def _whole(path: PurePosixPath) -> bool:
    return len(path.parts) == 1 and path.suffix == WEIGHTS


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
