"""Everybody who can be told is told, and who cannot be is named in the log."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator

import pytest
from judgements import APP, NONCE, READER, REQUEST, WRITER, judged, log, surroundings
from report.samples import NASTY, empty
from servers.github import GitHub, serving
from servers.gitlab import Scripted
from servers.gitlab import serving as answering

from ci_actions.outcome import Note
from ci_actions.publish import Surroundings, beside, publish
from ci_actions.settings import Settings


@pytest.fixture
def github() -> Iterator[GitHub]:
    """Serve a stand-in; whatever is said must be as GitHub describes it."""
    with serving(GitHub()) as served:
        yield served
    assert served.breaches == []


def test_a_pull_request_is_told_everywhere(github, tmp_path):
    """Log, annotations, summary, outputs, comment, and the files for other tools."""
    where = surroundings(
        api=github.url,
        token=WRITER,
        run="https://github.example/acme/loans/actions/runs/1",
        summary=tmp_path / "summary.md",
        output=tmp_path / "output",
    )
    publish(judged(tmp_path), REQUEST, where)
    (comment,) = github.bodies(7)
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert comment.removeprefix("<!-- fairgate: loan-approval -->\n") == summary
    printed = log(where)
    assert f"::stop-commands::{NONCE}\nFAIL: loan-approval fails" in printed
    assert "\nPolicy: the base branch's fairgate.yaml.\n" in printed
    assert "\n::error file=model.onnx,title=Fairness gate::FAIL: loan-approval fails" in printed
    assert "\n::error file=fairgate.yaml,line=14,title=fail%3A four-fifths on race::" in printed
    assert "\n::warning title=Fairness gate::The change loosens four-fifths" in printed
    assert "\n::notice file=data/a%2Cb.csv,line=1,title=Fairness gate::The evaluation" in printed
    assert "\nThe comment is created.\n" in printed
    output = (tmp_path / "output").read_text(encoding="utf-8")
    assert f"outcome<<{NONCE}\nfail\n{NONCE}\n" in output
    assert f"verdict<<{NONCE}\n{tmp_path}/verdict.json\n{NONCE}\n" in output
    quality = json.loads((tmp_path / "codequality.json").read_text(encoding="utf-8"))
    assert [issue["severity"] for issue in quality[:3]] == ["critical", "critical", "major"]


def test_what_stands_beside_the_verdict_can_be_read_back(tmp_path):
    """For the run that comments afterwards."""
    result = judged(tmp_path)
    publish(result, REQUEST, surroundings())
    found = beside.read((tmp_path / beside.FILE).read_bytes())
    assert (found.policy, found.baseline) == (result.policy, result.baseline)
    assert (found.notes, found.issues, found.blocks) == (result.notes, result.issues, True)


def test_badly_encoded_names_and_endless_notes_can_be_read_back_too(tmp_path):
    """Shortened, and the loud ones first."""
    quiet = [Note("notice", "x" * 9_000, "caf\udce9" * 200)] * 600
    result = judged(tmp_path, notes=(*quiet, Note("error", "loud")), issues=("K-1",) * 900)
    found = beside.read(beside.write(result))
    assert found.notes[0] == Note("error", "loud")
    assert (len(found.notes), len(found.issues)) == (500, 500)
    assert found.notes[1].file is not None
    assert found.notes[1].file.startswith("caf?caf?")


def test_a_fork_may_not_comment_and_nobody_is_alarmed(github, tmp_path):
    """GitHub answers 403; the verdict stays what it is."""
    where = surroundings(api=github.url, token=READER)
    publish(judged(tmp_path), dataclasses.replace(REQUEST, from_fork=True), where)
    assert github.bodies(7) == []
    notice = "::notice title=Fairness gate::This change comes from a fork, so this run may not"
    assert notice in log(where)
    assert "the reporting workflow will comment." in log(where)


def test_a_token_without_the_permission_is_told_what_it_lacks(github, tmp_path):
    """The change is no fork's, so the workflow can be mended."""
    where = surroundings(api=github.url, token=READER)
    publish(judged(tmp_path), REQUEST, where)
    assert "give the job the permission pull-requests%3A write" not in log(where)
    assert "give the job the permission pull-requests: write" in log(where)


@pytest.mark.parametrize(
    ("values", "change"),
    [
        ({"comment": False}, REQUEST),
        ({}, dataclasses.replace(REQUEST, kind="push", number=None)),
        ({}, dataclasses.replace(REQUEST, kind="queue")),
    ],
    ids=["switched off", "push", "merge queue"],
)
def test_nobody_is_asked_for_a_comment_where_there_is_none_to_write(
    github, tmp_path, values, change
):
    """Switched off, or no request."""
    publish(judged(tmp_path), change, surroundings(api=github.url, token=WRITER, **values))
    assert github.requests == []


def test_a_place_that_takes_nothing_does_not_keep_the_next_from_being_told(github, tmp_path):
    """A summary that cannot be written is named, and the comment still arrives."""
    where = surroundings(api=github.url, token=WRITER, summary=tmp_path)
    publish(judged(tmp_path), REQUEST, where)
    assert "::warning title=Fairness gate::" in log(where)
    assert "could not write it: is a directory" in log(where)
    assert len(github.bodies(7)) == 1


def test_a_verdict_that_fail_on_lets_through_raises_no_errors(tmp_path):
    """The job is green, so nothing in it is red."""
    where = surroundings()
    publish(judged(tmp_path, exit_code=0), REQUEST, where)
    assert "::error" not in log(where)
    assert "::warning file=model.onnx" in log(where)


@pytest.mark.parametrize("name", NASTY)
def test_no_name_of_a_change_is_an_order_to_the_runner(tmp_path, name):
    """Lines that begin a command are ours, and each begins one of four."""
    where = surroundings(output=tmp_path / "output")
    hostile = judged(
        tmp_path, empty(), baseline=name, notes=(Note("error", name, name, 2),), issues=(name,)
    )
    publish(dataclasses.replace(hostile, model=name), REQUEST, where)
    orders = [line for line in log(where).splitlines() if line.lstrip().startswith("::")]
    assert {order.split("::")[1].split(" ")[0] for order in orders} <= {
        "stop-commands", NONCE, "error", "warning", "notice",
    }  # fmt: skip
    assert "##[" not in log(where)


def test_other_platforms_get_a_plain_log(tmp_path):
    """No command of GitHub's, and no file of theirs."""
    where = surroundings(output=tmp_path / "output")
    publish(judged(tmp_path), dataclasses.replace(REQUEST, platform="jenkins"), where)
    assert log(where).startswith("FAIL: loan-approval fails")
    assert "::" not in log(where)
    assert not (tmp_path / "output").exists()


def test_evidence_goes_to_the_app_where_there_is_one(tmp_path):
    """With the app's token, and the envelope as it is."""
    with answering(Scripted([(201, {}, {})])) as app:
        publish(judged(tmp_path), REQUEST, surroundings(server=app.url, server_token=APP))
    (request,) = app.requests
    assert (request.method, request.path) == ("POST", "/api/evidence")
    assert request.headers["authorization"] == "Bearer t0ken"
    assert request.body == {"payload": ""}


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (422, "it does not say the same when it is judged again; it said: Not re-judged: row 3"),
        (403, "no trusted key signed it"),
        (401, "check FAIRGATE_SERVER_TOKEN"),
        (500, "that is no answer of the app's"),
    ],
)
def test_evidence_that_the_app_refuses_is_said_in_words(tmp_path, status, words):
    """The verdict does not depend on it."""
    problem = {"title": "Not re-judged", "detail": "row 3 \n::error::x"}
    where = surroundings(server_token=APP)
    with answering(Scripted([(status, problem, {})])) as app:
        publish(judged(tmp_path), REQUEST, dataclasses.replace(where, server=app.url))
    assert words in log(where)
    assert "t0ken" not in log(where)


def test_evidence_is_never_sent_without_encryption_to_another_machine(tmp_path):
    """It holds exact counts."""
    where = surroundings(server="http://fairgate.example.org")
    publish(judged(tmp_path), REQUEST, where)
    assert "FAIRGATE_SERVER must begin with https://" in log(where)


def test_surroundings_are_read_from_the_environment_without_showing_secrets():
    """GitHub's variables, and the settings."""
    settings = Settings.from_environment(
        {"FAIRGATE_SERVER": "https://app.example", "FAIRGATE_SERVER_TOKEN": "t0ken\n"}
    )
    environment = {
        "GITHUB_ACTIONS": "true", "GITHUB_API_URL": "http://127.0.0.1:9/", "GITHUB_TOKEN": "s3cret",
        "GITHUB_SERVER_URL": "https://g.example", "GITHUB_REPOSITORY": "acme/loans",
        "GITHUB_RUN_ID": "12", "GITHUB_OUTPUT": "output",
    }  # fmt: skip
    found = Surroundings.of(environment, settings)
    assert (found.api, found.token, found.server_token) == ("http://127.0.0.1:9", "s3cret", "t0ken")
    assert found.run == "https://g.example/acme/loans/actions/runs/12"
    assert "s3cret" not in repr(found)
    assert "t0ken" not in repr(found)
    gitlab = Surroundings.of(
        {"CI_API_V4_URL": "https://gl.example/api/v4", "CI_PROJECT_ID": "5", "GITLAB_CI": "false",
         "FAIRGATE_GITLAB_TOKEN": "glpat", "CI_JOB_URL": "https://gl.example/j/1"}, settings,
    )  # fmt: skip
    assert (gitlab.api, gitlab.token, gitlab.project) == ("https://gl.example/api/v4", "glpat", "5")
