"""The published test vectors hold, for us and for a reader that shares no code with us.

After a change of the format or of the statistics:
``python tests/cases/evidence/regenerate_vectors.py``.
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fairgate.evidence import verify
from fairgate.signing import load_public_keys

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "evidence"
PAGE = ROOT / "docs" / "reference" / "evidence.md"


@pytest.fixture
def expected() -> dict[str, Any]:
    """Read what a reader in any language should find."""
    found: dict[str, Any] = json.loads((CASES / "expected.json").read_text())
    return found


@pytest.fixture
def envelope() -> dict[str, Any]:
    """Read the envelope as any JSON reader would."""
    found: dict[str, Any] = json.loads((CASES / "envelope.json").read_text())
    return found


def encoded(payload_type: bytes, payload: bytes) -> bytes:
    """Encode as docs/reference/evidence.md says."""
    parts = (b"DSSEv1", b"%d" % len(payload_type), payload_type, b"%d" % len(payload), payload)
    return b" ".join(parts)


def test_the_signature_verifies_without_fairgate(
    envelope: dict[str, Any], expected: dict[str, Any]
) -> None:
    """From the page alone: raw key, encoding, Ed25519."""
    payload = base64.b64decode(envelope["payload"])
    signed = encoded(envelope["payloadType"].encode(), payload)
    signature = base64.b64decode(envelope["signatures"][0]["sig"])
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(expected["public_key"])).verify(
        signature, signed
    )
    assert hashlib.sha256(payload).hexdigest() == expected["payload_sha256"]
    assert hashlib.sha256(signed).hexdigest() == expected["pae_sha256"]
    assert signature.hex() == expected["signature"]
    assert envelope["signatures"][0]["keyid"] == expected["key_id"]


def test_digests_and_seed_follow_without_fairgate(
    envelope: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Of the policy inside, the files beside, and the statistics in canonical JSON."""
    stated = json.loads(base64.b64decode(envelope["payload"]))
    predicate = stated["predicate"]
    policy = base64.b64decode(predicate["policy"]["content"])
    written = json.dumps(predicate["statistics"], sort_keys=True, separators=(",", ":")).encode()
    assert policy == (CASES / "fairgate.yaml").read_bytes()
    for name, content in (
        ("policy_sha256", policy),
        ("model_sha256", (CASES / "model.txt").read_bytes()),
        ("data_sha256", (CASES / "predictions.csv").read_bytes()),
    ):
        assert hashlib.sha256(content).hexdigest() == expected[name]
    assert [s["digest"]["sha256"] for s in stated["subject"]] == [
        expected["model_sha256"],
        expected["data_sha256"],
    ]
    assert int(hashlib.sha256(written).hexdigest()[:12], 16) == expected["seed"]
    assert predicate["seed"] == expected["seed"]


def test_the_vector_verifies_and_judges_again(expected: dict[str, Any]) -> None:
    """Outcome, estimate and exit code are those on the page."""
    data = (CASES / "envelope.json").read_bytes()
    verified = verify(data, load_public_keys(CASES / "TEST-ONLY.pub"), CASES / "model.txt")
    (finding,) = verified.verdict.findings
    assert verified.key_id == expected["key_id"]
    assert verified.verdict.outcome.value == expected["outcome"]
    assert verified.verdict.outcome.exit_code == expected["exit_code"]
    assert finding.estimate == pytest.approx(expected["estimate"], rel=1e-12)


def test_the_page_shows_the_vectors(expected: dict[str, Any]) -> None:
    """What is published is what is tested."""
    page = PAGE.read_text(encoding="utf-8")
    for name in ("TEST-ONLY.pub", "envelope.json", "expected.json"):
        assert (CASES / name).read_text(encoding="utf-8").strip() in page, name
    statement = json.loads(page.split("<!-- vector: statement -->\n```json\n")[1].split("```")[0])
    written = json.dumps(statement, sort_keys=True, separators=(",", ":")).encode()
    assert hashlib.sha256(written).hexdigest() == expected["payload_sha256"]
