"""A second client, written by others, finds a Jira where the twin is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jira_app.twin import JiraTwin, seed

jira = pytest.importorskip("jira", reason="pycontribs' client is not installed")

MakeTwin = Callable[..., JiraTwin]


@pytest.mark.parametrize("deployment", ["Cloud", "Server"])
def test_pycontribs_client_creates_reads_comments_moves_and_searches(
    make_twin: MakeTwin, deployment: str
) -> None:
    """It sends integers as transition ids, and searches as the deployment has it."""
    version = "1001.0.0-SNAPSHOT" if deployment == "Cloud" else "9.12.0"
    twin = make_twin(deployment=deployment, version=version)
    login = {"basic_auth": (seed.ANN.email, seed.ANN.token)}
    other = jira.JIRA(twin.url, **(login if deployment == "Cloud" else {"token_auth": "ann-token"}))
    made = other.create_issue(
        project="ED", summary="Score", description="By age.", issuetype={"name": "Story"}
    )
    made.update(fields={"labels": ["ml"]})
    found = other.issue("ED-1")
    assert (found.fields.summary, found.fields.description) == ("Score", "By age.")
    assert found.fields.labels == ["ml"]
    other.add_comment("ED-1", "Really?")
    assert [each.body for each in other.comments("ED-1")] == ["Really?"]
    steps = {each["name"]: each["id"] for each in other.transitions("ED-1")}
    other.transition_issue("ED-1", steps["Start"])
    assert other.issue("ED-1").fields.status.name == "In Progress"
    hits = other.search_issues('project = ED AND status = "In Progress"')
    assert [hit.key for hit in hits] == ["ED-1"]
    other.add_simple_link("ED-1", {"url": "https://example.org", "title": "Report"})
    assert [link.object.title for link in other.remote_links("ED-1")] == ["Report"]
    with pytest.raises(jira.JIRAError) as caught:
        other.issue("ED-9")
    assert caught.value.status_code == 404
    other.close()
