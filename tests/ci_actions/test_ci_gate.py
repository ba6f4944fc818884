"""Judging a change: whose policy, against which model, with which files and exit code."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest
from checkouts import (
    FAIR,
    LOOSE,
    POLICY,
    REGRESSION,
    UNFAIR,
    Checkout,
    as_queue,
    judge,
    texts,
    write_rows,
)

from ci_actions.change import Change
from ci_actions.reports import NAMES
from fairgate.errors import UserError, UserErrors
from fairgate.signing import generate_keys, load_public_keys, open_envelope

BETTER = {"f": (310, 50, 40, 100), "m": (310, 50, 40, 100)}


@pytest.fixture
def work(tmp_path: Path) -> Checkout:
    """A base branch with a policy and predictions."""
    return Checkout.with_model(tmp_path / "work")


def test_a_fair_candidate_passes_and_leaves_its_reports(work: Checkout) -> None:
    """All six, named from the root, where the settings say."""
    write_rows(work.root / "p.csv", BETTER)
    judged = work.judge(work.request(), out="reports")
    assert (judged.exit_code, judged.verdict.outcome.value) == (0, "pass")
    assert {name: path.name for name, path in judged.files.items()} == dict(NAMES)
    assert all(path.parent == work.root / "reports" for path in judged.files.values())
    verdict = json.loads(judged.files["verdict"].read_text())
    source = {"source": judged.baseline}
    assert verdict["compared_with"] == {"kind": "paired", "rows": 1000} | source
    assert judged.policy.source == "base"
    assert judged.policy.differences == ()
    assert "Compared row by row with the predictions at" in judged.baseline
    assert judged.issues == ("LOAN-1",)


def test_an_unfair_candidate_is_blocked_with_the_sentence(work: Checkout) -> None:
    """And code scanning finds the line of the rule in the policy."""
    write_rows(work.root / "p.csv", UNFAIR)
    judged = work.judge(work.request())
    assert judged.exit_code == 3
    assert judged.verdict.findings[0].message.startswith("sex=f: 30 % get a yes; sex=m: 70 %")
    (run,) = json.loads(judged.files["sarif"].read_text())["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "fairgate.yaml"
    assert place["region"]["startLine"] == 1 + REGRESSION.splitlines().index("  - id: four-fifths")


def test_a_policy_below_the_root_is_shown_from_the_root(tmp_path: Path) -> None:
    """Wherever the run works; its data lie beside it."""
    work = Checkout.new(tmp_path / "work")
    folder = work.root / "models" / "loans"
    folder.mkdir(parents=True)
    write_rows(folder / "p.csv", FAIR)
    (folder / "fairgate.yaml").write_text(POLICY)
    work.commit("the model in use")
    write_rows(folder / "p.csv", UNFAIR)
    change = work.request()
    inside = judge(folder, change)
    outside = work.judge(change, policy="models/loans/fairgate.yaml")
    for judged in (inside, outside):
        assert judged.policy.path == "models/loans/fairgate.yaml"
        assert judged.exit_code == 3
        assert "models/loans/p.csv" in judged.files["markdown"].read_text()


def test_findings_point_to_the_lines_that_the_reader_sees(work: Checkout) -> None:
    """The base's limits, on the lines of the change's own file."""
    (work.root / "fairgate.yaml").write_text("# a comment\n# and another\n" + REGRESSION)
    write_rows(work.root / "p.csv", UNFAIR)
    judged = work.judge(work.request())
    assert judged.policy.differences == ()
    assert judged.verdict.findings[0].line == 3 + REGRESSION.splitlines().index(
        "  - id: four-fifths"
    )


def test_the_first_policy_judges_itself_and_says_so(tmp_path: Path) -> None:
    """The base has none; its predictions are still compared with."""
    work = Checkout.with_model(tmp_path / "work", policy=None)
    (work.root / "fairgate.yaml").write_text(REGRESSION)
    write_rows(work.root / "p.csv", UNFAIR)
    judged = work.judge(work.request())
    assert (judged.policy.source, judged.exit_code) == ("change", 3)
    assert "This is the first policy" in texts(judged, "warning")


def test_the_first_model_has_nothing_to_step_back_from(tmp_path: Path) -> None:
    """Regression rules do not apply, and that is said."""
    work = Checkout.new(tmp_path / "work")
    (work.root / "README").write_text("loans")
    work.commit("nothing yet")
    (work.root / "fairgate.yaml").write_text(REGRESSION)
    write_rows(work.root / "p.csv", FAIR)
    judged = work.judge(work.request())
    assert judged.exit_code == 0
    assert judged.baseline == (
        "There is no model to compare with yet, so rules that compare do not apply."
    )


def test_a_deleted_policy_judges_all_the_same(work: Checkout) -> None:
    """As the base branch has it."""
    (work.root / "fairgate.yaml").unlink()
    write_rows(work.root / "p.csv", UNFAIR)
    judged = work.judge(work.request())
    assert (judged.policy.source, judged.exit_code) == ("base", 3)
    assert "The change deletes the policy, and so loosens it" in texts(judged, "warning")


def test_a_change_may_not_leave_a_broken_policy_behind(work: Checkout) -> None:
    """Nobody could judge the next one."""
    (work.root / "fairgate.yaml").write_text(REGRESSION.replace("0.8", "'0.8'"))
    with pytest.raises(UserErrors, match=r"fairgate\.yaml:9"):
        work.judge(work.request())
    assert not (work.root / "build").exists()


def test_a_broken_policy_of_the_base_is_named_with_its_commit(work: Checkout) -> None:
    """So that nobody looks for it in the change."""
    (work.root / "fairgate.yaml").write_text(REGRESSION.replace("0.8", "'0.8'"))
    base = work.commit("broken")
    (work.root / "fairgate.yaml").write_text(REGRESSION)
    with pytest.raises(UserErrors, match=f"fairgate.yaml at {base[:12]}"):
        work.judge(work.request())


def test_no_policy_at_all_is_said(work: Checkout) -> None:
    """With the nearest name."""
    with pytest.raises(UserError, match=r"did you mean fairgate.yaml\?"):
        work.judge(work.request(), policy="fairgat.yaml")


@pytest.mark.parametrize(("fail_on", "code"), [("fail,unknown", 3), ("fail", 3), ("never", 0)])
def test_who_reports_only_is_never_blocked(work: Checkout, fail_on: str, code: int) -> None:
    """The verdict stays what it is."""
    write_rows(work.root / "p.csv", UNFAIR)
    judged = work.judge(work.request(), fail_on=fail_on)
    assert (judged.exit_code, judged.verdict.outcome.value) == (code, "fail")


@pytest.mark.parametrize(("fail_on", "code"), [("fail,unknown", 4), ("fail", 0), ("never", 0)])
def test_an_unknown_blocks_unless_the_team_says_otherwise(
    tmp_path: Path, fail_on: str, code: int
) -> None:
    """Too few people to tell."""
    work = Checkout.with_model(tmp_path / "work", POLICY)
    few = {"f": (3, 1, 1, 2), "m": (3, 1, 1, 2)}
    write_rows(work.root / "p.csv", few)
    work.commit("a small model")
    write_rows(work.root / "p.csv", {**few, "f": (2, 1, 2, 2)})
    judged = work.judge(work.request(), fail_on=fail_on)
    assert (judged.verdict.outcome.value, judged.exit_code) == ("unknown", code)


def test_a_change_to_the_model_without_an_issue_is_told_how(work: Checkout) -> None:
    """A notice, or an error that blocks where an issue is required."""
    write_rows(work.root / "p.csv", BETTER)
    change = work.request("a better model")
    told = work.judge(change)
    assert (told.exit_code, told.issues) == (0, ())
    assert "names no issue. Name one, such as LOAN-12" in texts(told, "notice")
    blocked = work.judge(change, require_issue="true")
    assert blocked.exit_code == 2
    assert "It is required here" in texts(blocked, "error")
    assert work.judge(replace(change, title="LOAN-3"), require_issue="true").exit_code == 0
    assert work.judge(as_queue(change), require_issue="true").exit_code == 0


def test_a_change_to_a_page_needs_no_issue(work: Checkout) -> None:
    """Neither policy nor predictions differ."""
    (work.root / "README").write_text("more words")
    judged = work.judge(work.request("words"), require_issue="true")
    assert (judged.exit_code, texts(judged, "error")) == (0, "")
    assert "byte by byte those of the base" in texts(judged, "warning")


def test_a_merge_queue_is_judged_like_a_request(work: Checkout) -> None:
    """By the base that it would be merged onto."""
    (work.root / "fairgate.yaml").write_text(LOOSE)
    write_rows(work.root / "p.csv", UNFAIR)
    judged = work.judge(as_queue(work.request()))
    assert (judged.policy.source, judged.exit_code) == ("base", 3)


def test_a_checkout_of_the_merge_is_what_is_judged(work: Checkout) -> None:
    """GitHub checks out the merge of request and base; the evidence names the request's commit."""
    write_rows(work.root / "p.csv", BETTER)
    change = work.request()
    work.git("switch", "--quiet", "main")
    (work.root / "README").write_text("later on main")
    base = work.commit("later")
    work.git("merge", "--quiet", "--no-edit", "better")
    judged = work.judge(replace(change, base=base))
    assert (judged.exit_code, texts(judged, "warning")) == (0, "")
    work.git("switch", "--quiet", "--detach", base)
    assert "is neither the change's commit" in texts(work.judge(change), "warning")


def test_a_shallow_clone_fetches_its_base(work: Checkout, tmp_path: Path) -> None:
    """As ``actions/checkout`` leaves it, depth 1; without a way to the base, it says what to do."""
    (work.root / "fairgate.yaml").write_text(LOOSE)
    write_rows(work.root / "p.csv", UNFAIR)
    change = work.request()
    work.git("config", "uploadpack.allowAnySHA1InWant", "true")
    clone = Checkout(tmp_path / "clone")
    source = f"file://{work.root}"
    work.git("clone", "--quiet", "--depth=1", "--branch=better", source, str(clone.root))
    clone.git("remote", "set-url", "origin", "file:///nowhere")
    with pytest.raises(UserError, match="fetch-depth: 0"):
        clone.judge(change)
    clone.git("remote", "set-url", "origin", source)
    judged = clone.judge(change)
    assert (judged.policy.source, judged.exit_code) == ("base", 3)
    assert judged.issues == ("LOAN-1",)


@pytest.mark.parametrize("platform", ["gitlab", "jenkins"])
def test_the_target_branch_tip_judges_a_branch_that_began_earlier(
    work: Checkout, tmp_path: Path, platform: str
) -> None:
    """A promise made since then holds."""
    (work.root / "fairgate.yaml").write_text(LOOSE)
    began = work.commit("a loose promise")
    write_rows(work.root / "p.csv", UNFAIR)
    work.request()
    work.git("switch", "--quiet", "main")
    (work.root / "fairgate.yaml").write_text(POLICY)
    work.commit("a real promise")
    clone = Checkout(tmp_path / "clone")
    work.git("clone", "--quiet", "--branch=better", f"file://{work.root}", str(clone.root))
    head = clone.git("rev-parse", "HEAD")
    base = began if platform == "gitlab" else None
    change = Change(platform, "request", base_branch="main", base=base, head=head)  # type: ignore[arg-type]  # both are platforms
    assert clone.judge(change).exit_code == 3
    clone.git("remote", "set-url", "origin", "file:///nowhere")
    stale = clone.judge(replace(change, base=began))
    assert stale.verdict.outcome.value != "fail"
    assert "The tip of main could not be fetched" in texts(stale, "warning")


def test_any_other_ci_names_a_branch_as_base(work: Checkout) -> None:
    """It becomes a commit."""
    write_rows(work.root / "p.csv", UNFAIR)
    work.request()
    judged = work.judge(Change("other", "request", base="main", head="HEAD"))
    assert (judged.policy.source, judged.exit_code, judged.issues) == ("base", 3, ("LOAN-1",))


def test_only_the_main_branch_signs(work: Checkout, tmp_path: Path) -> None:
    """A key as a file or as PEM in a variable; a request with a key is told that it stays so."""
    private, public = generate_keys(tmp_path / "keys")
    write_rows(work.root / "p.csv", BETTER)
    request = work.request()
    judged = work.judge(request, sign_key=str(private))
    assert json.loads(judged.files["evidence"].read_text())["signatures"] == []
    assert "stays unsigned: only the main branch signs" in texts(judged, "notice")
    work.git("switch", "--quiet", "main")
    work.git("merge", "--quiet", "better")
    elsewhere = work.judge(work.push(protected=False), sign_key=str(private))
    assert json.loads(elsewhere.files["evidence"].read_text())["signatures"] == []
    for key in (str(private), private.read_text(), private.read_text().replace("\n", "\\n")):
        signed = work.judge(work.push(), sign_key=key)
        opened = open_envelope(signed.files["evidence"].read_bytes(), load_public_keys(public))
        statement = json.loads(opened.payload)
        assert statement["predicate"]["commit"] == work.git("rev-parse", "HEAD")


def test_evidence_of_a_request_holds_the_base_policy(work: Checkout) -> None:
    """With the commit and the issues of the change."""
    (work.root / "fairgate.yaml").write_text(LOOSE)
    change = work.request()
    envelope = json.loads(work.judge(change).files["evidence"].read_text())
    predicate = json.loads(base64.b64decode(envelope["payload"]))["predicate"]
    assert base64.b64decode(predicate["policy"]["content"]).decode() == REGRESSION
    assert (predicate["commit"], predicate["issues"]) == (change.head, ["LOAN-1"])


def test_a_push_is_judged_by_itself_against_the_commit_before(work: Checkout) -> None:
    """Row by row, so that main knows whether it stepped back."""
    write_rows(work.root / "p.csv", UNFAIR)
    judged = work.judge(work.push())
    assert (judged.policy.source, judged.exit_code) == ("change", 3)
    assert judged.verdict.compared_with.kind == "paired"
    assert texts(judged, "warning") == ""


def test_the_first_push_of_all_has_nothing_before_it(tmp_path: Path) -> None:
    """A repository of one commit."""
    work = Checkout.new(tmp_path / "work")
    (work.root / "fairgate.yaml").write_text(REGRESSION)
    write_rows(work.root / "p.csv", FAIR)
    judged = work.judge(work.push())
    assert (judged.exit_code, "no model to compare with yet" in judged.baseline) == (0, True)


def test_predictions_beside_a_model_are_declared_about_it(work: Checkout, tmp_path: Path) -> None:
    """The evidence names the file that is rolled out; one outside of the checkout is fine."""
    downloaded = write_rows(tmp_path / "predictions.csv", BETTER)
    (work.root / "model.onnx").write_bytes(b"a model")
    judged = work.judge(work.request(), predictions=str(downloaded), model="model.onnx")
    assert (judged.exit_code, judged.model) == (0, "model.onnx")
    evidence = judged.files["evidence"].read_text()
    statement = json.loads(base64.b64decode(json.loads(evidence)["payload"]))
    assert [subject["name"] for subject in statement["subject"]] == ["model", "data"]
    assert statement["predicate"]["binding"] == "declared"
