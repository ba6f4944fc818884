"""``fairgate plan``: how many rows a policy needs, and what the rows at hand can show."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fairgate import planning, sentences
from fairgate.cli.inputs import sandbox
from fairgate.cli.options import policy_option, predictions_option
from fairgate.cli.terminal import progress, wants_colour, width, write
from fairgate.evaluation import Request, count
from fairgate.metrics import CATALOGUE
from fairgate.planning import PlanLine, Sketch
from fairgate.policyfile import PolicyFile, read_policy


@click.command(
    "plan",
    epilog="""\b
Examples:
  fairgate plan --policy fairgate.yaml
  fairgate plan --policy fairgate.yaml --predictions build/predictions.parquet
""",
)
@policy_option
@predictions_option
def plan(*, policy: str, predictions: str | None) -> None:
    """Say how many rows a policy needs, and what these rows can detect.

    With predictions, or a model to score: for every rule and grouping, the smallest
    violation that the rows at hand would show in 4 of 5 cases, and the rows that groups
    lack. Without: the rows that each of 2, 5 or 20 equal groups needs.
    """
    file = read_policy(policy)
    if predictions is None and file.predictions is None and file.policy.model is None:
        write(_sketched(file, planning.sketch(file.policy)))
        return
    with progress("Counting", sys.stderr) as shown:
        request = Request(file, predictions=predictions)
        tally = count(request, find_sandbox=sandbox, progress=shown).tally
    lines = planning.plan(file.policy, tally, today=datetime.now(UTC).date())
    write(_planned(file, lines, tally.rows))


def _console() -> tuple[Console, io.StringIO]:
    page = io.StringIO()
    colour = wants_colour(sys.stdout)
    return Console(
        file=page, width=width(), no_color=not colour, force_terminal=colour, highlight=False
    ), page


def _planned(file: PolicyFile, lines: Sequence[PlanLine], rows: int) -> str:
    console, page = _console()
    console.print(f"{file.policy.name}: what {rows:,} rows can detect, in 4 of 5 cases\n")
    for line in lines:
        console.print(Text.assemble((line.rule, "bold"), f" [{line.groups}] {_promise(line)}"))
        for sentence in _answers(line):
            console.print(Padding(sentence, (0, 0, 0, 2)), markup=False)
    return page.getvalue()


def _promise(line: PlanLine) -> str:
    metric = CATALOGUE[line.metric]
    at_least = line.must_detect < line.limit
    return f"{line.metric}, {line.comparison}: " + sentences.promised(
        metric, line.comparison, line.limit, at_least=at_least
    )


def _answers(line: PlanLine) -> list[str]:
    """What can be seen, and what the rows lack."""
    if line.why:
        return [line.why]
    metric = CATALOGUE[line.metric]
    wanted = sentences.violation(metric, line.comparison, line.must_detect)
    answers = [f"must detect {wanted}: " + ("too few rows" if line.rows_needed else "it can")]
    if line.detectable is None:
        answers.append("no violation of any size would be shown by these rows")
    else:
        smallest = sentences.violation(metric, line.comparison, line.detectable)
        answers.append(f"the smallest violation these rows would show is {smallest}")
    answers += [f"{group}: {more:,} more rows" for group, more in line.rows_needed.items()]
    return answers


def _sketched(file: PolicyFile, sketches: Sequence[Sketch]) -> str:
    console, page = _console()
    console.print(f"{file.policy.name}: rows that each group needs, all groups being alike")
    console.print("(rows that count towards the metric: for a false negative rate, positives)\n")
    for rule, of_rule in groupby(sketches, key=lambda one: one.rule):
        table = Table(title=rule, title_justify="left", box=None, pad_edge=False)
        found = list(of_rule)
        sizes = sorted({one.groups for one in found})
        table.add_column("rate of all groups")
        for size in sizes:
            table.add_column(f"{size} groups", justify="right")
        for rate in sorted({one.rate for one in found}):
            cells = {one.groups: f"{one.rows_each:,}" for one in found if one.rate == rate}
            row = (cells.get(size, "-") for size in sizes)
            table.add_row(sentences.percent(rate), *row)
        console.print(table)
        console.print()
    if not sketches:
        console.print("No rule here can be planned without data: give --predictions FILE.")
    return page.getvalue()
