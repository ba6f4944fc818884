"""Evidence: what it holds, that it judges again, and that no part of it can be altered."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.cells import Cells, PairedCells, ScoreHistogram, Tally
from fairgate.errors import UserError, UserErrors
from fairgate.evidence import (
    Artifact,
    Circumstances,
    Statement,
    make_statement,
    parse_statement,
    rejudge,
    verify,
)
from fairgate.evidence.canonical import canonical, digest
from fairgate.evidence.comparison import critical_differences, differences
from fairgate.evidence.tally import Statistics
from fairgate.gate import judge
from fairgate.policyfile import parse_policy
from fairgate.signing import IN_TOTO, generate_keys, load_public_keys, sign, unsigned
from fairgate.verdict import Outcome

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DATA = Artifact(file="predictions.csv", sha256="d" * 64)
MODEL = Artifact(file="model.skops", sha256="a" * 64)
BASELINE = Artifact(file="baseline.csv", sha256="b" * 64)

HEAD = """\
version: 1
name: loans
columns:
  label: repaid
  prediction: approved
  score: p
  row_id: id
  sensitive: {sex: sex, race: race}
groups: [sex]
rules:
"""
FOUR_FIFTHS = """\
  - {id: four-fifths, metric: selection_rate, ratio: {at_least: 0.8, must_detect: 0.6}}
"""
WAIVER = """\
waivers:
  - {rule: four-fifths, groups: sex=f, until: 2026-11-22, owner: a.person, why: a reason}
"""
RULES = {
    "ratio": FOUR_FIFTHS,
    "waiver": FOUR_FIFTHS + WAIVER,
    "pairs": "  - {id: r, metric: f1, value: {at_least: 0.7}, groups: [[sex, race]]}\n",
    "odds": "  - {id: r, metric: equalized_odds, difference: {at_most: 0.1}}\n",
    "reference": "  - {id: r, metric: precision, ratio: {at_least: 0.8}, reference: sex=m}\n",
    "within": "  - {id: r, metric: selection_rate, ratio: {at_least: 0.8}, within: [race]}\n",
    "auc": "  - {id: r, metric: roc_auc, difference: {at_most: 0.1}}\n",
    "calibration": "  - {id: r, metric: calibration_gap, value: {at_most: 0.2}}\n",
    "regression": "  - {id: r, metric: false_negative_rate, regression: {at_most: 0.02}}\n",
    "rate": "  - {id: r, metric: accuracy, regression: {at_most: 0.02, of: rate}}\n",
}
SEX, BOTH = ("sex",), ("sex", "race")


def tally(*, paired: bool = True) -> Tally:
    """Count 2,002 rows: fewer women get a yes, and two people did not give their race."""
    both = Cells.of(
        BOTH,
        {
            ("f", "b"): (120, 30, 90, 260),
            ("f", "w"): (140, 20, 80, 260),
            ("f", None): (1, 0, 1, 0),
            ("m", "b"): (230, 40, 40, 190),
            ("m", "w"): (240, 30, 30, 200),
        },
    )
    sex = Cells.of(SEX, {("f",): (261, 50, 171, 520), ("m",): (470, 70, 70, 390)})
    pairs = np.array(
        [
            [[[500, 20], [20, 30]], [[151, 20], [20, 241]]],
            [[[380, 10], [10, 60]], [[60, 20], [10, 450]]],
        ],
        dtype=np.int64,
    )
    matched = PairedCells(SEX, sex.groups, pairs)
    return Tally(
        2002,
        {SEX: sex, BOTH: both},
        {SEX: matched} if paired else {},
        {SEX: matched.baseline},
        {SEX: histogram(sex)},
        2002,
        2002 if paired else 0,
    )


def histogram(cells: Cells) -> ScoreHistogram:
    """Spread the rows of each label over 256 bins, positives higher."""
    counts = np.zeros((len(cells.groups), 2, 256), dtype=np.int64)
    for row, (tp, fp, fn, tn) in zip(counts, cells.counts.tolist(), strict=True):
        row[0, 40], row[0, 200] = tn, fp
        row[1, 41], row[1, 201] = fn, tp
    scores = (np.arange(256) + 0.5) / 256
    return ScoreHistogram(SEX, cells.groups, counts, counts @ scores, counts @ scores**2)


def stated(rules: str = FOUR_FIFTHS, counted: Tally | None = None, **more: Any) -> Statement:
    """Judge and state."""
    counted = counted or tally()
    policy = (HEAD + rules).encode()
    verdict = judge(parse_policy(policy, "fairgate.yaml").policy, counted, today=NOW.date())
    more = {"model": MODEL, "baseline": BASELINE, "time": NOW} | more
    about = Circumstances(policy=policy, policy_file="conf/fairgate.yaml", data=DATA, **more)
    return make_statement(verdict, counted, about)


def document(statement: Statement) -> dict[str, Any]:
    """Read a statement as any JSON reader would."""
    found: dict[str, Any] = json.loads(statement.to_bytes())
    return found


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_evidence_judges_again(rules: str) -> None:
    """Every kind of rule gives the same verdict from its evidence, words included."""
    counted = tally()
    policy = parse_policy((HEAD + rules).encode(), "fairgate.yaml").policy
    verdict = judge(policy, counted, today=NOW.date())
    assert rejudge(parse_statement(stated(rules).to_bytes())) == verdict


def test_unpaired_evidence_judges_again() -> None:
    """A baseline of other rows is stated as such."""
    statement = parse_statement(stated(RULES["regression"], tally(paired=False)).to_bytes())
    assert rejudge(statement).compared_with.kind == "unpaired"


def test_a_first_model_judges_again() -> None:
    """That nothing could get worse is part of what is stated."""
    policy = (HEAD + RULES["regression"]).encode()
    counted = Tally(2002, {SEX: tally().cells[SEX]})
    verdict = judge(parse_policy(policy, "p").policy, counted, today=NOW.date(), first_model=True)
    about = Circumstances(policy=policy, policy_file="p", data=DATA, time=NOW, first_model=True)
    assert rejudge(make_statement(verdict, counted, about)).outcome is Outcome.PASS


def test_the_tally_comes_back_exactly() -> None:
    """Cells, pairs, histograms and sums: nothing is rounded and nothing reordered."""
    before, after = tally(), Statistics.of(tally()).tally()
    assert (after.rows, after.baseline_rows, after.paired_rows) == (2002, 2002, 2002)
    for kind in ("cells", "paired", "baseline", "histograms"):
        old, new = getattr(before, kind), getattr(after, kind)
        assert list(old) == list(new)
        for name in old:
            assert old[name].groups == new[name].groups
            assert np.array_equal(old[name].counts, new[name].counts)
    assert np.array_equal(before.histograms[SEX].sums, after.histograms[SEX].sums)
    assert np.array_equal(before.histograms[SEX].squares, after.histograms[SEX].squares)


@given(
    st.dictionaries(
        st.none() | st.text(st.characters(exclude_categories=["Cs"])),
        st.lists(st.integers(0, 2**50), min_size=4, max_size=4),
        max_size=5,
    )
)
def test_any_groups_come_back_exactly(table: dict[str | None, list[int]]) -> None:
    """Names in any script, empty names, a missing name, no groups at all."""
    cells = Cells.of(SEX, {(name,): counts for name, counts in table.items()})
    written = canonical(Statistics.of(Tally(int(cells.counts.sum()), {SEX: cells})).model_dump())
    read = Statistics.model_validate(json.loads(written)).tally().cells[SEX]
    assert read.groups == cells.groups
    assert np.array_equal(read.counts, cells.counts)


def test_a_statement_is_what_the_contract_says() -> None:
    """Types, subjects, policy, seed, origin, tool and time stand where others look for them."""
    found = document(stated(commit="0a1b2c3", issues=["LOAN-12"]))
    predicate = found["predicate"]
    assert found["_type"] == "https://in-toto.io/Statement/v1"
    assert found["predicateType"] == "urn:fairgate:fairness-evaluation:v1"
    assert [(s["name"], s["digest"]) for s in found["subject"]] == [
        ("model", {"sha256": "a" * 64}),
        ("data", {"sha256": "d" * 64}),
    ]
    assert base64.b64decode(predicate["policy"]["content"]) == (HEAD + FOUR_FIFTHS).encode()
    assert predicate["policy"]["file"] == "fairgate.yaml"
    assert predicate["seed"] == int(digest(canonical(predicate["statistics"]))[:12], 16)
    assert predicate["critical_values"].keys() == {"four-fifths|sex"}
    assert predicate["verdict"]["outcome"] == "fail"
    assert predicate["verdict"]["findings"][0]["rows"] == {"sex=f": 1002, "sex=m": 1000}
    assert predicate["baseline"] == {"file": "baseline.csv", "sha256": "b" * 64}
    assert (predicate["binding"], predicate["first_model"]) == ("declared", False)
    assert (predicate["commit"], predicate["issues"]) == ("0a1b2c3", ["LOAN-12"])
    assert predicate["time"] == "2026-11-22T09:30:00Z"


def test_the_statistics_hold_no_floats() -> None:
    """So every language writes the same bytes and finds the same seed."""

    def floats(value: Any) -> list[float]:
        if isinstance(value, dict):
            return [f for item in value.values() for f in floats(item)]
        if isinstance(value, list):
            return [f for item in value for f in floats(item)]
        return [value] if isinstance(value, float) else []

    assert floats(document(stated(RULES["auc"]))["predicate"]["statistics"]) == []


def test_time_is_stated_in_utc() -> None:
    """The day of the verdict does not depend on where it was judged."""
    late = datetime(2026, 11, 22, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    statement = stated(time=late)
    assert (statement.predicate.time, statement.day) == ("2026-11-23T04:30:00Z", date(2026, 11, 23))


def test_the_same_verdict_is_the_same_bytes() -> None:
    """Canonical JSON: reading and writing again changes nothing."""
    data = stated(RULES["auc"]).to_bytes()
    assert parse_statement(data).to_bytes() == data == canonical(json.loads(data))


def test_scored_needs_a_model() -> None:
    """Nobody can have scored a model that is not named."""
    with pytest.raises(ValueError, match="binding is scored, but no model is named"):
        stated(model=None, binding="scored")


def test_stored_critical_values_decide() -> None:
    """So another version of a numerical library gives the same answer."""
    found = document(stated())
    found["predicate"]["critical_values"]["four-fifths|sex"]["pairs"] += 1e-8
    verdict = rejudge(parse_statement(canonical(found)))
    assert verdict.findings[0].critical == found["predicate"]["critical_values"]["four-fifths|sex"]


Change = Callable[[dict[str, Any]], object]


def with_policy(old: str, new: str) -> Change:
    """Replace words of the policy, and mend its digest."""

    def change(predicate: dict[str, Any]) -> None:
        text = (HEAD + FOUR_FIFTHS).replace(old, new).encode()
        predicate["policy"].update(content=base64.b64encode(text).decode(), sha256=digest(text))

    return change


def with_counts(sex: list[list[int]]) -> Change:
    """Replace the cells, and mend the seed."""

    def change(predicate: dict[str, Any]) -> None:
        predicate["statistics"]["cells"][0]["counts"] = sex
        predicate["statistics"]["histograms"] = []  # or they would disagree
        predicate["seed"] = int(digest(canonical(predicate["statistics"]))[:12], 16)

    return change


def finding(**changes: Any) -> Change:
    """Replace parts of the only finding."""
    return lambda p: p["verdict"]["findings"][0].update(changes)


RESIGNED: dict[str, Change] = {
    "outcome": lambda p: p["verdict"].update(outcome="pass"),
    "finding's outcome": finding(outcome="pass"),
    "both outcomes": lambda p: (p["verdict"].update(outcome="pass"), finding(outcome="pass")(p)),
    "estimate": finding(estimate=0.81),
    "estimate, slightly": lambda p: p["verdict"]["findings"][0].update(
        estimate=p["verdict"]["findings"][0]["estimate"] * (1 + 1e-8)
    ),
    "estimate as a text": finding(estimate="0.5"),
    "interval": finding(interval=[0.79, 0.9]),
    "limit": finding(limit=0.5),
    "worst group": finding(worst=["sex=m", "sex=f"]),
    "rows": finding(rows={"sex=f": 1003, "sex=m": 1000}),
    "flag": finding(at_least=1),
    "shown": finding(shown=[]),
    "a waiver": finding(waived=[{"groups": "sex=f"}]),
    "a key more": finding(remark="all is well"),
    "no findings": lambda p: p["verdict"].update(findings=[]),
    "a group's value": lambda p: p["verdict"]["by_group"][0].update(rows=1),
    "name of the policy": lambda p: p["verdict"].update(policy="another"),
    "a verdict of nothing": lambda p: p.update(verdict={}),
    "cells": with_counts([[461, 50, 71, 420], [470, 70, 70, 390]]),
    "limit of the policy": with_policy("at_least: 0.8, must_detect: 0.6", "at_least: 0.3"),
    "a waiver in the policy": with_policy(FOUR_FIFTHS, FOUR_FIFTHS + WAIVER),
    "metric of the policy": with_policy("selection_rate", "accuracy"),
    "no such policy": with_policy("version: 1", "version: 2"),
    "a grouping that was not counted": with_policy("groups: [sex]", "groups: [race]"),
    "critical value": lambda p: p["critical_values"]["four-fifths|sex"].update(pairs=2.5),
    "critical value, slightly": lambda p: p["critical_values"]["four-fifths|sex"].update(
        pairs=p["critical_values"]["four-fifths|sex"]["pairs"] + 1e-5
    ),
    "another family": lambda p: p["critical_values"].update({"four-fifths|sex": {"rest": 2.0}}),
    "no critical values": lambda p: p.update(critical_values={}),
}


@pytest.mark.parametrize("change", RESIGNED.values(), ids=RESIGNED)
def test_a_trusted_key_does_not_make_a_verdict_true(tmp_path: Path, change: Change) -> None:
    """Altered and signed anew, an envelope is refused: it does not follow from its counts."""
    private, public = generate_keys(tmp_path)
    found = document(stated())
    change(found["predicate"])
    envelope = sign(canonical(found), IN_TOTO, private)
    with pytest.raises((UserError, UserErrors), match=r"does not re-judge|expected 1, got 2"):
        verify(envelope, load_public_keys(public))


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("predicate", lambda d: d["predicate"].pop("seed")),
        ("predicate.remark", lambda d: d["predicate"].update(remark="all is well")),
        ("remark", lambda d: d.update(remark="all is well")),
        ("_type", lambda d: d.update(_type="https://in-toto.io/Statement/v0.1")),
        ("predicateType", lambda d: d.update(predicateType="urn:fairgate:assessment:v1")),
        ("subject.0.digest.sha256", lambda d: d["subject"][0]["digest"].update(sha256="A" * 64)),
        ("expected the subjects", lambda d: d["subject"].pop(1)),
        ("expected the subjects", lambda d: d["subject"].reverse()),
        ("predicate.binding", lambda d: d["predicate"].update(binding="guessed")),
        ("predicate.time", lambda d: d["predicate"].update(time="2026-11-22 09:30")),
        ("predicate.time", lambda d: d["predicate"].update(time="2026-11-22T9:30:00Z")),
        ("no baseline is named", lambda d: d["predicate"].update(baseline=None)),
        ("predicate.commit", lambda d: d["predicate"].update(commit="\x1b[2J")),
        ("digest that is stated", lambda d: d["predicate"]["policy"].update(content="")),
        ("not base64", lambda d: d["predicate"]["policy"].update(content="?")),
        ("seed does not follow", lambda d: d["predicate"].update(seed=1)),
        ("predicate.first_model", lambda d: d["predicate"].update(first_model=0)),
        ("critical_values", lambda d: d["predicate"]["critical_values"].update(a={"b": "2"})),
    ],
)
def test_a_statement_is_read_strictly(place: str, change: Change) -> None:
    """Nothing missing, nothing extra, nothing of another type; the message names the place."""
    found = document(stated())
    change(found)
    with pytest.raises(UserError) as caught:
        parse_statement(canonical(found), name="evidence.json")
    assert place in str(caught.value)
    assert caught.value.file == "evidence.json"


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("add up to 2002, not 2003 rows", lambda s: s.update(rows=2003)),
        ("add up to 2003", lambda s: s["cells"][1]["counts"][0].__setitem__(0, 121)),
        ("greater than or equal to 0", lambda s: s["cells"][0]["counts"][0].__setitem__(0, -1)),
        ("less than or equal to", lambda s: s["cells"][0]["counts"][0].__setitem__(0, 2**60)),
        ("valid integer", lambda s: s["cells"][0]["counts"][0].__setitem__(0, True)),
        ("valid integer", lambda s: s["cells"][0]["counts"][0].__setitem__(0, 1.5)),
        ("at most 4", lambda s: s["cells"][0]["counts"][0].append(0)),
        ("differ in number", lambda s: s["cells"][0]["counts"].append([0, 0, 0, 0])),
        ("a group stands there twice", lambda s: s["cells"][0]["groups"][0].__setitem__(0, "m")),
        ("another number of values", lambda s: s["cells"][0]["groups"][0].append("x")),
        ("a grouping stands there twice", lambda s: s["cells"].append(s["cells"][0])),
        ("paired of sex add up to", lambda s: s.update(paired_rows=1)),
        ("baseline of sex add up to", lambda s: s.update(baseline_rows=1)),
        ("must ascend", lambda s: s["histograms"][0]["counts"][0][0].reverse()),
        ("must ascend", lambda s: s["histograms"][0].update(bins=200)),
        ("less than or equal to", lambda s: s["histograms"][0].update(bins=2**40)),
        ("disagree", lambda s: s["histograms"][0]["counts"][0].reverse()),
        ("hexadecimal", lambda s: s["histograms"][0]["sums"][0].__setitem__(0, "1.5")),
        ("hexadecimal", lambda s: s["histograms"][0]["sums"][0].__setitem__(0, "inf")),
        ("hexadecimal", lambda s: s["histograms"][0]["sums"][0].__setitem__(0, "0x1p+5000")),
    ],
)
def test_counts_must_be_counts(words: str, change: Change) -> None:
    """What no pass over rows can have found is refused before it is judged."""
    found = document(stated())
    statistics = copy.deepcopy(found["predicate"]["statistics"])
    change(statistics)
    found["predicate"]["statistics"] = statistics
    with pytest.raises(UserError) as caught:
        parse_statement(canonical(found))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (b"", "is no statement"),
        (b"[]", "dictionary"),
        (b'{"a": 1, "a": 2}', "the key 'a' stands there twice"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": 1e999}', "Field required"),
        (b"\xff", "is no statement"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "is no statement"),
    ],
)
def test_what_is_no_statement_is_refused(payload: bytes, words: str) -> None:
    """An authentic envelope may still hold anything."""
    with pytest.raises(UserError) as caught:
        parse_statement(payload)
    assert words in str(caught.value)


def test_the_model_must_be_the_one(tmp_path: Path) -> None:
    """Another file is refused; the data in the model's place are recognised."""
    private, public = generate_keys(tmp_path)
    model, data = tmp_path / "model.bin", tmp_path / "data.csv"
    model.write_bytes(b"model")
    data.write_bytes(b"data")
    statement = stated(model=Artifact.of(model))
    named = make_statement_about(statement, data)
    envelope, keys = sign(named, IN_TOTO, private), load_public_keys(public)
    assert verify(envelope, keys, model).subject == "model"
    with pytest.raises(UserError, match="this is its evaluation data"):
        verify(envelope, keys, data)
    model.write_bytes(b"another model")
    with pytest.raises(UserError, match=r"model\.bin: is not the model"):
        verify(envelope, keys, model)
    with pytest.raises(UserError, match="is not the model"):
        verify(envelope, keys, tmp_path)  # a directory has a digest too, and another one
    with pytest.raises(UserError, match="absent"):
        verify(envelope, keys, tmp_path / "absent")


def make_statement_about(statement: Statement, data: Path) -> bytes:
    """Name other evaluation data."""
    found = document(statement)
    found["subject"][1]["digest"]["sha256"] = Artifact.of(data).sha256
    return canonical(found)


def test_without_a_model_the_file_must_be_the_data(tmp_path: Path) -> None:
    """Evidence that names no model is about its data."""
    private, public = generate_keys(tmp_path)
    data = tmp_path / "data.csv"
    data.write_bytes(b"data")
    payload = canonical(
        document(stated(model=None))
        | {
            "subject": [
                {
                    "name": "data",
                    "digest": {"sha256": Artifact.of(data).sha256},
                    "annotations": {"file": "data.csv"},
                }
            ]
        }
    )
    envelope = sign(payload, IN_TOTO, private)
    assert verify(envelope, load_public_keys(public), data).subject == "data"


def test_unsigned_evidence_is_not_verified(tmp_path: Path) -> None:
    """It may be true all the same, and still opens nothing."""
    _, public = generate_keys(tmp_path)
    with pytest.raises(UserError, match="is not signed"):
        verify(unsigned(stated().to_bytes(), IN_TOTO), load_public_keys(public))


def test_numbers_may_differ_by_a_hair_and_not_more() -> None:
    """Estimates by 1e-9 relative, interval limits by 1e-6, counts not at all."""
    stated_now = {"estimate": 0.5, "interval": [0.4, "inf"], "rows": 7, "worst": None}
    near = {"estimate": 0.5 + 4e-10, "interval": [0.4 + 3e-7, "inf"], "rows": 7, "worst": None}
    assert list(differences(stated_now, near)) == []
    for far in (
        {"estimate": 0.5 + 1e-9},
        {"interval": [0.4 + 1e-6, "inf"]},
        {"rows": 8},
        {"worst": 0},
    ):
        assert len(list(differences(stated_now, stated_now | far))) == 1


def test_simulated_critical_values_have_their_own_tolerance() -> None:
    """Another generator of random numbers gives another quantile, by a little."""

    def differ(family: str, shift: float) -> bool:
        return any(critical_differences({"r|g": {family: 2.0}}, {"r|g": {family: 2.0 + shift}}))

    assert not differ("simulated", 0.04)
    assert not differ("simulated:pairs", -0.04)
    assert differ("simulated", 0.06)
    assert differ("pairs", 0.04)
    assert not differ("pairs", 5e-7)


def test_rows_needed_may_differ_by_one_step() -> None:
    """They are rounded up to two digits, so a hair can move them by a whole step."""
    assert not list(differences({"rows_needed": {"sex=f": 310}}, {"rows_needed": {"sex=f": 320}}))
    assert list(differences({"rows_needed": {"sex=f": 310}}, {"rows_needed": {"sex=f": 350}}))


def test_a_file_with_an_odd_name_can_be_a_subject(tmp_path: Path) -> None:
    """What cannot be printed is not written, and the digest says which file it is."""
    path = tmp_path / "a\nb.csv"
    path.write_bytes(b"")
    assert Artifact.of(path) == Artifact(file="a?b.csv", sha256=digest(b""))
