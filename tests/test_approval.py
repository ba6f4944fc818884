"""An approval is read strictly, believed only if signed, and only while it holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import approvals
import pytest

from fairgate.approval import NOBODY, parse_approval, verify_approval
from fairgate.errors import UserError
from fairgate.evidence.canonical import canonical
from fairgate.signing import IN_TOTO, generate_keys, load_public_keys, sign, unsigned

NOON = 1_795_262_400.0
HOUR = 3_600.0


def stated(**changes: Any) -> Any:
    """State an approval for a day, with some parts changed."""
    parts = {
        "issue": "LOAN-12",
        "model": "2" * 64,
        "decided": NOON,
        "until": NOON + 24 * HOUR,
    }
    return approvals.stated(**{**parts, **changes})


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """Make a key pair."""
    return generate_keys(tmp_path / "keys")


def test_what_is_stated_is_read() -> None:
    """Canonical bytes there and back."""
    statement = stated()
    assert parse_approval(statement.to_bytes()) == statement
    document = json.loads(statement.to_bytes())
    assert document["predicateType"] == "urn:fairgate:assessment:v1"
    assert document["subject"] == [{"name": "assessment", "digest": {"sha256": "1" * 64}}]


def test_a_record_has_no_level_and_an_early_approval_no_model() -> None:
    """Null, never an empty text."""
    predicate = stated(level="", model="", approver=NOBODY).predicate
    assert (predicate.level, predicate.model, predicate.approver) == (None, None, "fairgate")


@pytest.mark.parametrize(
    "changes",
    [
        {"until": NOON},
        {"until": NOON + 0.5},
        {"issue": "LOAN-12/../x"},
        {"issue": "loan-12"},
        {"answers": "1" * 63},
        {"model": "none"},
        {"approver": ""},
        {"approver": "a\nb"},
        {"template": ("preflight", "1.0.0", "0" * 64)},
    ],
)
def test_what_is_no_approval_is_not_stated(changes: dict[str, Any]) -> None:
    """Nothing with another form gets as far as the key."""
    with pytest.raises(ValueError, match="validation error"):
        stated(**changes)


def altered(path: tuple[str, ...], value: object) -> bytes:
    """Change one part of the document; None takes it away."""
    document: Any = json.loads(stated().to_bytes())
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return canonical(document)


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("_type",), "https://in-toto.io/Statement/v0.1", "_type"),
        (("predicateType",), "urn:fairgate:fairness-evaluation:v1", "predicateType"),
        (("subject",), [], "subject"),
        (("extra",), 1, "extra"),
        (("predicate", "extra"), 1, "predicate.extra"),
        (("predicate", "until"), None, "predicate.until"),
        (("predicate", "until"), "2027-01-01", "predicate.until"),
        (("predicate", "until"), "2020-01-01T00:00:00Z", "predicate"),
        (("predicate", "level"), 3, "predicate.level"),
        (("predicate", "answers"), "3" * 64, ""),
        (("predicate", "model"), "", "predicate.model"),
    ],
)
def test_a_statement_that_is_none_is_refused_by_its_place(
    path: tuple[str, ...], value: object, place: str
) -> None:
    """Unknown, missing and contradicting parts."""
    with pytest.raises(UserError) as refused:
        parse_approval(altered(path, value))
    assert refused.value.place == place


@pytest.mark.parametrize("payload", [b"", b"[]", b"{", b'{"_type": 1, "_type": 2}', b"\xff"])
def test_bytes_that_are_no_statement(payload: bytes) -> None:
    """Words, never a traceback."""
    with pytest.raises(UserError):
        parse_approval(payload)


def test_a_signed_approval_holds_until_its_end(keys: tuple[Path, Path]) -> None:
    """And not a second longer, nor before it was given."""
    private, public = keys
    envelope, trusted = sign(stated().to_bytes(), IN_TOTO, private), load_public_keys(public)
    approval = verify_approval(envelope, trusted, NOON + HOUR, issue="LOAN-12")
    assert (approval.approved.level, approval.until) == ("high", NOON + 24 * HOUR)
    assert approval.key_id == trusted[0].keyid
    with pytest.raises(UserError, match="was over at 2026-11-22T12:00:00Z"):
        verify_approval(envelope, trusted, NOON + 24 * HOUR)
    with pytest.raises(UserError, match="has not come yet"):
        verify_approval(envelope, trusted, NOON - HOUR)
    with pytest.raises(UserError, match=r"is about LOAN-12, expected LOAN-1\b"):
        verify_approval(envelope, trusted, NOON + HOUR, issue="LOAN-1")


def test_what_nobody_trusted_signed_is_refused(keys: tuple[Path, Path], tmp_path: Path) -> None:
    """Unsigned, signed by another key, altered afterwards, or signed evidence."""
    private, public = keys
    trusted = load_public_keys(public)
    other, _ = generate_keys(tmp_path / "other")
    signed = json.loads(sign(stated().to_bytes(), IN_TOTO, private))
    longer = json.loads(unsigned(stated(until=NOON + 99 * HOUR).to_bytes(), IN_TOTO))
    for envelope in (
        unsigned(stated().to_bytes(), IN_TOTO),
        sign(stated().to_bytes(), IN_TOTO, other),
        json.dumps({**signed, "payload": longer["payload"]}).encode(),
        sign(altered(("predicateType",), "urn:other"), IN_TOTO, private),
        b"{}",
    ):
        with pytest.raises(UserError):
            verify_approval(envelope, trusted, NOON + HOUR)
