"""A verdict as a comment on a pull request: the answer first, details folded."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fairgate.report import Context
from fairgate.report.counts import ShownCounts
from fairgate.report.groups import GroupTable, judged_tables
from fairgate.report.safe import markdown
from fairgate.report.summary import SAYS, basis, methods, tally, worst_first
from fairgate.report.view import FindingView
from fairgate.verdict import Verdict

LIMIT = 65_536
"""Characters that GitHub takes in a comment."""

_RESERVE = 1_536
"""Room for a marker and a heading that whoever posts the comment may add."""


def render(verdict: Verdict, context: Context) -> str:
    """Write a verdict as Markdown; see :func:`fairgate.report.render`."""
    counts = ShownCounts.of(verdict)
    return fit(_head(verdict, counts, context), sections(verdict, counts), LIMIT - _RESERVE)


def sections(verdict: Verdict, counts: ShownCounts) -> list[str]:
    """Write everything below the head: an overview, then details and tables, folded."""
    views = [FindingView.of(f, verdict, counts) for f in worst_first(verdict.findings)]
    return [
        *_overview(views),
        *(_details(view) for view in views),
        *(_groups(table) for table in judged_tables(verdict, counts)),
        _folded("How to read this", "\n\n".join(map(markdown, methods(verdict)))),
    ]


def fit(head: str, sections: Iterable[str], limit: int, measure: Callable[[str], int] = len) -> str:
    """Keep whole sections while they fit; say how many do not.

    Parameters
    ----------
    head : str
        Kept in any case.
    sections : iterable of str
        Kept in order, up to the first that is too long.
    limit : int
        Of the whole, the sentence about what is left out not counted.
    measure : callable
        Length of a text: characters, or bytes where a place counts those.

    Examples
    --------
    >>> print(fit("a", ["bb", "c" * 90, "d"], 40), end="")
    a
    <BLANKLINE>
    bb
    <BLANKLINE>
    **2 more sections are left out** for length; the HTML and JSON reports have everything.
    """
    kept, left_out, room = [head], 0, limit - measure(head)
    for section in sections:
        if left_out or measure(section) + 2 > room:
            left_out += 1
            continue
        kept.append(section)
        room -= measure(section) + 2
    if left_out:
        noun = "section is" if left_out == 1 else "sections are"
        kept.append(
            f"**{left_out} more {noun} left out** for length; the HTML and JSON reports "
            "have everything."
        )
    return "\n\n".join(kept) + "\n"


def _head(verdict: Verdict, counts: ShownCounts, context: Context) -> str:
    outcome = verdict.outcome
    wait = " **A merge or a rollout must wait.**" if verdict.blocks else ""
    files = f"Policy {_code(context.policy_file)}, predictions {_code(context.predictions)}."
    return "\n\n".join(
        (
            f"## Fairness gate: {outcome.value}",
            f"**{markdown(verdict.policy)} {SAYS[outcome]}**: {tally(verdict.findings)}.{wait}",
            f"{markdown(basis(verdict, counts))} {files}",
        )
    )


def _overview(views: Iterable[FindingView]) -> Iterable[str]:
    """Tables of at most fifty findings each, so that some fit in any case."""
    rows = [_overview_row(view) for view in views]
    for start in range(0, len(rows), 50):
        heading = "| Outcome | Rule | Groups | What was found | Estimate | Limit |"
        yield "\n".join((heading, "|---|---|---|---|---|---|", *rows[start : start + 50]))


def _overview_row(view: FindingView) -> str:
    finding = view.finding
    cells = (
        f"**{finding.outcome.value}**",
        markdown(finding.rule),
        markdown(finding.groups),
        markdown(view.sentence),
        view.estimate,
        view.limit,
    )
    return f"| {' | '.join(cells)} |"


def _details(view: FindingView) -> str:
    facts = [f"- {name}: {markdown(value)}" for name, value in view.facts]
    strata = [
        f"- Stratum {markdown(name)}: {markdown(estimate)} ({markdown(rows)} rows)"
        for name, rows, estimate in view.strata
    ]
    remarks = [f"- Note: {markdown(remark)}" for remark in view.remarks]
    parts = ["\n".join([*facts, *strata, *remarks])]
    if view.remedies:
        parts.append("**What to do next**")
        parts.append("\n".join(f"- {markdown(remedy)}" for remedy in view.remedies))
    if view.waiver:
        parts.append(_code(view.waiver))
    return _folded(f"{view.finding.outcome.value}: {view.title}", "\n\n".join(parts))


def _groups(table: GroupTable) -> str:
    headings = ["Group", "Rows", "Value", "Interval"]
    headings += ["Baseline", "Change"] * table.has_baseline
    lines = [f"| {' | '.join(headings)} |", f"|---|{'---:|' * (len(headings) - 1)}"]
    for line in table.lines:
        name = f"{line.name} ({line.remark})" if line.remark else line.name
        words = [name, line.rows, line.value, line.interval, line.baseline, line.change]
        lines.append(f"| {' | '.join(markdown(word) for word in words[: len(headings)])} |")
    return _folded(table.heading, "\n".join(lines))


def _folded(summary: str, body: str) -> str:
    """Fold a section; GitHub reads Markdown inside only after an empty line."""
    return f"<details><summary>{markdown(summary)}</summary>\n\n{body}\n\n</details>"


def _code(text: str) -> str:
    """Write code as HTML: a name may hold backticks, which would end a code span."""
    return f"<code>{markdown(text)}</code>"
