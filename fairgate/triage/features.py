"""From hits to features: which signals, which kinds, which kinds together, in which place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from fairgate.triage.spotter import CALMING, Hit

_REASONS = frozenset({"who", "trait", "decision", "door", "access", "biometric", "wording", "gap"})
_REASONS_CAP, _CALMING_CAP = 8, 6


def features(hits: Iterable[Hit]) -> dict[str, float]:
    """Describe an item by its signals.

    ``signal:`` names a signal; ``kind:`` a kind, with ``:2`` and ``:3`` for two and three
    signals of it; ``pair:`` two kinds together; ``summary:`` and ``tag:`` a kind in the
    summary, or in labels and components; ``reasons`` and ``calming`` are counts.
    """
    found: dict[str, float] = {}
    kinds = Counter(kind for _, kind in {(hit.signal.id, hit.signal.kind) for hit in hits})
    for hit in hits:
        found[f"signal:{hit.signal.id}"] = 1.0
        if hit.field == "summary":
            found[f"summary:{hit.signal.kind}"] = 1.0
        elif hit.field != "description":
            found[f"tag:{hit.signal.kind}"] = 1.0
    for kind, count in kinds.items():
        found[f"kind:{kind}"] = 1.0
        for least in (2, 3):
            if count >= least:
                found[f"kind:{kind}:{least}"] = 1.0
    for one, other in combinations(sorted(kinds), 2):
        found[f"pair:{one}+{other}"] = 1.0
    reasons = sum(count for kind, count in kinds.items() if kind in _REASONS)
    calming = sum(count for kind, count in kinds.items() if kind in CALMING - {"calm"})
    found["reasons"] = min(reasons, _REASONS_CAP) / (_REASONS_CAP / 2)
    found["calming"] = min(calming, _CALMING_CAP) / (_CALMING_CAP / 2)
    return found
