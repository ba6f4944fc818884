"""``fairgate check``: judge a predictions file by a policy."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from fairgate.cells import Tally
from fairgate.cli.inputs import Inputs, evidence_of, find_predictions, spare_inputs
from fairgate.cli.options import (
    FORMATS,
    InOrder,
    Output,
    one_line,
    outputs,
    policy_option,
    predictions_option,
)
from fairgate.cli.terminal import progress, wants_colour, width, write
from fairgate.engine.duckdb import DuckDBEngine
from fairgate.files import write_all
from fairgate.gate import judge, question
from fairgate.policyfile import PolicyFile, read_policy
from fairgate.report import render
from fairgate.verdict import Verdict


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
    "--first-model",
    is_flag=True,
    help="There is no model in use yet, so regression rules do not apply.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    metavar="FORMAT",
    multiple=True,
    help="text (the default), markdown, json, sarif, junit or html.",
)
@click.option(
    "--out",
    "outs",
    metavar="FILE",
    multiple=True,
    help="File for the --format beside it; both may be repeated in pairs.",
)
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
    _refuse_contradictions(ctx, baseline, evidence, sign, first_model=first_model)
    wanted = outputs(ctx, formats, outs)
    file = read_policy(policy)
    data = find_predictions(file, predictions)
    inputs = Inputs(data, baseline, subject, first_model, commit, issues)
    spare_inputs(file, inputs, [*(output.path for output in wanted), evidence])
    now = _now(today)
    tally = _count(file, inputs)
    verdict = judge(
        file.policy, tally, today=now.date(), first_model=first_model, lines=file.rule_lines
    )
    files = [(o.path, _report(verdict, file, inputs, o).encode()) for o in wanted if o.path]
    if evidence:
        files.append((evidence, evidence_of(verdict, tally, file, inputs, now=now, key=sign)))
    printed = [_report(verdict, file, inputs, output) for output in wanted if not output.path]
    write_all(files)
    for text in printed:
        write(text if text.endswith("\n") else text + "\n")
    ctx.exit(verdict.outcome.exit_code)


def _refuse_contradictions(
    ctx: click.Context,
    baseline: str | None,
    evidence: str | None,
    sign: str | None,
    *,
    first_model: bool,
) -> None:
    if first_model and baseline:
        raise click.UsageError("--first-model says that there is no --baseline.", ctx=ctx)
    if sign and not evidence:
        raise click.UsageError("--sign signs evidence: say --evidence FILE as well.", ctx=ctx)


def _now(today: datetime | None) -> datetime:
    """Read the clock, in UTC, as evidence states it; ``--today`` changes the day only."""
    now = datetime.now(UTC)
    return now if today is None else datetime.combine(today.date(), now.time(), UTC)


def _count(file: PolicyFile, inputs: Inputs) -> Tally:
    candidate = file.policy.table(inputs.predictions)
    baseline = file.policy.table(inputs.baseline) if inputs.baseline else None
    with progress("Counting", sys.stderr) as shown:
        return DuckDBEngine().tally(candidate, question(file.policy), baseline, shown)


def _report(verdict: Verdict, file: PolicyFile, inputs: Inputs, output: Output) -> str:
    printed = output.path is None
    return render(
        verdict,
        output.format,
        policy_file=file.path,
        predictions=inputs.predictions,
        width=width() if printed else None,
        colour=printed and wants_colour(sys.stdout),
    )
