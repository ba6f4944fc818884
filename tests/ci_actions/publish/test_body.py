"""The comment: what, for whom, how sure, what to do; and nobody else's markup."""

from __future__ import annotations

import dataclasses
import re

import pytest
from report.samples import NASTY, empty, sample

from ci_actions.outcome import Note, PolicyUsed
from ci_actions.publish.body import SUMMARY_LIMIT, Told, comment, summary
from fairgate.report.as_markdown import LIMIT
from fairgate.report.counts import ShownCounts
from fairgate.verdict import Outcome, Verdict

ORDERS = ("/merge", "/approve\n/close", "<!-- x -->", "--> <b>", "> [!NOTE]", "| a | b |", "- x")
RUN = "https://github.example/acme/loans/actions/runs/1"


def told(verdict: Verdict | None = None, **values) -> Told:
    """Return what is told of a failing change that loosens its policy."""
    verdict = verdict or sample()
    loosened = Note("warning", "The change loosens four-fifths: 0.8 becomes 0.5.")
    plain = Told(
        verdict,
        ShownCounts.of(verdict),
        PolicyUsed("fairgate.yaml", "base", (loosened, Note("notice", "A rule is new."))),
        "Compared row by row with the model of the base branch.",
        issues=("LOAN-1",),
        blocks=verdict.blocks,
        run=RUN,
        commit="c0ffee" * 7,
    )
    return dataclasses.replace(plain, **values)


def test_the_first_screen_says_what_for_whom_how_sure_and_what_to_do():
    """Before any table: outcome, people, confidence, remedy, policy, baseline, issue, report."""
    text = comment(told())
    assert text.startswith("<!-- fairgate: loan-approval -->\n## Fairness gate: fail\n\n")
    head = text[: text.index("| Outcome |")]
    for words in (
        "**loan-approval fails**: 2 of 8 findings fail",
        "**A merge must wait.**",
        "- **fail: four-fifths on race.** race=black: 61 % get a yes",
        "with 95 % confidence",
        "  - To do: Mend the model, its features or its cut-off for race=black",
        "- 3 more in the table below.",
        "This is about commit <code>c0ffeec0ffee</code>.",
        "Judged by <code>fairgate.yaml</code> of the base branch.",
        "Compared row by row with the model of the base branch.",
        "Issues: LOAN-1.",
        f"[The full report, with plots]({RUN}#artifacts)",
        "- A rule is new.",
    ):
        assert words in head


def test_a_loosened_policy_is_said_in_red():
    """Above the outcome, in GitHub's own alert."""
    text = comment(told())
    alert = text.index("> [!CAUTION]\n> **Look at this before merging:** The change loosens")
    assert alert < text.index("**loan-approval fails**")
    assert "CAUTION" not in comment(told(policy=PolicyUsed("f.yaml", "base")))


def test_a_first_policy_is_said_to_be_the_changes_own():
    """There is nobody else's."""
    text = comment(told(policy=PolicyUsed("f.yaml", "change")))
    assert "Judged by this change's own <code>f.yaml</code>" in text


def test_what_fail_on_lets_through_is_not_said_to_wait():
    """The words fit the exit code."""
    text = comment(told(blocks=False))
    assert "The merge is not blocked, as fail-on says." in text
    assert "must wait" not in text


@pytest.mark.parametrize("name", [*NASTY, *ORDERS])
def test_names_bring_neither_markup_nor_orders(name):
    """No tag, link, mention or image of theirs; no line that begins with their words."""
    findings = tuple(
        dataclasses.replace(f, rule=name, message=name, notes=(name,)) for f in sample().findings
    )
    verdict = dataclasses.replace(sample(), policy=name, findings=findings)
    note = Note("warning", name, name, 1)
    hostile = told(
        verdict,
        policy=PolicyUsed(name, "change", (note,)),
        baseline=name,
        notes=(note, Note("notice", name)),
        issues=(name,),
    )
    marker, text = comment(hostile).split("\n", 1)
    assert re.fullmatch(r"<!-- fairgate: [\w. -]+ -->", marker)
    assert "--" not in marker[4:-3]
    tags = {"<details", "</details", "<summary", "</summary", "<code", "</code"}
    assert set(re.findall(r"</?!?\w+", text)) <= tags
    assert not re.search(r"@|!\[|\x1b|\u202e|<!--", text)
    assert re.findall(r"\]\(([^)]*)\)", text) == [f"{RUN}#artifacts"]
    assert not re.search(r"^\s*/", text, re.MULTILINE)
    assert text.count("[!") == 1


def test_a_long_comment_keeps_what_blocks_and_says_what_is_left_out():
    """No longer than GitHub takes it, cut between sections."""
    finding = dataclasses.replace(sample().findings[3], outcome=Outcome.FAIL)
    many = tuple(dataclasses.replace(finding, rule=f"rule-{at}") for at in range(600))
    notes = tuple(Note("warning", f"{at} " + "&" * 900) for at in range(2_000))
    text = comment(told(dataclasses.replace(sample(), findings=many), notes=notes))
    assert len(text) <= LIMIT
    assert "more sections are left out" in text
    assert re.search(r"> \d+ more in the log of the run\.", text)
    assert text.count("<details>") == text.count("</details>")


def test_the_longest_head_still_fits():
    """Whatever a reader of tags and invisible letters would make of every name."""
    long = "\U000e0041" * 5_000
    findings = tuple(
        dataclasses.replace(f, rule=long, groups=long, message=long) for f in sample().findings
    )
    verdict = dataclasses.replace(sample(), policy=long, findings=findings)
    notes = tuple(Note(level, long, long) for level in ("warning", "notice") * 300)
    policy = PolicyUsed(long, "base", notes)
    text = comment(told(verdict, policy=policy, notes=notes, baseline=long, issues=(long,) * 99))
    assert len(text) <= LIMIT
    assert "(cut)" in text


def test_a_summary_is_bounded_in_bytes_and_has_no_marker():
    """GitHub counts bytes there; letters beyond ASCII take several."""
    finding = dataclasses.replace(sample().findings[0], message="å" * 900)
    many = tuple(dataclasses.replace(finding, rule=f"rule-{at}") for at in range(700))
    text = summary(told(dataclasses.replace(sample(), findings=many)))
    assert len(text.encode()) <= SUMMARY_LIMIT
    assert "more sections are left out" in text
    assert "<!-- fairgate" not in summary(told(empty()))
