"""The client against the twin: what it reads, what it writes, and what it refuses to send."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

import jira_app
from jira_app.jira import JiraClient, JiraError, JiraSite, to_adf
from jira_app.jira.values import Field, User
from jira_app.twin import JiraTwin, seed
from jira_app.twin.workflow import field_is

Make = Callable[..., JiraClient]
MakeTwin = Callable[..., JiraTwin]


def test_an_issue_is_read_whole(twin: JiraTwin, client: JiraClient) -> None:
    """Everything triage looks at."""
    made = twin.create_issue(
        "ED",
        "Score applicants",
        description="By postcode.\n\nAnd by age.",
        labels=["ml", "credit"],
        components=[{"name": "Scoring"}],
    )
    issue = client.issue("ED-1")
    assert (issue.key, issue.id, issue.project, issue.type) == ("ED-1", made.id, "ED", "Story")
    assert issue.summary == "Score applicants"
    assert issue.description_text == "By postcode.\nAnd by age."
    assert (issue.labels, issue.components) == (("credit", "ml"), ("Scoring",))
    assert (issue.status, issue.flagged, issue.risk) == ("To Do", False, None)
    assert issue.updated is not None
    assert abs((issue.updated - made.updated).total_seconds()) < 0.001


def test_flag_labels_and_risk_are_set_and_read_back(twin: JiraTwin, client: JiraClient) -> None:
    """What others set stays."""
    twin.create_issue("ED", "Score applicants", labels=["theirs", "old"])
    client.set_labels("ED-1", add=["fairgate-risk-high"], remove=["old"])
    assert client.set_flagged("ED-1", True)
    client.set_field("ED-1", seed.RISK_SELECT, {"value": "high"})
    issue = client.issue("ED-1")
    assert issue.labels == ("fairgate-risk-high", "theirs")
    assert (issue.flagged, issue.risk) == (True, "high")
    client.set_flagged("ED-1", False)
    assert not client.issue("ED-1").flagged


def test_a_site_without_the_flag_field_says_so(make_twin: MakeTwin, make_client: Make) -> None:
    """It is no error: a label does instead."""
    fields = [field for field in seed.FIELDS if field.id != seed.FLAGGED]
    twin = make_twin(fields=fields)
    twin.create_issue("ED", "Score applicants")
    assert make_client(of=twin).set_flagged("ED-1", True) is False


def test_a_field_that_is_only_called_flagged_is_not_the_flag(make_twin: MakeTwin) -> None:
    """Name and type both have to fit."""
    from jira_app.jira.parse import flagged_field  # noqa: PLC0415

    del make_twin
    assert flagged_field([Field("customfield_1", "Flagged", "string", "x:textfield")]) == ""


def test_a_property_is_set_changed_and_taken_away(twin: JiraTwin, client: JiraClient) -> None:
    """Entity properties are JSON objects of any shape."""
    twin.create_issue("ED", "Score applicants")
    assert client.get_property("ED-1", "fairgate") is None
    for value in ({"risk": "high", "signals": [{"quote": "by age é"}]}, {"risk": "low"}):
        client.set_property("ED-1", "fairgate", value)
        assert client.get_property("ED-1", "fairgate") == value
    client.delete_property("ED-1", "fairgate")
    client.delete_property("ED-1", "fairgate")
    assert client.get_property("ED-1", "fairgate") is None


def test_a_property_that_is_too_large_is_refused(twin: JiraTwin, client: JiraClient) -> None:
    """Jira keeps 32,768 bytes."""
    twin.create_issue("ED", "Score applicants")
    with pytest.raises(JiraError, match="exceeds 32768 bytes") as caught:
        client.set_property("ED-1", "fairgate", {"text": "x" * 33000})
    assert caught.value.kind == "invalid"


def test_a_comment_is_posted_once_for_a_marker(twin: JiraTwin, client: JiraClient) -> None:
    """Markers of others do not count, and a new marker is a new comment."""
    twin.create_issue("ED", "Score applicants")
    twin.comment("ED-1", "From a person.")
    first = client.add_comment("ED-1", to_adf("High risk."), "triage-1")
    assert client.add_comment("ED-1", to_adf("High risk."), "triage-1") == first
    assert client.add_comment("ED-1", to_adf("Low risk."), "triage-2") != first
    texts = [(each.author, each.text) for each in client.comments("ED-1")]
    assert texts == [("ann", "From a person."), ("app", "High risk."), ("app", "Low risk.")]


def test_a_comment_of_somebody_else_with_the_marker_does_not_count(
    twin: JiraTwin, client: JiraClient, make_client: Make
) -> None:
    """Nobody can keep the app quiet by marking a comment of their own."""
    twin.create_issue("ED", "Score applicants")
    theirs = make_client(seed.ANN).add_comment("ED-1", to_adf("Hello."), "triage-1")
    assert client.add_comment("ED-1", to_adf("High risk."), "triage-1") != theirs


def test_many_comments_are_read_page_by_page(twin: JiraTwin, client: JiraClient) -> None:
    """A page is a hundred."""
    twin.create_issue("ED", "Score applicants")
    for number in range(205):
        twin.comment("ED-1", f"Comment {number}")
    assert [each.text for each in client.comments("ED-1")] == [f"Comment {n}" for n in range(205)]


def test_an_issue_moves_and_a_rule_refuses_with_its_own_words(
    make_twin: MakeTwin, make_client: Make
) -> None:
    """The risk field decides, as an administrator set it up."""
    rule = field_is(seed.RISK_SELECT, ("low",), "Assess the risk first.")
    to_do, start, finish = seed.steps()
    strict = type(finish)(finish.id, finish.name, finish.to, (rule,))
    twin = make_twin(steps=[to_do, start, strict])
    client = make_client(of=twin)
    twin.create_issue("ED", "Score applicants")
    assert [step.name for step in client.transitions("ED-1")] == ["To Do", "Start", "Finish"]
    client.transition("ED-1", "21")
    with pytest.raises(JiraError, match=r"Assess the risk first\.") as caught:
        client.transition("ED-1", "31")
    assert (caught.value.kind, client.issue("ED-1").status) == ("invalid", "In Progress")
    client.set_field("ED-1", seed.RISK_SELECT, {"value": "low"})
    client.transition("ED-1", "31")
    assert client.issue("ED-1").status == "Done"


def test_a_remote_link_of_the_same_id_is_changed_not_added(
    twin: JiraTwin, client: JiraClient
) -> None:
    """One link to the report, however often the gate runs."""
    twin.create_issue("ED", "Score applicants")
    for title in ("fails", "passes"):
        client.set_remote_link("ED-1", "fairgate:loan", "https://ci.example.org/1", title)
    assert [link.object["title"] for link in twin.issue("ED-1").links] == ["passes"]


def test_a_search_goes_through_all_pages(make_twin: MakeTwin, make_client: Make) -> None:
    """Pages may be shorter than asked for."""
    twin = make_twin(page_limit=2)
    client = make_client(of=twin)
    for number in range(5):
        twin.create_issue("ED", f"Item {number}")
    client.set_property("ED-4", "fairgate", {"risk": "high"})
    query = "project = ED ORDER BY key"
    assert [hit.key for hit in client.search(query)] == [f"ED-{n}" for n in range(1, 6)]
    found = list(client.search("fairgateRisk = high", ["summary"], ["fairgate"]))
    assert [(hit.key, hit.fields, hit.properties) for hit in found] == [
        ("ED-4", {"summary": "Item 3"}, {"fairgate": {"risk": "high"}})
    ]


def test_an_unbounded_search_is_invalid(client: JiraClient) -> None:
    """Cloud refuses it, so that nobody reads a whole site by mistake."""
    with pytest.raises(JiraError, match="Unbounded JQL") as caught:
        list(client.search("order by created"))
    assert caught.value.kind == "invalid"


def test_who_and_what_and_where(client: JiraClient, make_client: Make) -> None:
    """What a check of the configuration asks."""
    assert client.myself() == User("app", "fairgate")
    server = client.server_info()
    assert (server.deployment, server.title) == ("Cloud", "JiraTwin")
    held = make_client(seed.REX).my_permissions("BROWSE_PROJECTS", "EDIT_ISSUES", project="ED")
    assert held == {"BROWSE_PROJECTS": True, "EDIT_ISSUES": False}
    assert "Fairness risk" in [field.name for field in client.fields()]


def test_the_apps_own_field_is_set_by_the_app_only(
    twin: JiraTwin, client: JiraClient, make_client: Make
) -> None:
    """That is what makes a gate on it trustworthy."""
    issue = twin.create_issue("ED", "Score applicants")
    client.set_app_field(issue.id, seed.RISK_APP, "high")
    assert issue.values[seed.RISK_APP] == "high"
    with pytest.raises(JiraError) as caught:
        make_client(seed.ADA).set_app_field(issue.id, seed.RISK_APP, "none")
    assert caught.value.kind == "forbidden"
    with pytest.raises(JiraError, match="cannot be set") as caught:
        client.set_field("ED-1", seed.RISK_APP, "none")
    assert (caught.value.kind, issue.values[seed.RISK_APP]) == ("invalid", "high")


def test_what_one_may_not_see_is_gone(twin: JiraTwin, make_client: Make) -> None:
    """Missing and hidden look the same; a wrong token looks different."""
    twin.create_issue("ED", "Score applicants")
    for account, key in ((seed.NED, "ED-1"), (seed.ANN, "ED-2")):
        with pytest.raises(JiraError) as caught:
            make_client(account).issue(key)
        assert (caught.value.kind, caught.value.status) == ("gone", 404)
    with pytest.raises(JiraError) as caught:
        make_client(type(seed.ANN)("x", "x", "x@example.org", "wrong")).issue("ED-1")
    assert (caught.value.kind, caught.value.status) == ("forbidden", 401)


def test_a_reader_may_not_write(twin: JiraTwin, make_client: Make) -> None:
    """Each write asks for its own permission."""
    twin.create_issue("ED", "Score applicants")
    reader = make_client(seed.REX)
    for write in (
        lambda: reader.set_property("ED-1", "fairgate", {}),
        lambda: reader.set_labels("ED-1", ["x"]),
        lambda: reader.set_remote_link("ED-1", "g", "https://example.org", "t"),
    ):
        with pytest.raises(JiraError) as caught:
            write()
        assert caught.value.kind == "forbidden"
    assert reader.transitions("ED-1") == ()


@pytest.mark.parametrize(
    "key", ["ED-1/comment?x=", "../ED-1", "ed-1", "ED-1\n", "ED-", "", "ED-١", "A" * 300 + "-1"]
)
def test_what_is_no_key_never_becomes_a_request(key: str) -> None:
    """Nobody listens at this address: a request would be another error."""
    client = JiraClient(JiraSite("http://127.0.0.1:9", "token"))
    calls = (
        lambda: client.issue(key),
        lambda: client.set_property(key, "fairgate", {}),
        lambda: client.add_comment(key, to_adf("x"), "m"),
        lambda: client.transition(key, "1"),
        lambda: client.my_permissions("BROWSE_PROJECTS", issue=key),
    )
    for call in calls:
        with pytest.raises(JiraError, match="is not an issue key") as caught:
            call()
        assert caught.value.kind == "invalid"


def test_data_center_is_spoken_too(make_twin: MakeTwin, make_client: Make) -> None:
    """Version 2: a token alone, plain texts, names of accounts, pages by number."""
    twin = make_twin(deployment="Server", version="9.12.0", page_limit=1)
    client = make_client(of=twin, email="", risk_field=seed.RISK_SELECT)
    twin.create_issue("ED", "Score applicants", description="By age.")
    twin.create_issue("ED", "Change a colour")
    assert client.server_info().deployment == "Server"
    assert client.myself() == User("app", "fairgate")
    assert client.issue("ED-1").description_text == "By age."
    first = client.add_comment("ED-1", to_adf("High.\n\nAssess it."), "m")
    assert client.add_comment("ED-1", to_adf("High."), "m") == first
    assert [each.text for each in client.comments("ED-1")] == ["High.\nAssess it."]
    client.set_property("ED-1", "fairgate", {"risk": "high"})
    assert [hit.key for hit in client.search("project = ED ORDER BY key")] == ["ED-1", "ED-2"]
    assert client.set_flagged("ED-1", True)
    client.transition("ED-1", "31")
    assert client.issue("ED-1").status == "Done"


def test_nothing_else_imports_the_library() -> None:
    """Its habits are tamed in one place."""
    package = Path(jira_app.__file__).parent
    importers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None) or "", *(each.name for each in node.names)]
        if name.split(".")[0] == "atlassian"
    }
    assert importers == {"jira/transport.py"}
