"""Changes that try to be judged kindly: each is contained, and said."""

from __future__ import annotations

import json
import shutil
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
    texts,
    write_rows,
)

from ci_actions.outcome import Judged
from fairgate.errors import UserError, UserErrors
from fairgate.signing import generate_keys


@pytest.fixture
def work(tmp_path: Path) -> Checkout:
    """A base branch with a policy and predictions."""
    return Checkout.with_model(tmp_path / "work")


def rows(work: Checkout) -> list[str]:
    """Lines of the predictions, header first."""
    return (work.root / "p.csv").read_text().splitlines()


def write(work: Checkout, lines: list[str]) -> None:
    """Replace the predictions."""
    (work.root / "p.csv").write_text("\n".join(lines) + "\n")


def test_a_loosened_policy_judges_nothing(work: Checkout) -> None:
    """And a waiver of one's own waives nothing."""
    waiver = (
        "waivers:\n  - {rule: four-fifths, groups: sex=f, until: 2030-01-01, owner: me, why: x}\n"
    )
    (work.root / "fairgate.yaml").write_text(LOOSE + waiver)
    write_rows(work.root / "p.csv", UNFAIR)
    judged = work.judge(work.request())
    assert judged.exit_code == 3
    said = texts(judged, "warning")
    assert "loosens the limit, from at least 0.8 to at least 0.1" in said
    assert "Waiver: the change loosens rule four-fifths for sex=f" in said
    assert "no-step-back: the change removes it" in said


def test_a_fork_is_judged_like_anybody(work: Checkout) -> None:
    """By the commit that the event names, whatever the fork's own main branch holds."""
    (work.root / "fairgate.yaml").write_text(LOOSE)
    write_rows(work.root / "p.csv", UNFAIR)
    change = replace(work.request(), from_fork=True)
    work.git("branch", "--force", "main", "better")
    judged = work.judge(change)
    assert (judged.policy.source, judged.exit_code) == ("base", 3)


def test_an_edited_baseline_is_read_from_the_base(work: Checkout) -> None:
    """A request that makes the model in use look as bad as its own does not pass."""
    write_rows(work.root / "p.csv", UNFAIR)
    (work.root / ".fairgate").mkdir()
    (work.root / ".fairgate" / "evidence.json").write_text("{}")
    judged = work.judge(work.request())
    outcomes = {finding.rule: finding.outcome.value for finding in judged.verdict.findings}
    assert outcomes["no-step-back"] == "fail"
    assert "This change edits what models are compared with" in texts(judged, "warning")


def test_a_workflow_that_is_edited_is_said(work: Checkout) -> None:
    """No gate can contain it: GitHub runs the request's own file."""
    path = work.root / ".github" / "workflows" / "fairness.yml"
    path.parent.mkdir(parents=True)
    path.write_text("jobs: {}\n")
    assert "edits the workflow that judges it" in texts(work.judge(work.request()), "warning")


@pytest.mark.parametrize("name", ["fairgate.yaml", "p.csv"])
def test_a_link_out_of_the_repository_is_refused(work: Checkout, tmp_path: Path, name: str) -> None:
    """Be it the policy or the predictions."""
    outside = tmp_path / name
    shutil.copy(work.root / name, outside)
    (work.root / name).unlink()
    (work.root / name).symlink_to(outside)
    with pytest.raises(UserError, match="leads out of the repository"):
        work.judge(work.request())


@pytest.mark.parametrize("path", ["../p.csv", "/etc/passwd", "x/../../p.csv"])
def test_a_first_policy_may_not_name_files_elsewhere(tmp_path: Path, path: str) -> None:
    """Complaints about them would show what is in them."""
    work = Checkout.with_model(tmp_path / "work", policy=None)
    write_rows(tmp_path / "p.csv", FAIR)
    (work.root / "fairgate.yaml").write_text(POLICY.replace("p.csv", path))
    with pytest.raises(UserError, match="leads out of the repository"):
        work.judge(work.request())


def test_a_policy_outside_of_the_repository_is_no_policy(work: Checkout, tmp_path: Path) -> None:
    """There is no base to read it from."""
    (tmp_path / "fairgate.yaml").write_text(LOOSE)
    with pytest.raises(UserError, match="leads out of the repository"):
        work.judge(work.request(), policy="../fairgate.yaml")


def test_reports_are_not_written_through_links(work: Checkout, tmp_path: Path) -> None:
    """Neither through a directory nor through a file that the change put there."""
    (tmp_path / "home").mkdir()
    (work.root / "build").symlink_to(tmp_path / "home")
    with pytest.raises(UserError, match="a part of it is a link"):
        work.judge(work.request())
    (work.root / "reports").mkdir()
    (work.root / "reports" / "report.md").symlink_to(tmp_path / "home" / "profile")
    with pytest.raises(UserError, match="what it leads to is not written"):
        work.judge(work.request(branch="again"), out="reports")
    assert not list((tmp_path / "home").iterdir())


def test_rows_that_are_left_out_block(work: Checkout) -> None:
    """Without the people whom it refuses, any model is fair."""
    write_rows(work.root / "p.csv", UNFAIR)
    kept = [line for line in rows(work) if not line.endswith(",1,0")]
    write(work, kept)
    judged = work.judge(work.request())
    assert judged.exit_code != 0
    assert "300 of the 1,000 rows that the base was judged on are missing" in texts(judged, "error")


def test_a_few_rows_left_out_block_a_model_that_passes(work: Checkout) -> None:
    """The verdict is pass, and the change is not merged."""
    write(work, rows(work)[:-20])
    judged = work.judge(work.request())
    assert (judged.verdict.outcome.value, judged.exit_code) == ("pass", 2)


def test_shuffled_rows_are_the_same_rows(work: Checkout) -> None:
    """The verdict does not change."""
    write_rows(work.root / "p.csv", UNFAIR)
    head, *body = rows(work)
    straight = work.judge(work.request())
    write(work, [head, *reversed(body)])
    shuffled = work.judge(work.request(branch="shuffled"))
    assert shuffled.verdict == straight.verdict
    assert texts(shuffled, "error") == ""


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda lines: [*lines, lines[-1]], "occurs 2 times, it must be unique"),
        (lambda lines: [*lines[:-1], "," + lines[-1].partition(",")[2]], "row has no row id"),
        (lambda lines: [*lines[:-1], lines[-1][:-1] + "NaN"], "column approved"),
        (lambda lines: [*lines[:-1], lines[-1][:-1]], "column approved"),
        (lambda lines: [*lines[:-1], lines[-1][:-3] + "1,0"], "these are not the same data"),
    ],
    ids=["duplicated", "without an id", "NaN", "without a prediction", "with another label"],
)
def test_spoilt_rows_are_refused(work: Checkout, spoil: object, complaint: str) -> None:
    """With the file, and no report that could be taken for a verdict."""
    assert callable(spoil)
    write(work, spoil(rows(work)))
    with pytest.raises(UserError, match=complaint):
        work.judge(work.request())
    assert not (work.root / "build").exists()


def test_people_who_change_their_group_block(work: Checkout) -> None:
    """Calling refused women men makes no model fair."""
    write_rows(work.root / "p.csv", UNFAIR)
    lines = [line.replace(",f,", ",m,") if line.endswith("1,0") else line for line in rows(work)]
    write(work, lines)
    judged = work.judge(work.request())
    assert judged.exit_code != 0
    assert "The same row ids belong to other groups than at the base, by sex" in texts(
        judged, "error"
    )


class Main:
    """A main branch that signs its predictions, and a trusted key at the base."""

    def __init__(self, work: Checkout, folder: Path) -> None:
        """Judge and sign the base's own predictions."""
        self.work, self.folder = work, folder
        private, public = generate_keys(folder / "keys")
        keys = work.root / ".fairgate" / "keys"
        keys.mkdir(parents=True)
        shutil.copy(public, keys / "main.pub")
        judged = work.judge(work.push("trust a key"), sign_key=str(private))
        self.predictions = folder / "main.csv"
        shutil.copy(work.root / "p.csv", self.predictions)
        shutil.copy(judged.files["evidence"], folder / "main.csv.evidence.json")
        shutil.rmtree(work.root / "build")
        work.git("rm", "--quiet", "--cached", "p.csv")
        (work.root / ".gitignore").write_text("p.csv\nbuild\n")
        work.commit("predictions are built, not tracked")

    def judge(self, branch: str = "better") -> Judged:
        """Judge the work tree against the signed predictions."""
        return self.work.judge(self.work.request(branch=branch), baseline=str(self.predictions))


@pytest.fixture
def main(work: Checkout, tmp_path: Path) -> Main:
    """A main branch that signs."""
    return Main(work, tmp_path)


def test_signed_predictions_of_main_are_compared_row_by_row(main: Main) -> None:
    """With the commit and the day that they state."""
    write_rows(main.work.root / "p.csv", UNFAIR)
    judged = main.judge()
    assert judged.exit_code == 3
    assert judged.verdict.compared_with.kind == "paired"
    assert judged.baseline.startswith("Compared row by row with the signed predictions of ")
    assert judged.baseline.endswith(", 2026-11-22.")
    assert texts(judged, "warning") == ""


def test_signed_counts_alone_are_compared_unpaired(main: Main) -> None:
    """Evidence without predictions."""
    write_rows(main.work.root / "p.csv", UNFAIR)
    main.predictions = main.folder / "main.csv.evidence.json"
    judged = main.judge()
    assert judged.verdict.compared_with.kind == "unpaired"
    assert "Compared with the signed counts of" in judged.baseline


def test_predictions_that_were_altered_after_signing_are_refused(main: Main) -> None:
    """Evidence of another file is evidence of nothing."""
    write_rows(main.predictions, UNFAIR)
    with pytest.raises(UserError, match="is not what the evidence beside it is about"):
        main.judge()


def test_a_key_of_ones_own_is_not_trusted(main: Main) -> None:
    """A request that adds its key, and signs a baseline with it."""
    private, public = generate_keys(main.folder / "mallory")
    shutil.copy(public, main.work.root / ".fairgate" / "keys" / "mallory.pub")
    write_rows(main.work.root / "p.csv", UNFAIR)
    forged = main.work.judge(main.work.push("mallory"), sign_key=str(private), fail_on="never")
    main.work.git("reset", "--quiet", "--soft", "HEAD~1")
    shutil.copy(main.work.root / "p.csv", main.predictions)
    shutil.copy(forged.files["evidence"], main.folder / "main.csv.evidence.json")
    with pytest.raises(UserError, match="none of the 1 trusted key"):
        main.judge()


def test_edited_keys_are_said(main: Main) -> None:
    """They count once they are merged."""
    (main.work.root / ".fairgate" / "keys" / "main.pub").write_text("mallory's")
    judged = main.judge()
    assert judged.exit_code == 0
    assert "This change edits trusted keys" in texts(judged, "warning")


def test_an_unsigned_baseline_is_refused(main: Main) -> None:
    """Or one without evidence."""
    beside = main.folder / "main.csv.evidence.json"
    envelope = json.loads(beside.read_text())
    beside.write_text(json.dumps({**envelope, "signatures": []}))
    with pytest.raises(UserError, match="is not signed"):
        main.judge()
    beside.unlink()
    with pytest.raises(UserError, match="the evidence that signs it is missing"):
        main.judge(branch="again")


def test_a_signed_baseline_needs_a_trusted_key(work: Checkout, tmp_path: Path) -> None:
    """Silence would be no comparison."""
    write_rows(tmp_path / "main.csv", FAIR)
    with pytest.raises(UserError, match="no key is trusted"):
        work.judge(work.request(), baseline=str(tmp_path / "main.csv"))


def test_a_signed_baseline_inside_the_change_is_read_at_the_base(main: Main) -> None:
    """What a request adds is not there."""
    inside = main.work.root / "main.csv"
    shutil.copy(main.predictions, inside)
    shutil.copy(f"{main.predictions}.evidence.json", f"{inside}.evidence.json")
    main.predictions = inside
    with pytest.raises(UserError, match=r"main\.csv"):
        main.judge()


def test_evidence_of_another_policy_is_refused(main: Main) -> None:
    """Signed by the same key, about another model."""
    policy = main.work.root / "fairgate.yaml"
    policy.write_text(REGRESSION.replace("name: loans", "name: cards"))
    main.work.commit("another policy")
    with pytest.raises(UserError, match="is evidence of the policy loans, expected cards"):
        main.judge()


def test_an_old_baseline_from_elsewhere_is_said(main: Main) -> None:
    """A signature of years ago is still one."""
    root = main.work.git("commit-tree", "HEAD^{tree}", "-m", "another history")
    main.work.git("reset", "--quiet", "--hard", root)
    judged = main.judge()
    assert "which this checkout does not know as a part of the base branch" in texts(
        judged, "warning"
    )


def test_a_key_in_the_settings_is_enough(main: Main) -> None:
    """An organisation gives it to all repositories as a variable."""
    pem = (main.work.root / ".fairgate" / "keys" / "main.pub").read_text()
    main.work.git("rm", "--quiet", "-r", ".fairgate")
    main.work.commit("no keys here")
    change = main.work.request()
    settings = {"baseline": str(main.predictions), "trusted_keys": pem}
    assert "signed predictions" in main.work.judge(change, **settings).baseline


def test_evidence_at_the_base_gives_counts(main: Main) -> None:
    """Compared unpaired; signed or not, it must add up."""
    place = main.work.root / ".fairgate" / "evidence.json"
    shutil.copy(f"{main.predictions}.evidence.json", place)
    main.work.commit("evidence")
    write_rows(main.work.root / "p.csv", UNFAIR)
    judged = main.work.judge(main.work.request())
    assert judged.verdict.compared_with.kind == "unpaired"
    assert ".fairgate/evidence.json, signed" in judged.baseline
    main.work.git("switch", "--quiet", "main")
    envelope = json.loads(place.read_text())
    place.write_text(json.dumps({**envelope, "signatures": []}))
    main.work.commit("unsigned evidence")
    judged = main.work.judge(main.work.request(branch="unsigned"))
    assert "not signed by a trusted key" in judged.baseline


@pytest.mark.parametrize("text", ["{}", "[]", '{"payload": "x"}', "not json"])
def test_broken_evidence_at_the_base_is_refused(main: Main, text: str) -> None:
    """It is there, so somebody relies on it."""
    (main.work.root / ".fairgate" / "evidence.json").write_text(text)
    main.work.commit("broken")
    with pytest.raises((UserError, UserErrors), match=r"\.fairgate/evidence\.json at"):
        main.work.judge(main.work.request())


def test_a_model_in_use_that_can_not_be_found_is_unknown(main: Main) -> None:
    """Built predictions and no baseline: rules that compare block, with three ways to go on."""
    judged = main.work.judge(main.work.request())
    assert (judged.verdict.outcome.value, judged.exit_code) == ("unknown", 4)
    assert "Rule no-step-back compares with the model in use" in texts(judged, "warning")
    assert "FAIRGATE_BASELINE" in texts(judged, "warning")
