"""DSSE envelopes: a payload of bytes, its type, and signatures over both.

https://github.com/secure-systems-lab/dsse, as in-toto uses it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]  # no __all__ there

from fairgate.errors import UserError
from fairgate.signing.keys import PublicKey, load_private_key

IN_TOTO = "application/vnd.in-toto+json"
"""Payload type of in-toto statements."""


@dataclass(frozen=True)
class Opened:
    """A payload whose signature was checked, and the id of the trusted key that made it."""

    payload: bytes
    key_id: str


def sign(payload: bytes, payload_type: str, key_path: str | Path) -> bytes:
    """Put a payload into a DSSE envelope signed with the private key in a file.

    Raises
    ------
    UserError
        If the file is missing, or holds anything but an Ed25519 private key.
    """
    envelope = Envelope(payload, payload_type, {})
    envelope.sign(CryptoSigner(load_private_key(Path(key_path))))
    return _to_json(envelope)


def unsigned(payload: bytes, payload_type: str) -> bytes:
    r"""Put a payload into a DSSE envelope with no signature, which nobody may trust.

    Examples
    --------
    >>> unsigned(b"{}", IN_TOTO)
    b'{"payload":"e30=","payloadType":"application/vnd.in-toto+json","signatures":[]}\n'
    """
    return _to_json(Envelope(payload, payload_type, {}))


def open_envelope(
    data: bytes,
    public_keys: Sequence[PublicKey],
    payload_type: str = IN_TOTO,
    *,
    name: str = "envelope",
) -> Opened:
    """Check a DSSE envelope and hand out its payload.

    Parameters
    ----------
    data : bytes
        The envelope as JSON.
    public_keys : sequence of PublicKey
        Trusted keys, from :func:`load_public_keys`; a signature by any one is enough.
    payload_type : str
        The only type that is accepted.
    name : str
        What complaints call the envelope: its file name.

    Raises
    ------
    UserError
        If the bytes are no envelope, or it is unsigned, signed by another key, of
        another type, or altered since it was signed.
    """
    envelope = _parse(data, name)
    if not envelope.signatures:
        raise UserError(
            "is not signed",
            "only evidence that the main branch signed can be verified",
            file=name,
        )
    trusted = {key.keyid for key in public_keys}
    if trusted.isdisjoint(envelope.signatures):
        signers = ", ".join(repr(key_id[:12]) for key_id in envelope.signatures)
        raise UserError(
            f"is signed by {signers}, which is none of the {len(trusted)} trusted key(s)",
            "verify with the public key that belongs to the signer",
            file=name,
        )
    try:
        accepted = envelope.verify(list(public_keys), threshold=1)
    except VerificationError:
        raise UserError(
            "the signature does not fit the payload: it was altered after it was signed",
            "take the file as the signer wrote it",
            file=name,
        ) from None
    if envelope.payload_type != payload_type:
        raise UserError(
            f"holds {envelope.payload_type!r}, expected {payload_type!r}",
            "give the file that fairgate check --evidence wrote",
            file=name,
        )
    return Opened(envelope.payload, next(iter(accepted)))


def _to_json(envelope: Envelope) -> bytes:
    document: dict[str, Any] = envelope.to_dict()
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _parse(data: bytes, name: str) -> Envelope:
    try:
        envelope = Envelope.from_dict(json.loads(data))
        texts = (envelope.payload_type, *envelope.signatures)
        if all(isinstance(text, str) for text in texts):
            return envelope
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass  # A document of any other shape: the library asks for keys and types as it goes.
    raise UserError(
        "is no DSSE envelope", "give the file that fairgate check --evidence wrote", file=name
    )
