import pytest

from widgets.documents import process
from widgets.documents.media_types import LOOKED_AT, recognise


@pytest.fixture
def read(tmp_path):
    """What a worker finds in a file, from its first bytes on to the answer of the process that reads it."""

    def read(data: bytes, name: str, tokenizer=None):
        (tmp_path / "given").write_bytes(data)
        media_type = recognise(data[:LOOKED_AT], data[-LOOKED_AT:], name)
        return process.read(tmp_path, media_type, tokenizer)

    return read
