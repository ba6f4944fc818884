"""A sandbox is found by trying, and where there is none nothing is run."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from scoring.sandbox.places import refusal

from fairgate.errors import UserError
from fairgate.scoring.job import Completed, Job
from fairgate.scoring.sandbox import find_sandbox
from fairgate.scoring.sandbox.bubblewrap import arguments, find_bubblewrap, reachable
from fairgate.scoring.sandbox.find import probe
from fairgate.scoring.sandbox.inside.plan import Bounds, Grants, Plan, Stage
from fairgate.scoring.sandbox.landlock import translated
from fairgate.scoring.sandbox.remedies import remedy

PROFILE = Path(__file__).parents[3] / "ci_actions" / "apparmor" / "fairgate-bwrap"


@pytest.mark.parametrize("name", ["bubblewrap", "landlock"])
def test_what_works_is_found(name: str) -> None:
    """Where this machine offers it."""
    if refusal(name, "root"):
        pytest.skip(refusal(name, "root"))
    assert name in find_sandbox([name]).name.lower()


def test_the_first_that_works_is_taken(tmp_path: Path) -> None:
    """A broken bubblewrap is passed over."""
    if refusal("landlock", "root"):
        pytest.skip(refusal("landlock", "root"))
    broken(tmp_path, "echo 'bwrap: No permissions to create new namespace' >&2; exit 1")
    assert find_sandbox(search=str(tmp_path)).name == "Landlock and seccomp"


def test_where_none_works_all_reasons_and_ways_on_are_said(tmp_path: Path) -> None:
    """Never a silent way round."""
    broken(tmp_path, "echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1")
    with pytest.raises(UserError) as caught:
        find_sandbox(["bubblewrap"], search=str(tmp_path), root=False)
    assert "setting up uid map: Permission denied" in caught.value.problem
    assert "ONNX or skops model, or a file of predictions" in caught.value.cure


def test_no_order_is_no_sandbox() -> None:
    """Asking for none does not mean running without."""
    with pytest.raises(UserError, match="none was asked for"):
        find_sandbox([])


def test_an_unknown_name_is_said() -> None:
    """With the names that are known."""
    with pytest.raises(UserError, match="expected bubblewrap or landlock, got 'docker'"):
        find_sandbox(["docker"])


class Open:
    """A sandbox with nothing around the program."""

    name = "open"

    def run(self, job: Job) -> Completed:
        """Run it as it is."""
        words = [translated(word, {"/out": job.out}) for word in job.command]
        ended = subprocess.run(words, capture_output=True, text=True, check=False)
        return Completed(ended.returncode, ended.stderr, 0.0)


def test_a_sandbox_with_nothing_around_is_refused() -> None:
    """The trial run tries to get out, and here it does."""
    with pytest.raises(UserError, match="sockets can be opened in it"):
        probe(Open())


class Silent:
    """A sandbox that claims success and does nothing."""

    name = "silent"

    def run(self, job: Job) -> Completed:
        """Run nothing."""
        assert job.command
        return Completed(0, "all is well", 0.0)


def test_a_claim_of_success_is_no_success() -> None:
    """The word that only the program was told has to arrive."""
    with pytest.raises(UserError, match="all is well"):
        probe(Silent())


@pytest.mark.parametrize(
    ("refused", "restricted", "first"),
    [
        (["bubblewrap: bubblewrap is not installed"], False, "install bubblewrap"),
        (["bubblewrap: loopback: Failed RTM_NEWADDR"], True, "let AppArmor allow it: sudo"),
        (["bubblewrap: No permissions to create new namespace"], False, "in a container"),
    ],
)
def test_the_likeliest_remedy_comes_first(
    refused: list[str], *, restricted: bool, first: str
) -> None:
    """By what was said, and by what this machine restricts."""
    assert remedy(refused, restricted=restricted).startswith(first)


def test_the_profile_that_the_remedy_names_is_there() -> None:
    """And its own instructions are the remedy's."""
    text = PROFILE.read_text(encoding="utf-8")
    said = remedy(["bubblewrap: denied"], restricted=True)
    assert "apparmor_parser -r /etc/apparmor.d/fairgate-bwrap" in text
    assert "apparmor_parser -r /etc/apparmor.d/fairgate-bwrap" in said
    assert "ci_actions/apparmor/fairgate-bwrap" in said


def test_inputs_are_bound_below_what_holds_them() -> None:
    """A later bind lies on an earlier one, so the outer path comes first."""
    job = Job(("/bin/true",), {}, "/nowhere")
    said = arguments(job, {"/in/deep": "/b", "/in": "/a", "/usr": "/usr"})
    bound = [said[n + 2] for n, word in enumerate(said) if word == "--ro-bind"]
    assert bound == ["/in", "/in/deep", "/usr"]
    assert "--bind" not in said


def test_bwrap_is_taken_from_the_search_path_first(tmp_path: Path) -> None:
    """The distribution's own has an AppArmor profile."""
    broken(tmp_path, "exit 1")
    assert find_bubblewrap(str(tmp_path)) == str(tmp_path / "bwrap")


def test_a_program_behind_a_closed_door_is_taken_from_the_mounts(tmp_path: Path) -> None:
    """Root's Python is out of nobody's reach, its copy among the mounts is not."""
    closed = tmp_path / "closed"
    (closed / "bin").mkdir(parents=True)
    (closed / "bin" / "bwrap").touch()
    closed.chmod(0o700)
    program = str(closed / "bin" / "bwrap")
    assert reachable(program, {"/stage/0": str(closed)}) == "/stage/0/bin/bwrap"
    assert reachable("/bin/sh", {"/stage/0": str(closed)}) == "/bin/sh"


def test_plans_survive_the_way_in() -> None:
    """They are written as JSON into one argument."""
    grants = Grants(("/usr",), ("/dev/null",), ("/out",), 3)
    plan = Plan(("/bin/true", "ä\n'"), {"A": "1"}, "/", Bounds(1, 2, 3), "/out", 4, grants)
    assert Plan.from_json(plan.to_json()) == plan
    stage = Stage(("/bin/true",), "/at", 65534, {"/at/0": "/usr"})
    assert Stage.from_json(stage.to_json()) == stage


def broken(folder: Path, script: str) -> None:
    """Put a program called bwrap into a folder."""
    program = folder / "bwrap"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
