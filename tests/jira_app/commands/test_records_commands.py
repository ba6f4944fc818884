"""``fairgate jira audit|person|retention`` as an administrator runs them, on a real store."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, delete, insert, select, update

from fairgate.cli.main import main
from jira_app.commands import jira
from jira_app.projects import Project, write_project
from jira_app.records.people import OPERATOR, PEOPLE
from jira_app.records.retention import DAY
from jira_app.store.engine import database_url, open_engine
from jira_app.store.migrate import upgrade
from jira_app.store.records import history, people
from jira_app.store.training import quiz_attempts
from tests.jira_app.records.archive import ANN, BEN, accept_risk, add_issue, add_person
from tests.jira_app.town import NOON


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Engine]:
    """Make a store by migrations, in which Ann accepted a risk."""
    engine = open_engine(database_url(f"sqlite:///{tmp_path / 'fairgate.db'}"))
    upgrade(engine)
    with engine.begin() as db:
        add_person(db, ANN)
        add_issue(db, "ED-1", gone=True)
        accept_risk(db, "ED-1", ANN, "Ann's reason.")
        accept_risk(db, "ED-2", ANN, "Another.")
    yield engine
    engine.dispose()


def run(store: Engine, *arguments: str, **given: str) -> Result:
    """Run a command on the store, with more variables."""
    kept = {name: None for name in os.environ if name.startswith("FAIRGATE_")}
    address = store.url.render_as_string(hide_password=False)
    environment = kept | {"FAIRGATE_DATABASE_URL": address} | given
    return CliRunner().invoke(jira, arguments, env=environment)


def anchor(result: Result) -> str:
    """Take the anchor out of what an audit printed."""
    said, _, found = result.output.strip().rpartition(" ")
    assert said.endswith("anchor")
    return found


def test_an_audit_prints_an_anchor_that_later_audits_accept(store: Engine) -> None:
    """Exit code 0, both times."""
    first = run(store, "audit")
    assert first.exit_code == 0
    assert first.output.startswith("2 histories hold.\nanchor 2:")
    with store.begin() as db:
        accept_risk(db, "ED-3", ANN, "One more.")
    second = run(store, "audit", "--anchor", anchor(first))
    assert (second.exit_code, second.output[:17]) == (0, "3 histories hold.")


def test_a_broken_history_is_named_and_the_exit_code_is_three(store: Engine) -> None:
    """On stderr, with the place; without an anchor, since nobody should keep that one."""
    with store.begin() as db:
        db.execute(update(history).where(history.c.issue == "ED-2").values(actor="p-mallory"))
    result = run(store, "audit")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert result.stderr.startswith("broken: history of ED-2, entry 1: the chain does not hold")


def test_what_was_cut_off_at_the_end_shows_against_an_anchor(store: Engine) -> None:
    """And only there."""
    kept = anchor(run(store, "audit"))
    with store.begin() as db:
        db.execute(delete(history).where(history.c.issue == "ED-2"))
    assert run(store, "audit").exit_code == 0
    result = run(store, "audit", "--anchor", kept)
    assert result.exit_code == 3
    assert f"what anchor {kept} stands for is not what it was" in result.stderr


def test_what_is_held_about_somebody_is_printed_as_json(store: Engine) -> None:
    """Whoever is asked for by address."""
    result = run(store, "person", "export", "P-ANN@example.org")
    document = json.loads(result.stdout)
    assert document["person"]["id"] == ANN
    assert set(document["words"]) == {"Ann's reason.", "Another."}


def test_erasing_asks_first_unless_told_not_to(store: Engine) -> None:
    """Nobody at the keyboard is no yes."""
    refused = run(store, "person", "erase", ANN)
    assert str(refused.exception) == ("--yes: there is nobody to ask whether to erase (give --yes)")
    done = run(store, "person", "erase", "p-ann@example.org", "--yes")
    assert done.exit_code == 0
    assert done.output.startswith("Erased person p-ann: name, e-mail, account and 4 texts.")
    assert run(store, "person", "erase", ANN, "--yes").output.startswith("Person p-ann was erased")
    with store.begin() as db:
        assert db.scalar(select(people.c.name)) == ""
        assert db.scalar(select(history.c.actor).where(history.c.issue == PEOPLE)) == OPERATOR
    assert run(store, "audit").output.startswith("3 histories hold.")


@pytest.mark.parametrize(
    ("who", "problem"),
    [
        ("nobody@example.org", "ID_OR_EMAIL: nobody is known as 'nobody@example.org'"),
        ("two@example.org", "ID_OR_EMAIL: 'two@example.org' signed in in 2 ways, each with an id"),
    ],
)
def test_who_is_not_one_person_is_refused(store: Engine, who: str, problem: str) -> None:
    """Nobody, or somebody who is known by two ids: nothing is guessed."""
    with store.begin() as db:
        add_person(db, BEN, email="two@example.org")
        add_person(db, "p-ben-2", email="two@example.org")
    for command in ("export", "erase"):
        refused = run(store, "person", command, who)
        assert str(refused.exception).startswith(problem)


def test_retention_says_what_it_would_delete_and_then_does(store: Engine) -> None:
    """A dry run deletes nothing; the second run finds nothing."""
    with store.begin() as db:
        write_project(db, Project("ED", kept_for_days=1), NOON)
        add_issue(db, "ED-9", gone=True, seen=0.0)
        db.execute(update(history.metadata.tables["issues"]).values(seen=0.0))
    counts = "issues: 2, assessments: 0, evidence: 0, rollouts: 0, acceptances: 1, texts: 2"
    none = "memberships: 0, feedback: 0, answers of quizzes: 0"
    for _ in range(2):
        dry = run(store, "retention", "--dry-run")
        assert dry.output.splitlines()[-2:] == [f"would delete  {counts}", f"would delete  {none}"]
        assert dry.output.startswith("ED-1  issues: 1, ")
    assert run(store, "retention").output == f"deleted  {counts}\ndeleted  {none}\n"
    assert run(store, "retention").output.startswith("deleted  issues: 0, ")


def test_retention_forgets_training_after_the_days_that_were_set(store: Engine) -> None:
    """A year unless a variable says otherwise; the dry run shows it."""
    took = {"person": ANN, "module": "02", "version": "1.0.0", "digest": "sha256:0", "nonce": "f"}
    result = {"answers": {"q": ["a"]}, "right": 1, "total": 1, "passed": True}
    with store.begin() as db:
        db.execute(insert(quiz_attempts).values(**took, **result, at=time.time() - 364 * DAY))
    said = "memberships: 0, feedback: 0, answers of quizzes:"
    for days, count in (("", 0), ("0", 0), ("365", 0), ("363", 1)):
        dry = run(store, "retention", "--dry-run", FAIRGATE_TRAINING_DAYS=days)
        assert dry.output.splitlines()[-1] == f"would delete  {said} {count}"
    for count in (1, 0):
        done = run(store, "retention", FAIRGATE_TRAINING_DAYS="363")
        assert done.output.splitlines()[-1] == f"deleted  {said} {count}"


@pytest.mark.parametrize(
    "command", [("audit",), ("retention",), ("person", "export", "x"), ("person", "erase", "x")]
)
def test_an_empty_folder_is_not_taken_for_a_store(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is made there, and the complaint says where to go."""
    missing = tmp_path / "fairgate.db"
    environment = {"FAIRGATE_DATABASE_URL": f"sqlite:///{missing}"}
    result = CliRunner(env=environment).invoke(jira, command)
    assert str(result.exception) == (
        f"FAIRGATE_DATABASE_URL: no such file: {missing} "
        "(go to the folder in which `fairgate serve` runs, or name its database)"
    )
    assert not missing.exists()
    assert main(["jira", "audit", "--anchor", "nonsense"]) == 2
    assert "--anchor: not an anchor: 'nonsense'" in capsys.readouterr().err
