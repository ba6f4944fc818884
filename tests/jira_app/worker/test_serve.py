"""``fairgate serve`` as people run it: a process, an empty folder, Jira at the other end."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
import requests
import urllib3

from fairgate.cli.main import main
from fairgate.errors import UserError
from fairgate.triage import ready
from jira_app.commands.opening import open_store
from jira_app.intake.signature import sign
from jira_app.jira import Issue
from jira_app.store.engine import database_url, open_engine
from jira_app.store.inbox import Hint, accept
from jira_app.store.letters import bury
from jira_app.store.migrate import upgrade
from jira_app.triage import item
from jira_app.twin import JiraTwin
from jira_app.twin.model import Event
from tests.waiting import PATIENCE, eventually

FAIRGATE = str(Path(sys.executable).with_name("fairgate"))
Run = Callable[..., subprocess.CompletedProcess[str]]

SECRET = "a secret of the tests"  # noqa: S105
MESSAGE = b'{"webhookEvent": "jira:issue_updated", "issue": {"key": "ED-1"}}'


def environment(**settings: str) -> dict[str, str]:
    """Give this environment without settings of the app, and then these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FAIRGATE_")}
    return kept | {f"FAIRGATE_{name}": value for name, value in settings.items()}


@contextmanager
def serving(
    folder: Path, *options: str, **settings: str
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run ``fairgate serve`` on a free port; gives its address."""
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [FAIRGATE, "serve", "--port", "0", *options],
            cwd=folder,
            env=environment(**settings),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert process.stdout is not None
    said = process.stdout.readline()
    found = re.search(r"http://\S+", said)
    assert found, (said, (folder / "log").read_text())
    try:
        yield found.group(), process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def run(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [FAIRGATE, *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        env=environment(**settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


@pytest.fixture
def run_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command to its end in this process, which takes no time to start."""

    def done(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        variables = mock.patch.dict(os.environ, environment(**settings), clear=True)
        with contextlib.chdir(tmp_path), variables:
            code = main(arguments)
        return subprocess.CompletedProcess(arguments, code, *capsys.readouterr())

    return done


def until(twin: JiraTwin, holds: Callable[[], bool], act: Callable[[], object]) -> None:
    """Do something, and wait until the twin shows what is expected."""
    changed = threading.Condition()

    def notify(_event: Event) -> None:
        with changed:
            changed.notify_all()

    twin.site.listeners.append(notify)
    act()
    with changed:
        assert changed.wait_for(holds, PATIENCE)


def test_an_empty_folder_is_enough(tmp_path: Path) -> None:
    """It stores what it receives, says that there is no Jira yet, and ends cleanly."""
    with serving(tmp_path) as (url, process):
        answer = urllib3.request("POST", f"{url}/webhooks/jira", body=MESSAGE)
        assert (answer.status, answer.json()) == (202, {"stored": True})
        ready_ = urllib3.request("GET", f"{url}/readyz")
        assert (ready_.status, ready_.json()["jira"]) == (503, "not configured")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
    assert (tmp_path / "fairgate.db").is_file()


def test_an_issue_is_flagged_on_arrival_and_again_after_an_edit(tmp_path: Path) -> None:
    """From Jira's webhook to Jira's property, with the triage that is shipped."""
    judge = ready().flag
    harmless, risky = "Move the build to another machine", "Reject applicants over 50 by birth date"

    def expected(summary: str) -> str:
        return judge(item(Issue("ED-1", "1", summary=summary, type="Story"))).risk

    assert expected(harmless) != expected(risky)
    with (
        JiraTwin() as twin,
        serving(
            tmp_path,
            JIRA_URL=twin.url,
            JIRA_TOKEN="app-token",  # noqa: S106 - the twin's
            JIRA_EMAIL="fairgate@example.org",
            WEBHOOK_SECRET=SECRET,
        ) as (url, process),
    ):
        twin.add_webhook(f"{url}/webhooks/jira", SECRET)

        def shows(summary: str) -> bool:
            found = twin.issue("ED-1").properties.get("fairgate", {})
            return bool(found.get("triaged") == expected(summary))

        until(twin, lambda: shows(risky), lambda: twin.create_issue("ED", risky))
        until(twin, lambda: shows(harmless), lambda: twin.edit_issue("ED-1", summary=harmless))
        assert urllib3.request("GET", f"{url}/readyz").status == 200
        forged = {"X-Hub-Signature": sign("another", MESSAGE)}
        refused = urllib3.request("POST", f"{url}/webhooks/jira", body=MESSAGE, headers=forged)
        assert refused.status == 401
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
    log = (tmp_path / "log").read_text()
    assert {json.loads(line)["message"] for line in log.splitlines()} >= {"received", "told"}
    assert SECRET not in log
    assert "app-token" not in log


def test_all_complaints_come_at_once(tmp_path: Path, run_here: Run) -> None:
    """Exit code 2, a line each, and nothing is made."""
    result = run_here(
        *("serve", "--host", "0.0.0.0"),  # noqa: S104 - to be refused
        JIRA_URL="https://example.atlassian.net",
        DATABASE_URL="mysql://user:hunter2@host/name",
    )
    assert result.returncode == 2
    places = [line.split(": ")[1] for line in result.stderr.splitlines()]
    assert places == [
        "FAIRGATE_JIRA_TOKEN",
        "FAIRGATE_JIRA_EMAIL",
        "FAIRGATE_WEBHOOK_SECRET",
        "FAIRGATE_SECRET_KEY",
        "FAIRGATE_DATABASE_URL",
    ]
    assert "hunter2" not in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite:////nowhere/at/all.db", "unable to open"),
        ("postgresql://a:hunter2@127.0.0.1:1/b", "could not open"),
    ],
)
def test_a_database_that_cannot_be_opened_is_named_without_its_password(
    url: str, words: str
) -> None:
    """One line, with its address."""
    with pytest.raises(UserError, match=words) as refusal:
        open_store(database_url(url))
    assert "hunter2" not in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1


def test_a_process_whose_database_cannot_be_opened_ends_at_once(tmp_path: Path) -> None:
    """Exit code 2, one line."""
    result = run(tmp_path, "serve", "--port", "0", DATABASE_URL="postgresql://a:hunter2@[::1]:1/b")
    assert result.returncode == 2
    assert "could not open" in result.stderr
    assert "hunter2" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_dead_letters_are_listed_and_replayed(tmp_path: Path, run_here: Run) -> None:
    """What Jira said cannot steer the terminal."""
    engine = open_engine(database_url(f"sqlite:///{tmp_path / 'fairgate.db'}"))
    upgrade(engine)
    with engine.begin() as db:
        accept(db, Hint("ED-1", "jira:issue_updated", "digest"), 0.0)
        bury(db, "ED-1", "forbidden: \x1b[31mno")
    engine.dispose()
    listed = run(tmp_path, "jira", "dead-letters", "--replay").stdout.splitlines()
    assert listed == [
        r"1970-01-01T00:00:00+00:00  ED-1  inbox  jira:issue_updated  forbidden: \x1b[31mno",
        "1 dead letter replayed",
    ]
    assert run_here("jira", "dead-letters").stdout == "0 dead letters\n"


def test_one_command_shows_everything(tmp_path: Path) -> None:
    """A Jira with issues, triaged as they arrive, and pages for whoever may see them there."""
    with serving(tmp_path, "--twin") as (url, process):
        assert process.stdout is not None
        said = re.search(r"at (http://[^;]+);", process.stdout.readline())
        assert said
        twin = said[1]
        browser = requests.Session()
        seen = until_triaged(browser, twin)
        assert {"LOAN-1", "SHOP-1"} <= seen.keys()
        assert sign_in(browser, url, "Rex", "rex@example.org") == 200
        board = browser.get(f"{url}/board", timeout=PATIENCE).text
        assert "LOAN-1" in board
        assert "SHOP-1" in board
        assert browser.get(f"{url}/issues/LOAN-1", timeout=PATIENCE).status_code == 200
        stranger = requests.Session()
        assert sign_in(stranger, url, "Ned", "ned@example.org") == 200
        assert "LOAN-1" not in stranger.get(f"{url}/board", timeout=PATIENCE).text
        assert stranger.get(f"{url}/issues/LOAN-1", timeout=PATIENCE).status_code == 404
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
    assert "app-token" not in (tmp_path / "log").read_text()


def until_triaged(browser: requests.Session, twin: str) -> dict[str, str]:
    """Look at the stand-in until all of its issues say what triage found."""

    def risks() -> dict[str, str] | None:
        issues = browser.get(f"{twin}/twin/", timeout=PATIENCE).json()["issues"]
        shown = {each["key"]: each["properties"].get("fairgate", {}) for each in issues}
        found = {key: value["risk"] for key, value in shown.items() if "risk" in value}
        return found if len(found) == len(shown) == 6 else None

    return eventually(risks, "the risk of all six issues")


def sign_in(browser: requests.Session, url: str, name: str, email: str) -> int:
    """Sign in by the form; gives the status of the page that it leads to."""
    page = browser.get(f"{url}/sign-in", timeout=PATIENCE).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    form = {"csrf_token": token[1], "name": name, "email": email, "next": "/board"}
    return browser.post(f"{url}/sign-in", data=form, timeout=PATIENCE).status_code


def test_a_jira_and_a_stand_in_for_it_are_one_too_many(tmp_path: Path, run_here: Run) -> None:
    """Nothing is started."""
    given = {"JIRA_URL": "https://example.atlassian.net", "JIRA_EMAIL": "a@example.org"}
    result = run_here("serve", "--twin", **given, JIRA_TOKEN="x")  # noqa: S106
    assert result.returncode == 2
    assert "leave out --twin" in result.stderr
    assert list(tmp_path.iterdir()) == []
