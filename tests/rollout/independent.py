"""A guard's checks as docs/reference/grant.md has them, sharing no code with fairgate.

Ed25519 is cryptography's; all else is written here from the page.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TYPE = "application/vnd.fairgate.grant.v1+json"
DIGESTS = {"model", "approval", "evidence"}
NAMES = {"flag", "environment", "group", "issue"}
NUMBERS = {"ceiling": (1, 100), **dict.fromkeys(("issued", "until", "serial"), (0, 2**53 - 1))}


class Refused(Exception):  # noqa: N818 - what it is
    """With the word of the page."""


def check(envelope: str, trusted: Mapping[str, bytes], ask: Mapping[str, Any]) -> dict[str, Any]:
    """Check an envelope in the page's order; ``trusted`` is raw keys by their ids."""
    grant = read(opened(envelope, trusted))
    for name in ("flag", "environment", "model"):
        if grant[name] != ask[name]:
            raise Refused(name)
    if ask["now"] >= grant["until"]:
        raise Refused("ended")
    return grant


def opened(envelope: str, trusted: Mapping[str, bytes]) -> bytes:
    """Check the signature, and give the payload."""
    try:
        document = json.loads(envelope)
        payload = base64.b64decode(document["payload"], validate=True)
        kind = document["payloadType"]
        signatures = {
            one["keyid"]: base64.b64decode(one["sig"], validate=True)
            for one in document["signatures"]
        }
    except (ValueError, KeyError, TypeError):
        raise Refused("envelope") from None
    if not signatures:
        raise Refused("unsigned")
    known = signatures.keys() & trusted.keys()
    if not known:
        raise Refused("untrusted")
    if not any(fits(trusted[one], signatures[one], encoding(kind, payload)) for one in known):
        raise Refused("altered")
    if kind != TYPE:
        raise Refused("type")
    return payload


def encoding(kind: str, payload: bytes) -> bytes:
    """What is signed."""
    name = kind.encode()
    return b" ".join((b"DSSEv1", b"%d" % len(name), name, b"%d" % len(payload), payload))


def written(document: object) -> bytes:
    """Canonical JSON."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def key_id(description: str) -> str:
    """The id of a key, of its description."""
    return hashlib.sha256(description.encode()).hexdigest()


def fits(key: bytes, signature: bytes, data: bytes) -> bool:
    """Whether a key made a signature."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except InvalidSignature:
        return False
    return True


def read(payload: bytes) -> dict[str, Any]:
    """Read a grant, strictly."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a key stands there twice")
        return dict(pairs)

    try:
        document = json.loads(payload, object_pairs_hook=once)
    except ValueError:
        raise Refused("grant") from None
    expected = {"schema"} | DIGESTS | NAMES | NUMBERS.keys()
    if not isinstance(document, dict) or document.keys() != expected:
        raise Refused("grant")
    texts = [document[name] for name in DIGESTS | NAMES]
    if document["schema"] != "fairgate/grant/v1" or not all(isinstance(t, str) for t in texts):
        raise Refused("grant")
    good = [re.fullmatch("[0-9a-f]{64}", document[name]) for name in DIGESTS]
    good += [1 <= len(document[name]) <= 255 for name in NAMES]
    good += [type(document[n]) is int and a <= document[n] <= b for n, (a, b) in NUMBERS.items()]
    if not all(good):
        raise Refused("grant")
    return document


def bucket(group: str, person: str) -> int:
    """MurmurHash3, x86, 32 bits, seed 0, of UTF-8; modulo 100, plus 1."""
    data, state = f"{group}:{person}".encode(), 0
    for at in range(0, len(data), 4):
        block = data[at : at + 4]
        k = int.from_bytes(block, "little") * 0xCC9E2D51 & 0xFFFFFFFF
        state ^= turned(k, 15) * 0x1B873593 & 0xFFFFFFFF
        if len(block) == 4:
            state = (turned(state, 13) * 5 + 0xE6546B64) & 0xFFFFFFFF
    state ^= len(data)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        state = (state ^ state >> shift) * factor & 0xFFFFFFFF
    return state % 100 + 1


def turned(word: int, by: int) -> int:
    """Turn 32 bits to the left."""
    return (word << by | word >> 32 - by) & 0xFFFFFFFF
