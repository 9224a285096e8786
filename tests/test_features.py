"""docs/features.md names files that exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NAMED = sorted(set(re.findall(r"`([\w./-]+/[\w./-]+)`", (ROOT / "docs" / "features.md").read_text())))


def test_the_table_names_many_files():
    assert len(NAMED) > 40


@pytest.mark.parametrize("path", NAMED)
def test_every_file_that_the_table_names_exists(path):
    assert (ROOT / path).exists()
