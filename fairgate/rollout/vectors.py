"""Test vectors of the grant, for a guard in another language.

``python -m fairgate.rollout.vectors > docs/reference/grant-vectors.json`` writes them, always the
same: the key pair is made of a phrase that everybody can read here, so it is worth nothing.
docs/reference/grant.md says what they are vectors of.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from fairgate.evidence.canonical import canonical
from fairgate.rollout.ceiling import bucket
from fairgate.rollout.forgeries import Signer, refusals
from fairgate.rollout.grant import Grant
from fairgate.rollout.sealing import PAYLOAD_TYPE
from fairgate.rollout.wanted import shut, strategy
from fairgate.signing import load_public_keys
from fairgate.signing.keys import load_private_key

WARNING: Final = "TEST ONLY: the private keys are public. Whoever trusts them trusts everybody."
SCHEMA: Final = "fairgate/grant-vectors/v1"
NOW: Final = 1_795_338_000

_PRIVATE: Final = bytes.fromhex("302e020100300506032b657004220420")
"""PKCS #8 of an Ed25519 key, up to its 32 bytes (RFC 8410)."""

GRANT: Final = Grant(
    flag="new-scoring",
    environment="production",
    model=hashlib.sha256(b"weights").hexdigest(),
    ceiling=10,
    group="new-scoring",
    issued=NOW,
    until=NOW + 900,
    issue="LOAN-12",
    approval=hashlib.sha256(b"approval").hexdigest(),
    evidence=hashlib.sha256(b"evidence").hexdigest(),
    serial=7,
)

PEOPLE: Final = (
    *(f"person-{number}" for number in range(1, 41)),
    *("1", "12", "123", "1234", "12345"),
    *("ada@example.org", "two words", "Zoë", "日本", "🙂", "a:b", " ", "x" * 255),
)
"""Every remainder of the length by four, and letters of one to four bytes."""


def vectors() -> dict[str, Any]:
    """Make all of them.

    Examples
    --------
    >>> sorted(vectors())
    ['asks', 'buckets', 'encodings', 'keys', 'open', 'payload_type', 'refusals', 'schema', \
'shut', 'warning']
    """
    with TemporaryDirectory() as folder:
        signer, other = (_signer(Path(folder), name) for name in ("trusted", "another"))
        envelope = signer.sign(GRANT)
        return {
            "schema": SCHEMA,
            "warning": WARNING,
            "keys": {"trusted": signer.told, "another": other.told},
            "payload_type": PAYLOAD_TYPE,
            "encodings": list(_encodings(signer)),
            "buckets": [{"group": g, "person": p, "bucket": bucket(g, p)} for g, p in _drawn()],
            "open": {
                "grant": {"schema": "fairgate/grant/v1", **asdict(GRANT)},
                "envelope": envelope,
                "strategy": strategy(GRANT, envelope),
            },
            "shut": {"strategy": shut(GRANT.flag)},
            "asks": list(_asks()),
            "refusals": list(refusals(GRANT, signer, other)),
        }


def _asks() -> Iterator[dict[str, Any]]:
    """Who sees the feature under the grant, while the server says yes to everybody."""
    held = {"flag": GRANT.flag, "environment": GRANT.environment, "model": GRANT.model}
    for person in PEOPLE[:40]:
        drawn = bucket(GRANT.group, person)
        yield {**held, "now": NOW + 899, "person": person, "on": drawn <= GRANT.ceiling}


def _drawn() -> Iterator[tuple[str, str]]:
    for group in (GRANT.group, "flag-2", "grüppe"):
        yield from ((group, person) for person in PEOPLE)


def _encodings(signer: Signer) -> Iterator[dict[str, Any]]:
    """Documents as canonical JSON, as what is signed, and the signature; in hexadecimal."""
    for document in ({"b": 1, "a": "é\u2028\n"}, {"schema": "fairgate/grant/v1", **asdict(GRANT)}):
        payload = canonical(document)
        head = f"DSSEv1 {len(PAYLOAD_TYPE)} {PAYLOAD_TYPE} {len(payload)} ".encode()
        envelope = json.loads(signer.seal(payload))
        yield {
            "document": document,
            "payload": payload.hex(),
            "encoding": (head + payload).hex(),
            "signature": base64.b64decode(envelope["signatures"][0]["sig"]).hex(),
        }


def _signer(folder: Path, name: str) -> Signer:
    """Make a key pair of a phrase; nothing secret can come of that."""
    seed = hashlib.sha256(f"fairgate test key, {name}: never trust it".encode()).digest()
    private, public = folder / f"{name}.key", folder / f"{name}.pub"
    private.write_text(_pem("PRIVATE KEY", _PRIVATE + seed), encoding="ascii")
    raw = load_private_key(private).public_key().public_bytes_raw()
    written = _pem("PUBLIC KEY", bytes.fromhex("302a300506032b6570032100") + raw)
    public.write_text(written, encoding="ascii")
    (key,) = load_public_keys(public)
    told = {"private": seed.hex(), "public": raw.hex(), "pem": written, "keyid": key.keyid}
    return Signer(private, told)


def _pem(kind: str, data: bytes) -> str:
    return f"-----BEGIN {kind}-----\n{base64.b64encode(data).decode()}\n-----END {kind}-----\n"


def as_text() -> str:
    """Write them as the file in docs/reference: ASCII, one case a line."""
    parts = (f"{json.dumps(name)}: {_lines(part)}" for name, part in vectors().items())
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(part: Any) -> str:
    if isinstance(part, list):
        return "[\n  " + ",\n  ".join(map(json.dumps, part)) + "\n ]"
    return json.dumps(part, indent=2)


if __name__ == "__main__":
    sys.stdout.write(as_text())
