"""Fingerprints."""

import pytest

from widgets.graph.fingerprint import fingerprint


def test_the_same_parts_in_any_order_have_the_same_fingerprint():
    assert fingerprint(kind="text", body={"a": 1, "b": "é"}) == fingerprint(body={"b": "é", "a": 1}, kind="text")


@pytest.mark.parametrize("body", ["a", ["a", "b"], ["ab"], {"a": None}, None, "", 1, "1"])
def test_different_parts_have_different_fingerprints(body):
    assert fingerprint(body=body) != fingerprint(body={"a": "b"})
    assert fingerprint(body=body) != fingerprint(other=body)


def test_a_fingerprint_stays_the_same_from_one_start_to_the_next():
    assert fingerprint(a="ü") == "09b7cce2644347ec871e23509919ef22c21c75ee6ba11969f4aa7e7541f1f4f5"
