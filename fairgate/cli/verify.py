"""``fairgate verify``: whether evidence is authentic and its verdict holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from fairgate.cli.terminal import write
from fairgate.files import read_bytes

if TYPE_CHECKING:
    from fairgate.evidence import Artifact, Verified

_EVIDENCE_SIZE = 2**26

_SCORED = "scored: fairgate scored this model itself"
_DECLARED = "declared: the predictions were handed in"
_NAMED = f"{_DECLARED}, and the model was only named"


@click.command()
@click.argument("evidence")
@click.option(
    "--key",
    required=True,
    metavar="PUBKEY",
    help="The signer's fairgate.pub, or a directory of *.pub files, any of which will do.",
)
@click.option(
    "--subject",
    metavar="FILE",
    help="The model that the evidence must be about; the data, where it names no model.",
)
@click.pass_context
def verify(ctx: click.Context, evidence: str, key: str, subject: str | None) -> None:
    """Check the signature of EVIDENCE, judge its counts again, and print what holds.

    Exits with the verdict's own code: 0 pass, 3 fail, 4 unknown. 2 means that it is not
    authentic, does not follow from its counts, or is about another file.
    """
    from fairgate.signing import load_public_keys  # noqa: PLC0415 - heavy

    envelope, keys = read_bytes(evidence, _EVIDENCE_SIZE), load_public_keys(key)

    from fairgate import evidence as documents  # noqa: PLC0415 - heavy, and not for a wrong key

    verified = documents.verify(envelope, keys, subject, name=evidence)
    lines = [f"{evidence} is authentic, and its verdict follows from its counts."]
    lines += [f"{label:<10} {text}" for label, text in _facts(verified)]
    if subject is not None:
        lines.append(f"{'subject':<10} {subject} is the {verified.subject} it is about")
    write("\n".join(lines) + "\n")
    ctx.exit(verified.verdict.outcome.exit_code)


def _facts(verified: Verified) -> Iterator[tuple[str, str]]:
    statement, verdict = verified.statement, verified.verdict
    predicate = statement.predicate
    yield "outcome", verdict.outcome.value
    yield "policy", verdict.policy
    yield from _artifact("", predicate.policy)
    if statement.model:
        yield from _artifact("model", statement.model)
    yield from _artifact("data", statement.data)
    yield "", f"{verdict.rows:,} rows"
    if predicate.baseline:
        yield from _artifact("baseline", predicate.baseline)
        yield "", f"{verdict.compared_with.kind}, {verdict.compared_with.rows:,} rows"
    declared = _NAMED if statement.model else _DECLARED
    yield "binding", _SCORED if predicate.binding == "scored" else declared
    yield "judged", f"{predicate.time} by fairgate {predicate.tool.version}"
    if predicate.commit:
        yield "commit", predicate.commit
    if predicate.issues:
        yield "issues", ", ".join(predicate.issues)
    yield "signed by", verified.key_id


def _artifact(label: str, artifact: Artifact) -> Iterator[tuple[str, str]]:
    yield label, artifact.file
    yield "", artifact.sha256
