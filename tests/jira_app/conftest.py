"""A Jira that runs, checked against Atlassian's description wherever that is at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from werkzeug.routing import Rule

from jira_app.jira import JiraClient, JiraSite, Pace, Patience
from jira_app.twin import JiraTwin, Plan, seed
from tests.jira_app import envelopes

MakeTwin = Callable[..., JiraTwin]
MakeClient = Callable[..., JiraClient]


def compiled_once(compile_: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the functions that werkzeug generates, which know nothing of the app of their rule.

    A process has one app, but tests make hundreds, and each generated and compiled all of them.
    """
    kept: dict[object, Any] = {}

    def compile_once(rule: Rule, append_unknown: bool = True) -> Any:  # noqa: FBT001, FBT002 - as it is
        if rule.defaults:
            return compile_(rule, append_unknown)
        key = (rule.rule, tuple(rule._trace), append_unknown)
        if key not in kept:
            kept[key] = compile_(rule, append_unknown)
        return kept[key]

    return compile_once


Rule._compile_builder = compiled_once(Rule._compile_builder)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> envelopes.Keys:
    """Make keys for evidence, of which an app may trust the public one."""
    return envelopes.keys(tmp_path_factory.mktemp("trusted"))


@pytest.fixture
def make_twin() -> Iterator[MakeTwin]:
    """Start twins; at the end, no exchange with any may have broken the contract."""
    checks = []
    with ExitStack() as stack:

        def make(**parts: object) -> JiraTwin:
            from jira_contract import CONTRACT, Checked  # noqa: PLC0415 - slow, for those who need it

            twin = JiraTwin(Plan(**parts))
            if CONTRACT.is_file():
                checks.append(Checked(twin.app.wsgi_app))
                twin.app.wsgi_app = checks[-1]
            return stack.enter_context(twin)

        yield make
    assert [each for check in checks for each in check.violations] == []


@pytest.fixture
def twin(make_twin: MakeTwin) -> JiraTwin:
    """Start a twin of Jira Cloud with one project, ED."""
    return make_twin()


@pytest.fixture
def make_client(twin: JiraTwin) -> Iterator[MakeClient]:
    """Make clients of a twin, which never sleep; by default the app's, of ``twin``."""
    with ExitStack() as stack:

        def make(account: object = seed.APP, of: JiraTwin = twin, **parts: object) -> JiraClient:
            pace = Pace(parts.pop("patience", Patience()), lambda _: None, lambda: 0.0)
            site = JiraSite(of.url, account.token, **{"email": account.email, **parts})
            client = JiraClient(site, pace)
            stack.callback(client.close)
            return client

        yield make


@pytest.fixture
def client(make_client: MakeClient) -> JiraClient:
    """Make the app's client, with the risk field that an administrator made."""
    return make_client(risk_field=seed.RISK_SELECT)
