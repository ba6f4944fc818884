"""A verdict for the terminal: readable without colour and at 80 columns."""

from __future__ import annotations

from io import StringIO

from rich.box import Box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fairgate.report import Context
from fairgate.report.counts import ShownCounts
from fairgate.report.groups import GroupTable, judged_tables
from fairgate.report.remedies import ways_on
from fairgate.report.safe import printable
from fairgate.report.summary import basis, headline, methods, worst_first
from fairgate.report.view import FindingView
from fairgate.verdict import Outcome, Verdict

_WIDTH = 80
_GLUE = "\ue000"  # keeps a number and its per cent sign on one line while rich wraps
_UNDERLINED = Box(
    "    \n    \n -- \n    \n    \n    \n    \n    \n",
    ascii=True,  # any encoding of a terminal or a log can show it
)
_STYLES = {
    Outcome.FAIL: "bold red",
    Outcome.UNKNOWN: "bold magenta",
    Outcome.WARN: "bold yellow",
    Outcome.PASS: "bold green",
}


def render(verdict: Verdict, context: Context) -> str:
    """Write a verdict as text; see :func:`fairgate.report.render`."""
    out = StringIO()
    console = Console(
        file=out,
        width=context.width or _WIDTH,
        color_system="standard" if context.colour else None,
        force_terminal=context.colour,
        legacy_windows=False,
        highlight=False,
        _environ={},
    )
    counts = ShownCounts.of(verdict)
    console.print(_text(headline(verdict), _STYLES[verdict.outcome]))
    console.print(_text(basis(verdict, counts)))
    for finding in worst_first(verdict.findings):
        _print_finding(console, FindingView.of(finding, verdict, counts))
    _print_ways_on(console, verdict)
    for table in judged_tables(verdict, counts):
        _print_table(console, table)
    console.print()
    for sentence in methods(verdict):
        console.print(_text(sentence))
    lines = out.getvalue().replace(_GLUE, " ").splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _print_finding(console: Console, view: FindingView) -> None:
    outcome = view.finding.outcome
    console.print()
    console.print(Text.assemble((f"{outcome.value.upper():<8}", _STYLES[outcome]), view.title))
    console.print(_indented(_text(view.sentence)))
    lines = Table.grid(padding=(0, 2))
    lines.add_column(no_wrap=True)
    lines.add_column(overflow="fold")
    lines.add_row(_text("Numbers"), _text(view.numbers))
    for name, rows, estimate in view.strata:
        lines.add_row(_text("Stratum"), _text(f"{name}: {estimate} ({rows} rows)"))
    for remark in view.remarks:
        lines.add_row(_text("Note"), _text(remark))
    if outcome is not Outcome.UNKNOWN:  # of an unknown, the sentence says what lacks
        for remedy in view.remedies[:1]:
            lines.add_row(_text("To do"), _text(remedy))
    console.print(_indented(lines))


def _print_ways_on(console: Console, verdict: Verdict) -> None:
    """Say once what helps with every finding of a kind."""
    ways = ways_on(verdict)
    if not ways:
        return
    console.print()
    console.print(_text("Other ways on", "bold"))
    for way in ways:
        console.print(Padding(_text(printable(way)), (0, 0, 0, 2)))


def _text(words: str, style: str = "") -> Text:
    return Text(words.replace(" %", f"{_GLUE}%"), style)


def _indented(what: Text | Table) -> Padding:
    return Padding(what, (0, 0, 0, 2))


def _print_table(console: Console, table: GroupTable) -> None:
    """Fold long names of groups; rich would cut them off."""
    grid = Table(box=_UNDERLINED, title_justify="left", pad_edge=False, show_edge=False)
    grid.add_column("Group", overflow="fold", ratio=1, min_width=12)
    headings = ["Rows", "Value", "Interval", *(["Baseline", "Change"] * table.has_baseline)]
    for heading in headings:
        grid.add_column(heading, justify="right", no_wrap=True)
    for line in table.lines:
        name = f"{line.name} ({line.remark})" if line.remark else line.name
        words = [line.rows, line.value, line.interval, line.baseline, line.change]
        grid.add_row(_text(name), *(_text(word) for word in words[: len(headings)]))
    console.print()
    in_points = table.has_baseline and table.in_points
    unit = " (change since the baseline in points)" if in_points else ""
    console.print(_text(f"{table.heading}{unit}", "bold"))
    console.print(grid)
