"""Make the test vectors anew, after a change of format: ``python regenerate_vectors.py``.

The key pair beside this file stays as it is. It signs nothing but these vectors, and
its private half is public: no trusted key may ever be this one. The vectors are written
here and into docs/reference/evidence.md, between the markers.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from fairgate.cells import Cells, Tally
from fairgate.evidence import Artifact, Circumstances, Statement, make_statement
from fairgate.gate import judge
from fairgate.policyfile import read_policy
from fairgate.signing import IN_TOTO, load_public_keys, sign

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[2] / "docs" / "reference" / "evidence.md"
TIME = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def tally() -> Tally:
    """Count predictions.csv by hand, so that the vectors need no engine."""
    with (HERE / "predictions.csv").open(newline="") as file:
        rows = Counter((r["sex"], r["repaid"], r["approved"]) for r in csv.DictReader(file))
    order = (("1", "1"), ("0", "1"), ("1", "0"), ("0", "0"))
    cells = {(sex,): tuple(rows[sex, *pair] for pair in order) for sex in ("f", "m")}
    return Tally(sum(rows.values()), {("sex",): Cells.of(("sex",), cells)})


def statement() -> Statement:
    """State the verdict about the tiny table."""
    policy, counted = read_policy(HERE / "fairgate.yaml"), tally()
    verdict = judge(policy.policy, counted, today=TIME.date())
    about = Circumstances(
        policy=policy.text,
        policy_file="fairgate.yaml",
        data=Artifact.of(HERE / "predictions.csv"),
        model=Artifact.of(HERE / "model.txt"),
        time=TIME,
        commit="0123456789abcdef0123456789abcdef01234567",
        issues=["LOAN-12"],
    )
    return make_statement(verdict, counted, about)


def expected(envelope: bytes) -> dict[str, object]:
    """List what a reader in any language should find."""
    document = json.loads(envelope)
    payload = base64.b64decode(document["payload"])
    stated = json.loads(payload)
    pae = b"DSSEv1 %d %b %d %b" % (len(IN_TOTO), IN_TOTO.encode(), len(payload), payload)
    (key,) = load_public_keys(HERE / "TEST-ONLY.pub")
    (finding,) = stated["predicate"]["verdict"]["findings"]
    return {
        "public_key": key.keyval["public"],
        "key_id": key.keyid,
        "payload_sha256": hashlib.sha256(payload).hexdigest(),
        "pae_sha256": hashlib.sha256(pae).hexdigest(),
        "signature": base64.b64decode(document["signatures"][0]["sig"]).hex(),
        "model_sha256": stated["subject"][0]["digest"]["sha256"],
        "data_sha256": stated["subject"][1]["digest"]["sha256"],
        "policy_sha256": stated["predicate"]["policy"]["sha256"],
        "seed": stated["predicate"]["seed"],
        "outcome": stated["predicate"]["verdict"]["outcome"],
        "estimate": finding["estimate"],
        "exit_code": 3,
    }


def block(language: str, text: str) -> str:
    """Fence a text for the page."""
    return f"```{language}\n{text.strip()}\n```"


def page_blocks(envelope: bytes) -> dict[str, str]:
    """Give the fenced blocks of the page by the name of their marker."""
    payload = base64.b64decode(json.loads(envelope)["payload"])
    return {
        "public-key": block("text", (HERE / "TEST-ONLY.pub").read_text()),
        "envelope": block("json", envelope.decode()),
        "statement": block("json", json.dumps(json.loads(payload), indent=1, sort_keys=True)),
        "expected": block("json", json.dumps(expected(envelope), indent=1)),
    }


def main() -> None:
    """Write envelope.json, expected.json and the page."""
    envelope = sign(statement().to_bytes(), IN_TOTO, HERE / "TEST-ONLY.key")
    (HERE / "envelope.json").write_bytes(envelope)
    (HERE / "expected.json").write_text(json.dumps(expected(envelope), indent=1) + "\n")
    page = PAGE.read_text(encoding="utf-8")
    for name, fenced in page_blocks(envelope).items():
        pattern = rf"(<!-- vector: {name} -->\n).*?(\n+<!-- end -->)"
        page = re.sub(pattern, lambda m, text=fenced: m[1] + text + m[2], page, flags=re.DOTALL)
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
