"""The parts of the demo: data, models, the model's file, words."""

from __future__ import annotations

import base64
import io
import json
import subprocess
from collections.abc import Callable
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from fairgate.cells import FN, TP
from fairgate.demo import models, tampering
from fairgate.demo.answers import panel
from fairgate.demo.applications import NEEDS, Applications, load
from fairgate.demo.artifact import to_json
from fairgate.demo.story import CHAPTERS, LAST, chapters
from fairgate.demo.voice import Voice
from fairgate.verdict import Comparison, Finding, Outcome, Verdict

ROOT = Path(__file__).resolve().parents[2]

needs_extras = pytest.mark.skipif(
    any(find_spec(name) is None for name in NEEDS), reason="needs the extras models and demo"
)


@pytest.fixture(scope="module")
def applications() -> Applications:
    """Read the mortgage applications."""
    return load()


@needs_extras
def test_the_data_are_the_published_ones(applications: Applications) -> None:
    """Applicants and approvals by group, as published for loanapp."""
    table = {
        race: (int(mask.sum()), int(applications.approved[mask].sum()))
        for race in ("white", "black", "hispanic")
        if (mask := applications.race == race).any()
    }
    assert table == {"white": (1681, 1527), "black": (197, 133), "hispanic": (111, 85)}
    assert applications.sex.tolist().count(None) == 15


@needs_extras
def test_no_model_is_told_who_somebody_is() -> None:
    """Race, sex, age and family are not among the facts of any model."""
    told = {
        fact
        for recipe in (models.IN_USE, models.STRICTER, models.FULLER)
        for fact in recipe.features
    }
    assert told.isdisjoint({"black", "hispan", "white", "male", "old", "married", "dep", "approve"})


@needs_extras
def test_nobody_is_decided_by_a_model_that_has_seen_her(applications: Applications) -> None:
    """The last fifth is decided by what was learned from the others alone."""
    held_out = models.last_fifth(applications)
    facts = applications.facts[list(models.IN_USE.features)]
    learned = models._logistic().fit(facts[~held_out], applications.approved[~held_out])
    expected = learned.predict_proba(facts[held_out])[:, 1] >= models.IN_USE.cut_off
    decided = models.decide(models.IN_USE, applications)
    assert np.array_equal(decided[held_out], expected)
    assert held_out.sum() == 397


@needs_extras
def test_the_file_of_the_mended_model_is_the_model(applications: Applications) -> None:
    """Whoever computes by the numbers in the file decides as the model does."""
    facts = applications.facts[list(models.IN_USE.features)]
    model = models.mend(facts, applications.approved, applications.race)
    by_hand = decide_by(json.loads(to_json(model)), facts)
    assert np.array_equal(by_hand, model.decide(facts))
    assert 0 < by_hand.mean() < 1


@needs_extras
def test_the_file_of_a_model_with_a_cut_off_is_the_model(applications: Applications) -> None:
    """The cut-off is in its intercept."""
    facts = applications.facts[list(models.STRICTER.features)]
    model = models.learn(models.STRICTER, applications)
    learned = models._logistic().fit(facts, applications.approved)
    expected = learned.predict_proba(facts)[:, 1] >= models.STRICTER.cut_off
    assert np.array_equal(model.decide(facts), expected)
    assert np.array_equal(decide_by(json.loads(to_json(model)), facts), expected)


def decide_by(document: dict[str, Any], facts: Any) -> np.ndarray:
    """Follow the description in :func:`fairgate.demo.artifact.to_json`."""
    known = facts[document["facts"]].to_numpy(float)
    filled = np.where(np.isnan(known), document["fill"], known)
    scaled = (filled - document["mean"]) / document["scale"]
    yes = np.zeros(len(known))
    for vote in document["votes"]:
        yes += vote["weight"] * (scaled @ vote["coefficients"] + vote["intercept"] > 0)
    return np.asarray(yes >= 0.5, dtype=np.int64)


def test_a_forger_changes_one_person_and_keeps_the_signature() -> None:
    """One refusal becomes a yes; everything else stays, the signature included."""
    cells = {"attributes": ["race"], "counts": [[131, 45, 2, 19], [84, 19, 1, 7]]}
    envelope = {"payload": encoded({"predicate": {"statistics": {"cells": [cells]}}}), "sig": "s"}
    forged = json.loads(tampering.turn_one_refusal_into_a_yes(json.dumps(envelope).encode()))
    statement = json.loads(base64.b64decode(forged["payload"]))
    counts = statement["predicate"]["statistics"]["cells"][0]["counts"]
    assert counts[1] == [84, 19, 1, 7]
    assert (counts[0][TP], counts[0][FN]) == (132, 1)
    assert forged["sig"] == "s"


def encoded(statement: object) -> str:
    """Put a statement into an envelope's payload."""
    return base64.b64encode(json.dumps(statement).encode()).decode()


def finding(outcome: Outcome, rule: str, estimate: float | None = 0.7) -> Finding:
    """Make a finding whose sentence is its rule's."""
    sentence = f"sentence of {rule}"
    return Finding(rule, "accuracy", "race", "value", outcome, 0.8, 0.6, True, sentence, estimate)


def verdict(*findings: Finding) -> Verdict:
    """Make a verdict of findings."""
    outcome = max(found.outcome for found in findings)
    return Verdict("p", outcome, 90, 0.95, 5, Comparison("none", 0), findings, ())


def test_a_panel_quotes_the_gate_where_a_promise_is_broken() -> None:
    """Failures and warnings in the gate's words; of unknowns the first; the rest by name."""
    found = verdict(
        finding(Outcome.PASS, "a"),
        finding(Outcome.UNKNOWN, "b"),
        finding(Outcome.FAIL, "c"),
        finding(Outcome.UNKNOWN, "d"),
        finding(Outcome.PASS, "e", estimate=None),
    )
    title, lines, _ = panel(found)
    assert title == "FAIL (exit code 3): blocked: a promise is broken"
    assert lines == [
        "FAIL c (race): sentence of c",
        "",
        "UNKNOWN b (race): sentence of b",
        "",
        "Unknown as well: d (race).",
        "Kept: a (race).",
        "Not asked, with nothing to compare: e (race).",
    ]


def test_the_last_chapter_stays_last() -> None:
    """Chapters of other packages come before it; without any, the list is the demo's own."""
    told = chapters()
    assert told[: len(CHAPTERS)] == CHAPTERS
    assert told[-1] is LAST


def test_a_chapter_of_another_package_is_told_before_the_last(
    shell: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """Installing a package with such an entry point is all that it takes."""
    (tmp_path / "more.py").write_text("def a_flag(context): ...\n", encoding="utf-8")
    installed = tmp_path / "more-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Name: more\nVersion: 1\n", encoding="utf-8")
    (installed / "entry_points.txt").write_text(
        "[fairgate.demo_chapters]\nflag = more:a_flag\n", encoding="utf-8"
    )
    program = "from fairgate.demo.story import chapters; print(*(c.__name__ for c in chapters()))"
    result = shell(f'PYTHONPATH=. python -c "{program}"')
    assert result.stdout.split()[-3:] == ["the_rollout", "a_flag", "what_to_open"], result.stderr


@pytest.mark.parametrize("width", [40, 80])
def test_nothing_is_wider_than_the_terminal(width: int) -> None:
    """Paragraphs, panels, tables and lists fold; only commands may be longer."""
    out = io.StringIO()
    voice = Voice(Console(file=out, width=width, _environ={}))
    long = "black people hear yes in 59 % of the cases, " * 5
    voice.chapter("A title")
    voice.say(long)
    voice.panel("FAIL", [long, "a/path/" * 20], "red")
    voice.pairs([("short", long), ("a/rather/long/path/to/a/file", long)])
    voice.table(["", "A heading"], [["a-name-that-does-not-end", "1 %"], ["b", "a " * 60]])
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    assert not any(line.strip().startswith("%") for line in lines)


def test_the_example_has_the_policy_of_the_demo() -> None:
    """One promise, in two places because a wheel carries no examples."""
    packaged = resources.files("fairgate.demo").joinpath("fairgate.yaml").read_bytes()
    assert packaged == (ROOT / "examples" / "lending" / "fairgate.yaml").read_bytes()
