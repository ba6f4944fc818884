"""What a change reaches for: data, keys, baselines, workflows."""

from __future__ import annotations

import pytest

from ci_actions.touched import touched


def sentences(*changed: str, data: str | None = None) -> list[tuple[str | None, str]]:
    """File and beginning of every note, all of which are warnings."""
    notes = touched(
        changed, data=data, keys=[".fairgate/keys"], baselines=[".fairgate/evidence.json"]
    )
    assert {note.level for note in notes} <= {"warning"}
    return [(note.file, note.text) for note in notes]


@pytest.mark.parametrize(
    "path",
    [
        ".github/workflows/fairness.yml",
        ".github/CODEOWNERS",
        "action.yml",
        ".gitlab-ci.yml",
        "Jenkinsfile",
        "ci/Jenkinsfile.fairness",
    ],
)
def test_a_change_to_the_workflow_is_not_contained_by_the_gate(path: str) -> None:
    """It says what would contain it."""
    ((file, text),) = sentences(path, "src/train.py")
    assert file == path
    assert "edits the workflow that judges it" in text
    assert "required workflow" in text
    assert "CODEOWNERS" in text


def test_keys_and_baselines_were_read_from_the_base() -> None:
    """Said, because they count once they are merged."""
    found = sentences(".fairgate/keys/mallory.pub", ".fairgate/evidence.json")
    assert [file for file, _ in found] == [".fairgate/keys/mallory.pub", ".fairgate/evidence.json"]
    assert all("does not alter this verdict" in text for _, text in found)


def test_data_that_judge_are_said_loudly() -> None:
    """Other files of data are not."""
    ((file, text),) = sentences("data/eval.csv", "data/train.csv", data="data/eval.csv")
    assert file == "data/eval.csv"
    assert "alters the evaluation data that judge it" in text


def test_what_judges_nothing_is_not_mentioned() -> None:
    """Names that only begin alike included."""
    assert sentences("model.onnx", ".fairgate/keys-old", "docs/action.yml", "Makefile") == []


def test_many_workflows_are_counted() -> None:
    """Not listed without end."""
    found = sentences(*(f".github/workflows/{at:02}.yml" for at in range(20)))
    assert len(found) == 6
    assert found[-1] == (None, "15 more files of workflows or code owners are edited.")
