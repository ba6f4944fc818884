"""The comment on a pull request: short enough, answer first, and nobody else's markup."""

from __future__ import annotations

import dataclasses
import re

from report.samples import NASTY, POLICY_FILE, PREDICTIONS, sample

from fairgate.report import render
from fairgate.report.as_markdown import LIMIT
from fairgate.verdict import Outcome, Verdict


def comment(verdict: Verdict) -> str:
    """Render a verdict as a comment."""
    return render(verdict, "markdown", policy_file=POLICY_FILE, predictions=PREDICTIONS)


def many(number: int) -> Verdict:
    """Return a verdict with many findings, the last of which fails."""
    verdict = sample()
    findings = [dataclasses.replace(verdict.findings[3], rule=f"rule-{at}") for at in range(number)]
    findings[-1] = dataclasses.replace(findings[-1], rule="the-bad-one", outcome=Outcome.FAIL)
    return dataclasses.replace(verdict, findings=tuple(findings))


def test_the_answer_comes_first():
    """Heading, sentence, table; the rest is folded."""
    text = comment(sample())
    assert text.startswith("## Fairness gate: fail\n\n**loan-approval fails**: 2 of 8 findings")
    assert text.index("| Outcome |") < text.index("<details>")


def test_every_row_of_a_table_has_as_many_cells_as_its_heading():
    """A bar in a name does not tear a table."""
    tables = re.findall(r"(?:^\|.*\|\n)+", comment(sample()), re.MULTILINE)
    assert tables
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1, table


def test_names_bring_no_markup_of_their_own():
    """Only our own tags are in it; no mention, no link, no workflow command."""
    text = comment(sample())
    assert set(re.findall(r"</?\w+", text)) == {
        "<details",
        "</details",
        "<summary",
        "</summary",
        "<code",
        "</code",
    }
    assert not re.search(r"@|\]\(|://|::|#\d(?!\d*;)|\x1b", text)
    for name in NASTY:
        assert name not in text


def test_a_long_comment_leaves_out_whole_sections_and_says_so():
    """Longer than a comment may be: what blocks is kept, the rest is counted."""
    text = comment(many(2_000))
    assert len(text) <= LIMIT
    assert text.count("<details>") == text.count("</details>")
    assert "the-bad-one" in text
    assert re.search(r"\*\*\d[\d,]* more sections are left out\*\*", text)


def test_a_short_comment_says_nothing_about_length():
    """Everything is there."""
    text = comment(sample())
    assert "left out" not in text
    assert "How to read this" in text
