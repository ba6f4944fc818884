"""Rankings made for tests, and policies about them."""

from __future__ import annotations

from datetime import date

import numpy as np

from fairgate.ranking.gate.judge import judge
from fairgate.ranking.gate.policy import RankingPolicy
from fairgate.ranking.gate.table import Rankings
from fairgate.verdict import Finding, Verdict

TODAY = date(2026, 11, 22)


def drawn(queries=200, items=30, shift=0.0, seed=0, share=0.4) -> Rankings:
    """Rank people by a score that is lower for women by ``shift`` standard deviations."""
    rng = np.random.default_rng(seed)
    women = rng.random((queries, items)) < share
    score = rng.normal(size=(queries, items)) - shift * women
    women = np.take_along_axis(women, np.argsort(-score, axis=1), axis=1)
    labels = tuple("f" if woman else "m" for woman in women.ravel())
    names = tuple(f"q{at}" for at in range(queries))
    return Rankings(names, np.arange(queries + 1) * items, {"sex": labels})


def listed(*queries: str) -> Rankings:
    """Spell rankings out: a letter an item, ``.`` for somebody of whom nothing is known."""
    labels = tuple(None if one == "." else one for query in queries for one in query)
    starts = np.cumsum([0, *(len(query) for query in queries)])
    return Rankings(tuple(f"q{at}" for at in range(len(queries))), starts, {"sex": labels})


def promise(*rules: dict[str, object], **more: object) -> RankingPolicy:
    """Make a policy of these rules."""
    named = [{"id": f"r{at}", **rule} for at, rule in enumerate(rules)]
    given = {
        "version": 1,
        "name": "search",
        "ranking": {"score": "s", "query_id": "q", "sensitive": {"sex": "sex"}},
        "groups": ["sex"],
        "rules": named,
        **more,
    }
    return RankingPolicy.model_validate(given)


def verdict(policy: RankingPolicy, now: Rankings, before: Rankings | None = None) -> Verdict:
    """Judge on a fixed day."""
    return judge(policy, now, before, today=TODAY)


def finding(now: Rankings, before: Rankings | None = None, **rule: object) -> Finding:
    """Judge one rule."""
    (found,) = verdict(promise(rule), now, before).findings
    return found
