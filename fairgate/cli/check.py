"""``fairgate check``: judge a predictions file, or a model, by a policy."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from fairgate.anypolicy import read_any_policy
from fairgate.cli.inputs import sandbox, spare_inputs
from fairgate.cli.options import (
    FORMATS,
    InOrder,
    Output,
    one_line,
    outputs,
    outputs_options,
    policy_option,
    predictions_option,
)
from fairgate.cli.terminal import progress, wants_colour, width, write
from fairgate.evaluation import Evaluation, Request, evaluate
from fairgate.files import write_all
from fairgate.policyfile import PolicyFile
from fairgate.report import render
from fairgate.report.safe import printable


@click.command(
    cls=InOrder,
    epilog="""\b
Exit codes:
  0  pass; warnings, and unknowns under on_unknown: warn, included
  3  fail: a promise is demonstrably broken
  4  unknown: the data cannot tell; the report says how many rows it lacks
  2  the request or a file is wrong; nothing is written

\b
Examples:
  fairgate check --policy fairgate.yaml
  fairgate check --policy fairgate.yaml --baseline main.parquet
  fairgate check --policy fairgate.yaml --format html --out r.html
  fairgate check --policy fairgate.yaml --format json --format sarif \\
      --out fairness.sarif
  fairgate check --policy fairgate.yaml --subject model.onnx \\
      --evidence evidence.json --sign fairgate.key
""",
)
@policy_option
@predictions_option
@click.option("--baseline", metavar="FILE", help="Predictions of the model in use now.")
@click.option(
    "--baseline-model",
    metavar="MODEL",
    help="The model in use now, scored on the same rows; with model: in the policy.",
)
@click.option(
    "--first-model",
    is_flag=True,
    help="There is no model in use yet, so regression rules do not apply.",
)
@outputs_options(FORMATS, "text (the default), markdown, json, sarif, junit or html.")
@click.option("--subject", metavar="MODEL", help="The model that the evidence is about.")
@click.option("--evidence", metavar="FILE", help="Write evidence: exact counts, confidential.")
@click.option("--sign", metavar="KEY", help="Sign the evidence with this private key.")
@click.option("--commit", metavar="SHA", callback=one_line, help="The commit, for the evidence.")
@click.option(
    "--issue",
    "issues",
    metavar="KEY",
    callback=one_line,
    multiple=True,
    help="An issue, for the evidence; repeatable.",
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), hidden=True)
@click.pass_context
def check(
    ctx: click.Context,
    *,
    policy: str,
    predictions: str | None,
    baseline: str | None,
    baseline_model: str | None,
    first_model: bool,
    formats: tuple[str, ...],
    outs: tuple[str, ...],
    subject: str | None,
    evidence: str | None,
    sign: str | None,
    commit: str | None,
    issues: tuple[str, ...],
    today: datetime | None,
) -> None:
    """Judge a model's predictions by the promises in a policy.

    Every rule is judged on every grouping, with one error bound over all of them: a model
    that keeps its promises fails in at most 5 of 100 verdicts at confidence 0.95.
    """
    _refuse_contradictions(ctx, baseline, evidence, sign, subject, first_model=first_model)
    wanted = outputs(ctx, formats, outs)
    promised = read_any_policy(policy)
    if not isinstance(promised, PolicyFile):
        from fairgate.cli import rankingrules  # noqa: PLC0415 - only for rankings
        from fairgate.evaluation.rankings import RankingRequest  # noqa: PLC0415 - likewise

        rankingrules.refuse_scoring(policy, baseline_model)
        ranked = RankingRequest(
            promised,
            predictions=predictions,
            baseline=baseline,
            first_model=first_model,
            subject=subject,
            commit=commit,
            issues=issues,
        )
        proof = rankingrules.Proof(evidence, sign)
        ctx.exit(rankingrules.check_and_write(ranked, wanted, proof, _now(today)))
    request = Request(
        promised,
        predictions=predictions,
        baseline=baseline,
        baseline_model=baseline_model,
        first_model=first_model,
        subject=subject,
        commit=commit,
        issues=issues,
    )
    spare_inputs(request, [*(output.path for output in wanted), evidence])
    with progress("Counting", sys.stderr) as shown:
        found = evaluate(request, now=_now(today), find_sandbox=sandbox, progress=shown)
    files = [(o.path, _report(found, o).encode()) for o in wanted if o.path]
    if evidence:
        files.append((evidence, found.evidence(sign)))
    printed = [_report(found, output) for output in wanted if not output.path]
    write_all(files)
    for note in found.notes:
        click.echo(f"note: {printable(note)}", err=True)
    for text in printed:
        write(text if text.endswith("\n") else text + "\n")
    ctx.exit(found.verdict.outcome.exit_code)


def _refuse_contradictions(
    ctx: click.Context,
    baseline: str | None,
    evidence: str | None,
    sign: str | None,
    subject: str | None,
    *,
    first_model: bool,
) -> None:
    if first_model and baseline:
        raise click.UsageError("--first-model says that there is no --baseline.", ctx=ctx)
    if sign and not evidence:
        raise click.UsageError("--sign signs evidence: say --evidence FILE as well.", ctx=ctx)
    if subject and not evidence:
        problem = "--subject says what the evidence is about: say --evidence FILE as well."
        raise click.UsageError(problem, ctx=ctx)


def _now(today: datetime | None) -> datetime:
    """Read the clock, in UTC, as evidence states it; ``--today`` changes the day only."""
    now = datetime.now(UTC)
    return now if today is None else datetime.combine(today.date(), now.time(), UTC)


def _report(found: Evaluation, output: Output) -> str:
    printed = output.path is None
    return render(
        found.verdict,
        output.format,
        policy_file=found.request.policy.path,
        predictions=found.source,
        width=width() if printed else None,
        colour=printed and wants_colour(sys.stdout),
    )
