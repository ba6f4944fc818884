"""A forger's work: one number in signed evidence, changed."""

from __future__ import annotations

import base64
import json

from fairgate.cells import FN, TP


def turn_one_refusal_into_a_yes(envelope: bytes) -> bytes:
    """Alter the counts of the first group in an envelope, and keep its signature.

    Parameters
    ----------
    envelope : bytes
        Evidence, as ``fairgate check --evidence --sign`` writes it.

    Returns
    -------
    bytes
        The same, except that one person who was wrongly refused counts as accepted.
    """
    document = json.loads(envelope)
    statement = json.loads(base64.b64decode(document["payload"]))
    counts = statement["predicate"]["statistics"]["cells"][0]["counts"][0]
    counts[FN] -= 1
    counts[TP] += 1
    payload = json.dumps(statement, sort_keys=True, separators=(",", ":")).encode()
    document["payload"] = base64.b64encode(payload).decode()
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode() + b"\n"
