"""Whether two pieces of work are the same, without keeping them."""

import hashlib
import json
from typing import Any


def fingerprint(**parts: Any) -> str:
    """SHA-256, in hex, of JSON parts. Neither the order of the parts nor that of keys matters."""
    canonical = json.dumps(parts, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
