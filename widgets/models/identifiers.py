"""Identifiers that cannot be guessed: who has one was given it."""

import secrets

LENGTH = 16


def new_id() -> str:
    """96 random bits, URL-safe."""
    return secrets.token_urlsafe(12)
