"""Judging a change of a ranker: the base's promise, the base's rankings, query by query."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from checkouts import FAIR, NOW, POLICY, Checkout, texts, write_rows

from ci_actions.queries import query_notes
from fairgate.errors import UserError
from fairgate.evaluation import Request, evaluate
from fairgate.evaluation.rankings import RankingRequest, evaluate_rankings
from fairgate.policyfile import read_policy
from fairgate.ranking.gate.policyfile import parse_ranking_policy
from fairgate.signing import generate_keys, load_public_keys, open_envelope

SEARCH = """\
version: 1
name: search
predictions: rankings.csv
ranking: {score: relevance, query_id: query, item_id: person, sensitive: {sex: sex}}
groups: [sex]
rules:
  - {id: exposure, metric: exposure_ratio, value: {at_least: 0.8, must_detect: 0.4}}
  - {id: no-step-back, metric: pairwise_gap, regression: {at_most: 0.05, must_detect: 0.2}}
"""


def write_rankings(path: Path, lead: int = 0, queries: int = 60) -> Path:
    """Write rankings of 20 people a query; men are ahead by ``lead`` places."""
    rows = ["query,relevance,person,sex"]
    for query in range(queries):
        for at in range(20):
            sex = "fm"[(at + query) % 2]
            rows.append(f"q{query},{100 - at + (lead if sex == 'm' else 0)},p{at},{sex}")
    path.write_text("\n".join(rows) + "\n")
    return path


@pytest.fixture
def work(tmp_path: Path) -> Checkout:
    """A base branch with a promise about rankings, and a fair ranker's."""
    work = Checkout.new(tmp_path / "work")
    (work.root / "fairgate.yaml").write_text(SEARCH)
    write_rankings(work.root / "rankings.csv")
    work.commit("the ranker in use")
    return work


def test_a_fair_ranker_passes_and_leaves_its_reports_and_evidence(work: Checkout) -> None:
    """Compared with the base's rankings of the same queries."""
    write_rankings(work.root / "rankings.csv", lead=1)
    judged = work.judge(work.request("LOAN-1: a better ranker"))
    assert (judged.exit_code, judged.verdict.outcome.value) == (0, "pass")
    assert "Compared query by query with the rankings at" in judged.baseline
    assert (judged.verdict.compared_with.kind, judged.verdict.compared_with.rows) == (
        "paired",
        1200,
    )
    assert judged.policy.source == "base"
    assert "rankings.csv" in judged.files["markdown"].read_text()
    envelope = json.loads(judged.files["evidence"].read_text())
    assert envelope["signatures"] == []


def test_an_unfair_ranker_is_blocked_at_the_line_of_its_rule(work: Checkout) -> None:
    """The promise that is broken, and the one about the step back."""
    write_rankings(work.root / "rankings.csv", lead=30)
    judged = work.judge(work.request())
    assert judged.exit_code == 3
    assert [finding.outcome.value for finding in judged.verdict.findings] == ["fail", "fail"]
    assert [finding.line for finding in judged.verdict.findings] == [7, 8]


def test_the_base_judges_a_change_that_promises_less(work: Checkout) -> None:
    """Every loosening is named."""
    loose = SEARCH.replace("at_least: 0.8", "at_least: 0.5").replace(", query_id: query", "")
    (work.root / "fairgate.yaml").write_text(loose)
    write_rankings(work.root / "rankings.csv", lead=30)
    judged = work.judge(work.request())
    assert judged.exit_code == 3
    said = texts(judged, "warning")
    assert "Rule exposure: the change loosens the limit, from at least 0.8 to at least 0.5." in said
    assert "Columns: the change alters query_id, from query to nothing" in said


@pytest.mark.parametrize("turned", ["into decisions", "into rankings"])
def test_a_policy_of_another_kind_does_not_judge(tmp_path: Path, turned: str) -> None:
    """Nothing of what was promised would be left of it."""
    if turned == "into decisions":
        work = Checkout.new(tmp_path / "work")
        (work.root / "fairgate.yaml").write_text(SEARCH)
        write_rankings(work.root / "rankings.csv")
        work.commit("the ranker in use")
        (work.root / "fairgate.yaml").write_text(POLICY)
    else:
        work = Checkout.with_model(tmp_path / "work", POLICY)
        (work.root / "fairgate.yaml").write_text(SEARCH)
    judged = work.judge(work.request())
    assert judged.policy.source == "base"
    assert "The change turns a policy about" in texts(judged, "warning")


def test_queries_that_are_left_out_block(work: Checkout) -> None:
    """Leaving out those that a ranker gets wrong would make any ranker fair."""
    write_rankings(work.root / "rankings.csv", queries=50)
    judged = work.judge(work.request())
    assert (judged.exit_code, judged.verdict.outcome.value) == (2, "pass")
    assert "10 of the base's 60 queries are missing" in texts(judged, "error")


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        ({"q3,100,p0,m\n": ""}, "1 of the queries that both have lack people"),
        ({"q3,100,p0,m": "q3,100,p0,"}, "1 of the queries that both have lack people"),
        ({"q3,100,p0,m": "q3,100,p0,f"}, "1 of the queries that both have lack people"),
        (
            {"q3,100,p0,m": "q3,100,p0,f", "q3,99,p1,f": "q3,99,p1,m"},
            "2 items belong to other groups",
        ),
    ],
    ids=["left out", "blanked", "to another group", "two swapped"],
)
def test_people_who_are_left_out_or_relabelled_block(
    work: Checkout, alter: dict[str, str], said: str
) -> None:
    """A query without those who are ranked low, or with other words for them, looks fair."""
    path = work.root / "rankings.csv"
    text = path.read_text()
    for old, new in alter.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)
    judged = work.judge(work.request())
    assert judged.exit_code
    assert said in texts(judged, "error")


def test_queries_and_people_that_are_new_are_named(work: Checkout) -> None:
    """Those that a ranker gets right make it look fairer."""
    path = write_rankings(work.root / "rankings.csv", queries=62)
    path.write_text(f"{path.read_text()}q0,1,p99,f\n")
    judged = work.judge(work.request())
    said = texts(judged, "warning")
    assert "2 queries are new" in said
    assert "1 of the queries that both have hold people that the base was not judged on" in said


def test_without_ids_nobody_can_tell_who_was_relabelled(work: Checkout) -> None:
    """And that is said."""
    text = SEARCH.replace(" item_id: person,", "")
    (work.root / "fairgate.yaml").write_text(text)
    work.commit("no ids")
    write_rankings(work.root / "rankings.csv", lead=1)
    judged = work.judge(work.request())
    assert "Add ranking.item_id to the policy" in texts(judged, "warning")


@pytest.mark.parametrize(
    ("row", "said"), [("q1,5,,f", "has no id"), ("q1,5,p3,f", "holds 'p3' again in the same query")]
)
def test_an_item_has_one_id_in_a_query(work: Checkout, row: str, said: str) -> None:
    """With the row, and what to do."""
    path = work.root / "rankings.csv"
    path.write_text(f"{path.read_text()}{row}\n")
    with pytest.raises(UserError, match=said) as refused:
        work.judge(work.request())
    assert refused.value.place == "column person"


def test_the_first_ranker_has_nothing_to_step_back_from(tmp_path: Path) -> None:
    """Regression rules do not apply."""
    work = Checkout.new(tmp_path / "work")
    (work.root / "README").write_text("search")
    work.commit("nothing yet")
    (work.root / "fairgate.yaml").write_text(SEARCH)
    write_rankings(work.root / "rankings.csv")
    judged = work.judge(work.request())
    assert judged.exit_code == 0
    assert "no model to compare with yet" in judged.baseline


def test_a_baseline_that_cannot_be_found_is_unknown_and_says_what_to_do(work: Checkout) -> None:
    """Rankings that another job makes are not in git."""
    (work.root / "rankings.csv").rename(work.root / "elsewhere.csv")
    (work.root / ".gitignore").write_text("elsewhere.csv\n")
    work.commit("rankings are made by a job")
    judged = work.judge(work.request(), predictions="elsewhere.csv")
    assert judged.exit_code == 4
    assert "set FAIRGATE_BASELINE to rankings" in texts(judged, "warning")


def test_rankings_that_the_main_branch_signed_are_the_baseline(
    work: Checkout, tmp_path: Path
) -> None:
    """With their evidence beside them; evidence alone does not say which query is which."""
    private, public = generate_keys(tmp_path / "keys")
    (work.root / ".fairgate" / "keys").mkdir(parents=True)
    (work.root / ".fairgate" / "keys" / "main.pub").write_bytes(public.read_bytes())
    work.commit("whom main trusts")
    signed = write_rankings(tmp_path / "signed.csv")
    file = parse_ranking_policy(SEARCH.encode(), "fairgate.yaml")
    request = RankingRequest(file, str(signed), first_model=True)
    (tmp_path / "signed.csv.evidence.json").write_bytes(
        evaluate_rankings(request, now=NOW).evidence(private)
    )
    write_rankings(work.root / "rankings.csv", lead=30)
    change = work.request()
    judged = work.judge(change, baseline=str(signed))
    assert "Compared query by query with the signed rankings of" in judged.baseline
    assert judged.verdict.findings[1].outcome.value == "fail"
    with pytest.raises(UserError, match="does not say which query is which"):
        work.judge(change, baseline=str(tmp_path / "signed.csv.evidence.json"))


def test_signed_evidence_of_decisions_is_no_baseline_of_a_ranking(
    work: Checkout, tmp_path: Path
) -> None:
    """Though its policy has the same name: no query could be missed."""
    private, public = generate_keys(tmp_path / "keys")
    (work.root / ".fairgate" / "keys").mkdir(parents=True)
    (work.root / ".fairgate" / "keys" / "main.pub").write_bytes(public.read_bytes())
    work.commit("whom main trusts")
    (tmp_path / "p.yaml").write_text(POLICY.replace("name: loans", "name: search"))
    rows = write_rows(tmp_path / "p.csv", FAIR)
    policy = read_policy(tmp_path / "p.yaml")
    found = evaluate(Request(policy, predictions=str(rows), first_model=True), now=NOW)
    (tmp_path / "decisions.json").write_bytes(found.evidence(private))
    with pytest.raises(UserError, match="another kind of policy"):
        work.judge(work.request(), baseline=str(tmp_path / "decisions.json"))


def test_evidence_is_signed_on_the_main_branch(work: Checkout, tmp_path: Path) -> None:
    """And about the ranker that is named."""
    private, public = generate_keys(tmp_path / "keys")
    (work.root / "ranker.bin").write_bytes(b"weights")
    write_rankings(work.root / "rankings.csv", lead=1)
    judged = work.judge(work.push(), sign_key=str(private), model="ranker.bin")
    assert judged.model == "ranker.bin"
    envelope = judged.files["evidence"].read_bytes()
    opened = open_envelope(envelope, load_public_keys(public), name="evidence")
    assert b"ranking-evaluation" in opened.payload


def test_evaluation_data_are_for_models_that_are_scored(work: Checkout) -> None:
    """No ranker is run here."""
    with pytest.raises(UserError, match="names evaluation data, but predictions are judged"):
        work.judge(work.request(), data="rankings.csv")


def test_the_same_rankings_need_no_note(tmp_path: Path) -> None:
    """Nothing is missing, new, or other."""
    file = parse_ranking_policy(SEARCH.encode(), "fairgate.yaml")
    path = write_rankings(tmp_path / "r.csv")
    found = evaluate_rankings(RankingRequest(file, str(path), first_model=True), now=NOW)
    assert list(query_notes(found.rankings, found.rankings)) == []


def test_rankings_of_the_base_are_no_rankings_of_another_ranker(work: Checkout) -> None:
    """Whoever alters the ranker has to rank anew."""
    judged = work.judge(work.request())
    assert "The rankings are byte by byte those of the base" in texts(judged, "warning")
