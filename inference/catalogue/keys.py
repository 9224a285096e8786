"""Keys of other servers, kept encrypted in the database. What encrypts them is made of SECRET_KEY."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from inference.protocol import EngineError


class KeyUnreadable(EngineError):
    code = "key_unreadable"

    def __init__(self) -> None:
        super().__init__(
            "The key of this model's server cannot be read, because SECRET_KEY is not the one it was kept with. "
            "Ask an administrator to give the model its key again."
        )


def encrypt(key: str) -> str:
    return _fernet().encrypt(key.encode()).decode() if key else ""


def decrypt(kept: str) -> str:
    """Raises KeyUnreadable."""
    if not kept:
        return ""
    try:
        return _fernet().decrypt(kept.encode()).decode()
    except InvalidToken as error:
        raise KeyUnreadable from error


def _fernet() -> MultiFernet:
    """The newest secret encrypts; older ones still decrypt."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived(str(secret))) for secret in secrets])


def _derived(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"keys of other servers" + secret.encode()).digest())
