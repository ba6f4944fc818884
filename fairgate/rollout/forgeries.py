"""Envelopes and moments that a guard must refuse, each with the reason; for the test vectors."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fairgate.evidence.canonical import canonical
from fairgate.rollout.grant import Grant
from fairgate.rollout.sealing import PAYLOAD_TYPE, sign_grant
from fairgate.signing import IN_TOTO, sign, unsigned


@dataclass(frozen=True)
class Signer:
    """A key pair.

    Attributes
    ----------
    key : Path
        The private key.
    told : mapping of str to str
        What the vectors say about it.
    """

    key: Path
    told: Mapping[str, str]

    def sign(self, grant: Grant) -> str:
        """Sign a grant."""
        return sign_grant(grant, self.key)

    def seal(self, payload: bytes, kind: str = PAYLOAD_TYPE) -> str:
        """Sign anything."""
        return sign(payload, kind, self.key).decode().strip()


def refusals(grant: Grant, signer: Signer, other: Signer) -> Iterator[dict[str, Any]]:
    """List what a guard that trusts ``signer`` alone has to refuse, and as what.

    Each would show the feature to everybody, if it were believed.
    """
    asked = {
        "flag": grant.flag,
        "environment": grant.environment,
        "model": grant.model,
        "now": grant.issued,
    }
    for why, case, envelope in _envelopes(grant, signer, other):
        yield {"why": why, "case": case, "ask": asked, "envelope": envelope}
    good = signer.sign(grant)
    for why, change in (
        ("flag", {"flag": "other-flag"}),
        ("environment", {"environment": "staging"}),
        ("environment", {"environment": "Production"}),
        ("model", {"model": "cd" * 32}),
        ("ended", {"now": grant.until}),
        ("ended", {"now": grant.until + 86_400}),
    ):
        (name,) = change
        case = f"asked about another {name}" if name != "now" else "asked at or after its end"
        yield {"why": why, "case": case, "ask": {**asked, **change}, "envelope": good}


def _envelopes(grant: Grant, signer: Signer, other: Signer) -> Iterator[tuple[str, str, str]]:
    """Reason, what was done, and the envelope."""
    good = json.loads(signer.sign(grant))
    payload = base64.b64decode(good["payload"])
    for case, text in (
        ("nothing", ""),
        ("no JSON", "grant"),
        ("a list", "[]"),
        ("no payload", json.dumps({key: good[key] for key in ("payloadType", "signatures")})),
        ("no base64", json.dumps({**good, "payload": "{}"})),
    ):
        yield "envelope", case, text
    yield "unsigned", "no signature", unsigned(payload, PAYLOAD_TYPE).decode().strip()
    yield "untrusted", "signed by another key", other.sign(grant)
    renamed = [{**good["signatures"][0], "keyid": other.told["keyid"]}]
    yield "untrusted", "under another key's id", json.dumps({**good, "signatures": renamed})
    yield from _altered(good, payload, signer, other)
    yield "type", "signed as another type of payload", signer.seal(payload, IN_TOTO)
    for case, document in _no_grants(grant, payload):
        yield "grant", case, signer.seal(document)


def _altered(
    good: dict[str, Any], payload: bytes, signer: Signer, other: Signer
) -> Iterator[tuple[str, str, str]]:
    """Envelopes under a trusted key's id that this key did not sign as they are."""
    wider = base64.b64encode(payload.replace(b'"ceiling":10', b'"ceiling":99')).decode()
    forged = json.loads(other.seal(payload))["signatures"][0]["sig"]
    bare = json.loads(signer.seal(payload, "application/json"))
    for case, change in (
        ("a larger ceiling", {"payload": wider}),
        ("a space after it", {"payload": base64.b64encode(payload + b" ").decode()}),
        ("another type under the same signature", {"payloadType": IN_TOTO}),
        ("signed under another type", {"signatures": bare["signatures"]}),
        (
            "another key's signature under this key's id",
            {"signatures": [{"keyid": signer.told["keyid"], "sig": forged}]},
        ),
        (
            "an empty signature",
            {"signatures": [{"keyid": signer.told["keyid"], "sig": ""}]},
        ),
    ):
        yield "altered", case, json.dumps({**good, **change})


def _no_grants(grant: Grant, payload: bytes) -> Iterator[tuple[str, bytes]]:
    """Documents that a trusted key signed, and that are no grants all the same."""
    document = {"schema": "fairgate/grant/v1", **asdict(grant)}
    yield "no JSON", b"grant"
    yield "a list", b"[]"
    yield "a key that stands there twice", payload[:-1] + b',"ceiling":100}'
    for case, change in (
        ("another schema", {"schema": "fairgate/grant/v2"}),
        ("a key too many", {"extra": 1}),
        ("ceiling of 0", {"ceiling": 0}),
        ("ceiling of 101", {"ceiling": 101}),
        ("ceiling as a text", {"ceiling": "10"}),
        ("ceiling as a fraction", {"ceiling": 10.5}),
        ("ceiling as true", {"ceiling": True}),
        ("an end before 1970", {"until": -1}),
        ("an end as a text", {"until": "2030-01-01"}),
        ("a model that is no digest", {"model": "ab"}),
        ("a digest in capitals", {"evidence": grant.evidence.upper()}),
        ("no flag", {"flag": ""}),
        ("flag as null", {"flag": None}),
    ):
        yield case, canonical({**document, **change})
    for name in ("until", "model", "serial"):
        yield (
            f"no {name}",
            canonical({key: value for key, value in document.items() if key != name}),
        )
