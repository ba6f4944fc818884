"""A verdict as SARIF 2.1.0, for code scanning: one rule a policy rule, located in the policy.

What passes is left out: a code-scanning page lists alerts, and would show it as one.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from fairgate import __version__
from fairgate.metrics import CATALOGUE
from fairgate.report import Context
from fairgate.report.counts import ShownCounts
from fairgate.report.fingerprint import fingerprint
from fairgate.report.safe import markdown, printable, sarif_message
from fairgate.report.summary import MEANING, worst_first
from fairgate.report.view import FindingView
from fairgate.report.words import promised
from fairgate.verdict import Finding, Outcome, Verdict

MOST = 5_000
"""Results that GitHub keeps."""

_LEVELS = {Outcome.FAIL: "error", Outcome.UNKNOWN: "error", Outcome.WARN: "warning"}
_HELP = "https://fairgate.readthedocs.io"


def render(verdict: Verdict, context: Context) -> str:
    """Write a verdict as SARIF; see :func:`fairgate.report.render`."""
    counts = ShownCounts.of(verdict)
    rules = list({finding.rule: finding for finding in verdict.findings}.values())
    place = {finding.rule: index for index, finding in enumerate(rules)}
    told = [finding for finding in worst_first(verdict.findings) if finding.outcome in _LEVELS]
    run = {
        "tool": {
            "driver": {
                "name": "fairgate",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": _HELP,
                "rules": [_rule(finding) for finding in rules],
            },
        },
        "automationDetails": {"id": f"fairgate/{printable(verdict.policy)}/"},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(FindingView.of(f, verdict, counts), place[f.rule], verdict, context)
            for f in told[:MOST]
        ],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    log = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _rule(finding: Finding) -> dict[str, Any]:
    promise = promised(finding)
    short = printable(f"{finding.metric}: the {finding.comparison} is promised to be {promise}.")
    metric = CATALOGUE.get(finding.metric)
    harmed = f"Harmed when it is broken: {metric.harmed}." if metric else ""
    meanings = [f"{outcome.value}: {MEANING[outcome]}" for outcome in _LEVELS]
    id_, name = printable(finding.rule), _pascal(finding.rule)
    return {
        "id": id_,
        **({} if name.casefold() == id_.casefold() else {"name": name}),  # SARIF1001
        "shortDescription": {"text": short},
        "fullDescription": {"text": f"{short} {harmed}".strip()},
        "help": {
            "text": "\n".join([short, harmed, *meanings]),
            "markdown": "\n\n".join(map(markdown, filter(None, [short, harmed, *meanings]))),
        },
        "helpUri": _HELP,
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["fairness"], "precision": "very-high"},
    }


def _result(view: FindingView, index: int, verdict: Verdict, context: Context) -> dict[str, Any]:
    finding = view.finding
    remedies = [f"To do: {remedy}" for remedy in view.remedies]
    facts = [f"{name}: {value}" for name, value in view.facts]
    return {
        "ruleId": printable(finding.rule),
        "ruleIndex": index,
        "level": _LEVELS[finding.outcome],
        "kind": "fail",
        "message": {
            "text": sarif_message(
                " ".join([f"{view.title} ({finding.outcome.value}): {view.sentence}", *remedies])
            ),
        },
        "locations": [_location(finding, context)],
        "partialFingerprints": _fingerprints(finding, verdict),
        "properties": {"outcome": finding.outcome.value, "facts": facts},
    }


def _location(finding: Finding, context: Context) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(context.policy_file)},
            "region": {"startLine": finding.line or 1},
        },
    }


def _uri(path: str) -> str:
    """Write a path as a relative reference, with the slashes and escapes of a URI."""
    return quote(PurePath(path.replace("\\", "/")).as_posix(), errors="replace")


def _fingerprints(finding: Finding, verdict: Verdict) -> dict[str, str]:
    digest = fingerprint(finding, verdict)
    return {"primaryLocationLineHash": f"{digest[:16]}:1", "fairgateFinding/v1": digest}


def _pascal(rule: str) -> str:
    """Write a rule's id as the name that SARIF viewers expect: ``FourFifths``."""
    words = "".join(c if c.isalnum() else " " for c in printable(rule)).split()
    return "".join(word[:1].upper() + word[1:] for word in words) or "Rule"
