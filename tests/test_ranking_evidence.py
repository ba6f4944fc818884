"""Evidence of rankings: the order of groups, stated, and judged again."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fairgate.errors import UserError
from fairgate.evaluation.rankings import RankingEvaluation, RankingRequest, evaluate_rankings
from fairgate.evidence import Artifact, RankingStatement, parse_statement, rejudge, verify
from fairgate.evidence.canonical import canonical, plain
from fairgate.evidence.label import read_label
from fairgate.ranking.gate.policyfile import parse_ranking_policy
from fairgate.signing import generate_keys, load_public_keys
from fairgate.verdict import Outcome

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

SEARCH = """
version: 1
name: search
ranking: {score: relevance, query_id: query, sensitive: {sex: sex, age: age}}
groups: [sex]
rules:
  - {id: exposure, metric: exposure_ratio, value: {at_least: 0.8}, on_unknown: warn}
  - {id: top, metric: skew_at_k, k: 5, protected: sex=f, value: {at_least: -0.5}}
  - {id: no-step-back, metric: ndkl, groups: [age], regression: {at_most: 0.05}, on_unknown: warn}
waivers:
  - {rule: top, groups: sex=f, until: 2026-12-31, owner: a.person, why: a new ranker is on its way}
"""

APPLICANTS = """
version: 1
name: applicants
ranking: {score: points, sensitive: {sex: sex}}
groups: [sex]
min_cell: 5
rules:
  - {id: top, metric: skew_at_k, k: 10, protected: sex=f, value: {at_least: -0.2}}
"""


def queries(path: Path, lead: int) -> Path:
    """Write 40 queries of 20 items; men are a little ahead, by ``lead`` places."""
    rows = ["query,relevance,sex,age"]
    for query in range(40):
        for at in range(20):
            sex = "f" if (at * 7 + query) % 20 < 10 else "m"
            score = 20 - at + (lead if sex == "m" else 0) + (at * 13 + query * 5) % 3
            age = ("", "old", "young")[(at + query) % 3]
            rows.append(f"what people look for {query},{score},{sex},{age}")
    path.write_text("\n".join(rows) + "\n")
    return path


def applicants(path: Path) -> Path:
    """Write 60 applicants, of whom the best 20 are men, and three of another sex."""
    rows = ["points,test,sex"]
    rows += [f"{100 - at},{at % 7},{'m' if at < 20 or at % 2 else 'f'}" for at in range(57)]
    rows += [f"{at},1,x" for at in range(3)]
    path.write_text("\n".join(rows) + "\n")
    return path


def judged(folder: Path, policy: str = SEARCH, **more: Any) -> RankingEvaluation:
    """Judge rankings."""
    file = parse_ranking_policy(policy.encode(), "rankings.yaml")
    data = applicants(folder / "a.csv") if policy == APPLICANTS else queries(folder / "q.csv", 1)
    return evaluate_rankings(RankingRequest(file, str(data), **more), now=NOW)


def statement_of(found: RankingEvaluation) -> RankingStatement:
    """State an evaluation, and read that back."""
    envelope = json.loads(found.evidence())
    assert envelope["signatures"] == []
    read = parse_statement(base64.b64decode(envelope["payload"]))
    assert isinstance(read, RankingStatement)
    return read


def document(statement: RankingStatement) -> dict[str, Any]:
    """Read a statement as any JSON reader would."""
    found: dict[str, Any] = json.loads(statement.to_bytes())
    return found


def now(predicate: Any) -> Any:
    """Find the rankings that were judged."""
    return predicate["statistics"]["now"]


def sex(predicate: Any) -> Any:
    """Find the first attribute of the items."""
    return now(predicate)["attributes"][0]


def test_rankings_of_many_queries_judge_again(tmp_path: Path) -> None:
    """With a baseline, a waiver and people whose age is not known; to the last digit."""
    base = queries(tmp_path / "base.csv", 0)
    found = judged(tmp_path, baseline=str(base), commit="c0ffee", issues=("SEARCH-1",))
    statement = statement_of(found)
    again = rejudge(statement)
    assert again.findings == tuple(replace(each, line=None) for each in found.verdict.findings)
    assert again.by_group == found.verdict.by_group
    assert (statement.predicate.commit, statement.predicate.issues) == ("c0ffee", ["SEARCH-1"])
    assert statement.data == Artifact.of(tmp_path / "q.csv")
    assert statement.predicate.baseline == Artifact.of(base)


def test_nobody_reads_what_people_looked_for(tmp_path: Path) -> None:
    """Queries are numbers in it, the same in the baseline; items have no names."""
    base = queries(tmp_path / "base.csv", 0)
    statement = statement_of(judged(tmp_path, baseline=str(base)))
    assert "people look for" not in statement.to_bytes().decode()
    orders = statement.predicate.statistics
    assert orders.before is not None
    assert orders.now.queries == orders.before.queries == list(range(1, 41))


def test_a_first_ranker_judges_again(tmp_path: Path) -> None:
    """That nothing could get worse is part of what is stated."""
    statement = statement_of(judged(tmp_path, first_model=True))
    assert rejudge(statement).findings[-1].outcome is Outcome.PASS


def test_one_ranking_brings_its_label_along(tmp_path: Path) -> None:
    """Small groups are hidden in it, and its file has no folder."""
    found = judged(tmp_path, APPLICANTS)
    statement = statement_of(found)
    label = read_label(statement.predicate.label)
    assert plain(label) == plain(found.label())
    assert (label.source, label.n, label.k, label.alpha) == ("a.csv", 60, 10, 0.05)
    shown = {row.group: (row.in_k, row.overall) for row in label.fairness.groups}
    assert shown["x"][1] == "<5"
    assert label.recipe.leaders == ()
    assert label.outcome is Outcome.FAIL


def test_a_label_tells_nobodys_score_and_no_hidden_count(tmp_path: Path) -> None:
    """Nor anything of columns that the policy does not name, such as the test."""
    label = judged(tmp_path, APPLICANTS).label()
    assert label is not None
    assert label.stability.curve == ()
    assert [part.name for part in label.recipe.parts] == ["points"]
    assert all(math.isnan(part.top.most) for part in label.recipe.parts)
    assert [one.name for one in label.ingredients] == ["points"]
    small = [
        one for one in label.fairness.measures if one.group == "x" and one.metric == "pairwise"
    ]
    assert [one.reason for one in small] == ["counts under 5 and what would tell them are hidden"]
    assert {one.statistic for one in label.fairness.compat if one.group == "x"} == {None}


def test_a_label_of_odd_text_is_refused(tmp_path: Path) -> None:
    """Half a character is no text, wherever it stands."""
    label = document(statement_of(judged(tmp_path, APPLICANTS)))["predicate"]["label"]
    with pytest.raises(ValueError, match="nutritional label"):
        read_label({**label, "source": "\ud800"})


def test_people_are_not_named_by_an_attribute_more(tmp_path: Path) -> None:
    """Nothing is stated that the policy does not ask for."""
    stated = document(statement_of(judged(tmp_path, APPLICANTS)))
    names = {"name": "who", "values": [f"Jane {at}" for at in range(60)], "places": [*range(60)]}
    now(stated["predicate"])["attributes"].append(names)
    with pytest.raises(UserError, match="the policy asks for no who"):
        rejudge(parse_statement(canonical(stated)))


def test_ids_of_items_are_not_stated(tmp_path: Path) -> None:
    """They are for comparing with the base, in CI."""
    policy = APPLICANTS.replace("score: points,", "score: points, item_id: who,")
    path = tmp_path / "a.csv"
    rows = "".join(f"{at},Jane {at},{'fm'[at % 2]}\n" for at in range(40))
    path.write_text(f"points,who,sex\n{rows}")
    file = parse_ranking_policy(policy.encode(), "p.yaml")
    found = evaluate_rankings(RankingRequest(file, str(path)), now=NOW)
    assert found.rankings.items[0] == "Jane 39"
    assert b"Jane" not in statement_of(found).to_bytes()


def test_many_queries_have_no_label(tmp_path: Path) -> None:
    """A label describes one ranking."""
    assert judged(tmp_path).label() is None


def test_an_attribute_with_many_values_is_not_judged_one_by_one(tmp_path: Path) -> None:
    """Its make-up is shown all the same."""
    path = tmp_path / "many.csv"
    path.write_text("points,town\n" + "".join(f"{at},t{at % 60}\n" for at in range(120)))
    policy = APPLICANTS.replace("sex: sex", "town: town").replace("[sex]", "[town]")
    file = parse_ranking_policy(policy.replace("sex=f", "town=t1").encode(), "p.yaml")
    label = evaluate_rankings(RankingRequest(file, str(path)), now=NOW).label()
    assert label is not None
    assert label.fairness.measures == ()
    assert [each.column for each in label.diversity] == ["town"]


@pytest.mark.parametrize(
    ("place", "alter"),
    [
        ("verdict", lambda p: p["verdict"].update(outcome="pass")),
        ("verdict", lambda p: p["verdict"]["findings"][1].update(estimate=0.0)),
        ("verdict", lambda p: sex(p)["places"].reverse()),
        ("statistics.now", lambda p: now(p)["attributes"].pop(1)),
        ("statistics.before", lambda p: p["statistics"]["before"]["attributes"].pop(1)),
        ("verdict", lambda p: p["statistics"]["before"]["queries"].reverse()),
    ],
)
def test_what_does_not_follow_is_refused(
    tmp_path: Path, place: str, alter: Callable[[Any], object]
) -> None:
    """Whoever signed it."""
    base = queries(tmp_path / "base.csv", 3)
    stated = document(statement_of(judged(tmp_path, baseline=str(base))))
    alter(stated["predicate"])
    altered = parse_statement(canonical(stated))
    with pytest.raises(UserError, match="does not re-judge") as refused:
        rejudge(altered)
    assert refused.value.place == place


@pytest.mark.parametrize(
    ("said", "alter"),
    [
        ("no value at place", lambda p: sex(p)["places"].append(9)),
        ("61 items have sex", lambda p: sex(p)["places"].append(0)),
        ("stands there twice", lambda p: sex(p).update(values=["m"] * 3)),
        ("stands there twice", lambda p: now(p)["attributes"].append(sex(p))),
        ("differ in number", lambda p: now(p)["items"].append(1)),
        ("greater than or equal to 1", lambda p: now(p).update(items=[0])),
        ("at least 1 item", lambda p: now(p).update(queries=[])),
        ("a baseline is named", lambda p: p.update(baseline={"file": "b", "sha256": "0" * 64})),
        ("nutritional label", lambda p: p["label"].update(more=1)),
        ("nutritional label", lambda p: p["label"].update(n="many")),
        ("not permitted", lambda p: p.update(more=1)),
        ("should be 'declared'", lambda p: p.update(binding="scored")),
        ("of another ranking", lambda p: p["label"].update(n=61)),
        ("of another ranking", lambda p: p["label"].update(source="b.csv")),
        ("names who is best", lambda p: p["label"]["recipe"].update(
            leaders=[{"name": "Jane Doe", "score": 1.0}])),
        ("nutritional label", lambda p: p["label"]["fairness"]["groups"][0].update(
            overall="Jane Doe is 3")),
        ("nutritional label", lambda p: p["label"]["fairness"].update(
            measures=[m for m in p["label"]["fairness"]["measures"] if m["metric"] != "pairwise"])),
        ("nutritional label", lambda p: p["label"]["fairness"]["measures"][0].update(metric="zzz")),
    ],
)  # fmt: skip
def test_what_is_no_statement_is_refused(
    tmp_path: Path, said: str, alter: Callable[[Any], object]
) -> None:
    """Nothing missing, nothing extra, adding up."""
    stated = document(statement_of(judged(tmp_path, APPLICANTS)))
    alter(stated["predicate"])
    with pytest.raises(UserError, match=said):
        parse_statement(canonical(stated))


def test_signed_evidence_is_verified(tmp_path: Path) -> None:
    """Signature, verdict and the model it is about, all at once."""
    private, public = generate_keys(tmp_path / "keys")
    model = tmp_path / "ranker.bin"
    model.write_bytes(b"weights")
    found = judged(tmp_path, APPLICANTS, subject=str(model))
    verified = verify(found.evidence(private), load_public_keys(public), model)
    assert (verified.verdict.outcome, verified.subject) == (Outcome.FAIL, "model")


def test_evidence_of_decisions_is_not_taken_for_one_of_rankings(tmp_path: Path) -> None:
    """What it says it is decides how it is read."""
    stated = document(statement_of(judged(tmp_path, APPLICANTS)))
    stated["predicateType"] = "urn:fairgate:fairness-evaluation:v1"
    with pytest.raises(UserError, match=r"Field required|not permitted|valid dictionary"):
        parse_statement(canonical(stated))
