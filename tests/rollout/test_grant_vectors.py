"""The published vectors of the grant hold: for us, and for a guard that shares no code with us.

After a change of the format: ``python -m fairgate.rollout.vectors``, see its docstring.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from rollout import independent
from rollout.offline import child, client_of, parent

from fairgate.rollout import Guard
from fairgate.rollout.vectors import as_text
from fairgate.signing import PublicKey, load_public_keys

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
PUBLISHED = REFERENCE / "grant-vectors.json"
VECTORS: dict[str, Any] = json.loads(PUBLISHED.read_text(encoding="ascii"))
TRUSTED = {VECTORS["keys"]["trusted"]["keyid"]: bytes.fromhex(VECTORS["keys"]["trusted"]["public"])}

OURS = {
    "envelope": "is no DSSE envelope",
    "unsigned": "is not signed",
    "untrusted": "none of the 1 trusted",
    "altered": "does not fit the payload",
    "type": "expected 'application/vnd.fairgate.grant",
    "grant": "is no grant",
    "flag": "is for the flag",
    "environment": "is for production",
    "model": "is for the model",
    "ended": "ended",
}
"""What our own guard says."""


def test_the_file_is_what_the_module_writes() -> None:
    """So that it follows the code."""
    assert PUBLISHED.read_text(encoding="ascii") == as_text()


def test_the_keys_belong_together() -> None:
    """Private, public and PEM."""
    for pair in VECTORS["keys"].values():
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(pair["private"]))
        assert key.public_key().public_bytes_raw().hex() == pair["public"]
        described = {
            "keytype": "ed25519",
            "keyval": {"public": pair["public"]},
            "scheme": "ed25519",
        }
        text = json.dumps(described, separators=(",", ":"), sort_keys=True)
        assert independent.key_id(text) == pair["keyid"]
    assert "TEST ONLY" in VECTORS["warning"]


@pytest.mark.parametrize("case", VECTORS["encodings"], ids=lambda case: len(case["document"]))
def test_another_writer_signs_the_same_bytes(case: dict[str, Any]) -> None:
    """Canonical JSON, the encoding around it, and a signature that has no chance in it."""
    payload = independent.written(case["document"])
    signed = independent.encoding(VECTORS["payload_type"], payload)
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTORS["keys"]["trusted"]["private"]))
    assert (payload.hex(), signed.hex()) == (case["payload"], case["encoding"])
    assert key.sign(signed).hex() == case["signature"]


def test_another_guard_lets_the_same_people_in() -> None:
    """A few of them, under the grant that holds."""
    opened = VECTORS["open"]
    for ask in VECTORS["asks"]:
        grant = independent.check(opened["envelope"], TRUSTED, ask)
        assert grant == opened["grant"]
        drawn = independent.bucket(grant["group"], ask["person"])
        assert ask["on"] == (drawn <= grant["ceiling"])
    assert {ask["on"] for ask in VECTORS["asks"]} == {True, False}


def test_another_guard_refuses_for_the_same_reasons() -> None:
    """Each of the page's, in the page's order."""
    for case in VECTORS["refusals"]:
        with pytest.raises(independent.Refused) as refused:
            independent.check(case["envelope"], TRUSTED, case["ask"])
        assert str(refused.value) == case["why"], case["case"]


def test_another_hash_draws_the_same_buckets() -> None:
    """Every length modulo four, and letters of several bytes."""
    for case in VECTORS["buckets"]:
        assert independent.bucket(case["group"], case["person"]) == case["bucket"], case
    lengths = {len(f"{c['group']}:{c['person']}".encode()) % 4 for c in VECTORS["buckets"]}
    assert lengths == {0, 1, 2, 3}


def test_the_page_names_every_reason_and_every_field() -> None:
    """Reasons in the order in which they are checked."""
    page = (REFERENCE / "grant.md").read_text(encoding="utf-8")
    fields, _, reasons = page.partition("## What a guard does")
    assert named(reasons)[: len(OURS)] == list(OURS)
    assert {case["why"] for case in VECTORS["refusals"]} == set(OURS)
    assert set(VECTORS["open"]["grant"]) <= set(named(fields))
    assert set(VECTORS) - {"schema", "warning", "payload_type"} <= set(named(page))


def named(text: str) -> list[str]:
    """List the words in the first column of tables."""
    return re.findall(r"^ *\| `([a-z]+)` \| ", text, flags=re.MULTILINE)


@pytest.fixture
def keys(tmp_path: Path) -> tuple[PublicKey, ...]:
    """The key that the vectors say to trust."""
    (tmp_path / "trusted.pub").write_text(VECTORS["keys"]["trusted"]["pem"], encoding="ascii")
    return load_public_keys(tmp_path / "trusted.pub")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """The model of the vectors."""
    (tmp_path / "model.bin").write_bytes(b"weights")
    return tmp_path / "model.bin"


def test_our_own_guard_agrees(tmp_path: Path, keys: tuple[PublicKey, ...], model: Path) -> None:
    """Over a real client that was handed the strategy of the vectors."""
    flag, moment = VECTORS["open"]["grant"]["flag"], VECTORS["asks"][0]["now"]
    features = child(flag), parent(flag, VECTORS["open"]["strategy"])
    with client_of(tmp_path, *features) as client:
        guard = Guard(
            client, model=model, keys=keys, environment="production", clock=lambda: moment
        )
        seen = {ask["person"]: guard.is_enabled(flag, ask["person"]) for ask in VECTORS["asks"]}
    assert seen == {ask["person"]: ask["on"] for ask in VECTORS["asks"]}


class Believing:
    """A flag server that says yes to everything, and hands any envelope out."""

    def __init__(self, envelope: str) -> None:
        self.envelope = envelope

    def is_enabled(self, _name: str, _context: object = None) -> bool:
        """Say yes."""
        return True

    def get_variant(self, _name: str, _context: object = None) -> dict[str, Any]:
        """Hand it out."""
        return {"enabled": True, "payload": {"type": "json", "value": self.envelope}}


def test_our_own_guard_refuses_all_of_them(keys: tuple[PublicKey, ...], model: Path) -> None:
    """For the same reasons, in its own words."""
    for case in VECTORS["refusals"]:
        ask, client = case["ask"], Believing(case["envelope"])
        guard = Guard(
            client,
            model=model,
            keys=keys,
            environment=ask["environment"],
            clock=lambda now=ask["now"]: now,
        )
        guard.model = ask["model"]
        answer = guard.ask(ask["flag"], "person-1")
        assert not answer.on
        assert OURS[case["why"]] in answer.because, case["case"]
