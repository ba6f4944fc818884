"""A change, judged, with everything in it that must be told."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path
from typing import Any

from report.samples import NASTY, PREDICTIONS, sample

from ci_actions.change import Change
from ci_actions.outcome import Judged, Note, PolicyUsed
from ci_actions.publish.surroundings import Surroundings
from ci_actions.publish.web import Http
from fairgate.report import render
from fairgate.verdict import Verdict

HEAD = "a" * 40
NONCE = "0123456789abcdef"
WRITER, READER, APP, PROJECT = "fake", "read-only", "t0ken", "project-token"
"""Tokens of the stand-ins: one that may write, one that may not, the app's, GitLab's."""
LOOSENED = Note("warning", "The change loosens four-fifths: at least 0.8 becomes at least 0.5.")
REQUEST = Change(
    "github", "request", "acme/loans", 7, title="LOAN-1 better model", branch="better-model",
    base_branch="main", base="b" * 40, head=HEAD,
)  # fmt: skip


def judged(folder: Path, verdict: Verdict | None = None, **values: Any) -> Judged:
    """Return a failing verdict on a change that loosens its policy, with files."""
    verdict = verdict or sample()
    path = folder / "verdict.json"
    text = render(verdict, "json", policy_file="fairgate.yaml", predictions=PREDICTIONS)
    path.write_text(text, encoding="utf-8")
    evidence = folder / "evidence.json"
    evidence.write_text('{"payload": ""}', encoding="utf-8")
    judged = Judged(
        verdict,
        PolicyUsed("fairgate.yaml", "base", (LOOSENED,)),
        "Compared row by row with the model of the base branch.",
        (Note("notice", f"The evaluation data are new: {NASTY[4]}", "data/a,b.csv", 1),),
        ("LOAN-1",),
        "model.onnx",
        {"verdict": path, "evidence": evidence},
        verdict.outcome.exit_code,
    )
    return dataclasses.replace(judged, **values)


def surroundings(**values: Any) -> Surroundings:
    """Return surroundings in which nobody waits, and nothing is random."""
    waits: list[float] = []
    plain = Surroundings(io.StringIO(), Http(waits.append, lambda: 1_000.0), lambda: NONCE)
    return dataclasses.replace(plain, **values)


def log(where: Surroundings) -> str:
    """Return what was printed."""
    assert isinstance(where.log, io.StringIO)
    return where.log.getvalue()
