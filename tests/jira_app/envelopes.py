"""Real evidence, made by fairgate's own functions: signed or not, of every outcome."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from fairgate.cells import Cells, Tally
from fairgate.evidence import Artifact, Circumstances, Statement, make_statement
from fairgate.gate import judge
from fairgate.policyfile import parse_policy
from fairgate.signing import IN_TOTO, PublicKey, generate_keys, load_public_keys, sign, unsigned

TIME = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
"""When it was judged, unless said otherwise: a day before :data:`tests.jira_app.town.NOON`."""

POLICY = """\
version: 1
name: {name}
columns: {{label: repaid, prediction: approved, sensitive: {{sex: sex}}}}
groups: [sex]
rules:
  - {{id: four-fifths, metric: selection_rate, ratio: {{at_least: 0.8, must_detect: 0.6}}}}
"""

COUNTS = {
    # (tp, fp, fn, tn) of women, of men, of four people who did not say
    "pass": ((250, 50, 40, 160), (250, 50, 40, 160), (2, 0, 1, 1)),
    "fail": ((120, 30, 120, 230), (260, 60, 40, 140), (2, 0, 1, 1)),
    "unknown": ((6, 2, 5, 7), (7, 3, 4, 6), (2, 0, 1, 1)),
}
"""One group has fewer rows than a report may tell."""


@dataclass(frozen=True)
class Keys:
    """A pair of keys: where the private one lies, and the public one as it is trusted."""

    private: Path
    public: tuple[PublicKey, ...]


def keys(folder: Path) -> Keys:
    """Make a pair of keys."""
    private, public = generate_keys(folder)
    return Keys(private, load_public_keys(public))


def policy(name: str = "loan-approval") -> bytes:
    """Write a policy of one rule; its name makes it another policy."""
    return POLICY.format(name=name).encode()


@cache
def statement(
    outcome: str = "pass",
    *,
    issues: tuple[str, ...] = ("LOAN-1",),
    name: str = "loan-approval",
    binding: str = "scored",
    model: str = "a",
    commit: str | None = "0f1e2d3c4b5a69788796a5b4c3d2e1f001122334",
    time: datetime = TIME,
) -> Statement:
    """State a verdict.

    Parameters
    ----------
    outcome : str
        ``pass``, ``fail`` or ``unknown``.
    issues : tuple of str
        Keys of issues that it names.
    name : str
        Of the policy.
    binding : str
        ``scored`` or ``declared``.
    model : str
        One hexadecimal digit, repeated to the digest of the model.
    commit : str or None
        Of the change.
    time : datetime
        When it was judged.
    """
    counts = dict(zip((("f",), ("m",), (None,)), COUNTS[outcome], strict=True))
    cells = Cells.of(("sex",), counts)
    tally = Tally(int(cells.counts.sum()), {("sex",): cells})
    text = policy(name)
    verdict = judge(parse_policy(text, "fairgate.yaml").policy, tally, today=time.date())
    assert verdict.outcome.value == outcome, verdict
    about = Circumstances(
        policy=text,
        policy_file="fairgate.yaml",
        data=Artifact(file="test.parquet", sha256="d" * 64),
        model=Artifact(file="model.skops", sha256=model * 64),
        binding=binding,  # type: ignore[arg-type]  # one of the two
        commit=commit,
        issues=issues,
        time=time,
    )
    return make_statement(verdict, tally, about)


def signed(key: Path, outcome: str = "pass", **parts: Any) -> bytes:
    """Sign evidence with a private key; ``parts`` as :func:`statement` takes them."""
    return sign(statement(outcome, **parts).to_bytes(), IN_TOTO, key)


def plain(outcome: str = "pass", **parts: Any) -> bytes:
    """Put evidence into an envelope without a signature, as pull requests do."""
    return unsigned(statement(outcome, **parts).to_bytes(), IN_TOTO)


def tampered(key: Path | None, outcome: str = "fail", **parts: Any) -> bytes:
    """State another outcome than the counts give, and sign that if there is a key."""
    document = json.loads(statement(outcome, **parts).to_bytes())
    stated = document["predicate"]["verdict"]
    stated["outcome"] = stated["findings"][0]["outcome"] = "pass"
    payload = json.dumps(document).encode()
    return sign(payload, IN_TOTO, key) if key else unsigned(payload, IN_TOTO)


def altered(envelope: bytes, old: bytes = b'"commit":"0f', new: bytes = b'"commit":"1f') -> bytes:
    """Change what is inside an envelope and leave its signature as it was."""
    document = json.loads(envelope)
    payload = base64.b64decode(document["payload"])
    assert old in payload
    payload = payload.replace(old, new)
    document["payload"] = base64.b64encode(payload).decode()
    return json.dumps(document).encode()


def policy_digest(name: str = "loan-approval") -> str:
    """Digest a policy, as projects name those they accept."""
    return statement(name=name).predicate.policy.sha256
