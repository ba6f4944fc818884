"""One round on a Jira: what it finds wrong, and the two commands as a person runs them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fairgate.cli.main import main
from jira_app.jira import JiraClient
from jira_app.jira.smoke import go_round
from jira_app.twin import JiraTwin, seed

Make = Callable[..., JiraClient]
FAIRGATE = str(Path(sys.executable).with_name("fairgate"))


def test_a_site_that_fits_passes_and_is_left_as_it_was(
    make_twin: Callable[..., JiraTwin], make_client: Make
) -> None:
    """But for one comment, however many rounds there are."""
    twin = make_twin(steps=seed.ruled_steps())
    client = make_client(of=twin)
    twin.create_issue("ED", "Score applicants")
    for nonce in ("a", "b"):
        outcomes = {check.name: check.outcome for check in go_round(client, "ED-1", "41", nonce)}
        assert set(outcomes.values()) == {"ok"}
    issue = twin.issue("ED-1")
    assert (len(issue.comments), issue.properties, issue.status.name) == (1, {}, "To Do")


def test_what_does_not_fit_is_named_and_the_round_goes_on(
    twin: JiraTwin, make_client: Make
) -> None:
    """A reader's token, and a rule that lets everything through."""
    twin.create_issue("ED", "Score applicants")
    reader = {each.name: each for each in go_round(make_client(seed.REX), "ED-1", "", "n")}
    assert reader["issue"].outcome == "ok"
    assert reader["permissions"].found == "the account lacks EDIT_ISSUES, ADD_COMMENTS"
    assert reader["property round trip"].outcome == "failed"
    assert reader["comment, once"].outcome == "failed"
    assert reader["refused transition"].outcome == "skipped"
    *_, last = go_round(make_client(), "ED-1", "31", "n")
    assert (last.outcome, last.found) == ("failed", "the transition 31 was let through")


def test_a_cloud_that_is_taken_for_a_data_center_is_named(
    twin: JiraTwin, make_client: Make
) -> None:
    """The e-mail address is missing."""
    twin.create_issue("ED", "Score applicants")
    first = next(go_round(make_client(email=""), "ED-1", "", "n"))
    assert (first.outcome, "an e-mail address is for Cloud" in first.found) == ("failed", True)


def test_the_commands_work_together() -> None:
    """A twin in one terminal, a round in another; then the twin ends politely."""
    with subprocess.Popen(
        [FAIRGATE, "jira", "twin", "--port", "0", "--projects", "LOAN,ED"],
        stdout=subprocess.PIPE,
        text=True,
    ) as twin:
        assert twin.stdout is not None
        words = []
        for line in twin.stdout:
            words.append(line.strip())
            if line.startswith("Everything is in memory"):
                break
        settings = dict(
            line.removeprefix("export ").split("=", 1) for line in words if line[:7] == "export "
        )
        command = next(line for line in words if line.startswith("fairgate jira smoke"))
        round_ = subprocess.run(
            [FAIRGATE, *command.split()[1:]],
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            check=False,
        )
        twin.send_signal(signal.SIGTERM)
        rest = twin.stdout.read()
    assert (round_.returncode, round_.stderr, rest) == (0, "", "")
    lines = round_.stdout.splitlines()
    assert (len(lines), {line[:2] for line in lines}) == (9, {"ok"})
    assert lines[-1].endswith("have the impact assessment approved.")
    assert twin.returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["twin", "--projects", "ed"], "expected keys of capital letters"),
        (["twin", "--port", "0", "--webhook", "nowhere"], "--webhook: "),
        (["smoke"], "Missing option '--issue'"),
    ],
)
def test_what_a_person_gets_wrong_is_said(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Code 2, and what to mend."""
    assert main(["jira", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_key_with_a_path_in_it_is_refused_by_the_command(tmp_path: Path) -> None:
    """Nobody listens at this address: a request would be another error."""
    site = {"FAIRGATE_JIRA_URL": "http://127.0.0.1:9", "FAIRGATE_JIRA_TOKEN": "hidden"}
    result = subprocess.run(
        [FAIRGATE, "jira", "smoke", "--issue", "ED-1/x"],
        env={**os.environ, **site},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    words = "error: --issue: 'ED-1/x' is not an issue key like ED-1 (give an issue's key)\n"
    assert (result.returncode, result.stderr, list(tmp_path.iterdir())) == (2, words, [])
