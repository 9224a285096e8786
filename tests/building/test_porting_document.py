"""docs/porting.md says what the code does."""

from pathlib import Path
from typing import get_args

from django.conf import settings

from widgets.building.exporting import Form
from widgets.building.importing import faults
from widgets.building.importing.partyrock import TYPES

WORDS = (Path(settings.BASE_DIR) / "docs" / "porting.md").read_text()


def test_every_type_of_partyrock_stands_beside_its_kind_here():
    for type, (kind, _, _) in TYPES.items():
        assert f"| `{type}` | `{kind}` |" in WORDS


def test_every_refusal_and_every_form_is_named():
    refusals = [one.code for one in vars(faults).values() if isinstance(one, type) and one is not faults.CannotImport]
    assert len(refusals) == 7
    for name in (*refusals, *get_args(Form)):
        assert f"`{name}`" in WORDS
