"""One piece of evidence, as it is stored for one issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kept:
    """Evidence of one issue. The envelope stays in the store: it holds exact counts.

    Attributes
    ----------
    id : int
        Counts up in the order of arrival.
    issue, project : str
        Where it belongs.
    digest : str
        SHA-256 of the envelope.
    trusted : bool
        Whether a trusted key signed it; other evidence is shown and decides nothing.
    key_id : str
        Of the key that did; empty where none did.
    policy, policy_digest : str
        Name of the policy in printable words, and SHA-256 of its bytes.
    outcome : str
        ``pass``, ``warn``, ``unknown`` or ``fail``.
    blocks : bool
        As the verdict says of itself.
    model_digest : str
        SHA-256 of the model; empty where none is named.
    binding : str
        ``scored`` or ``declared``.
    commit : str
        Empty where none is named.
    report_url : str
        Where the CI job keeps its report; empty where nowhere.
    report : mapping
        Verdict JSON with suppressed counts: what people may see.
    sender : str
        Who sent it.
    judged, received : float
        When it was judged, as is signed, and when it came; seconds since 1970.
    """

    id: int
    issue: str
    project: str
    digest: str
    trusted: bool
    key_id: str
    policy: str
    policy_digest: str
    outcome: str
    blocks: bool
    model_digest: str
    binding: str
    commit: str
    report_url: str
    report: Mapping[str, Any]
    sender: str
    judged: float
    received: float
