"""What becomes of evidence that is sent: kept once, or refused as a whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select

from jira_app.evidence import shelf
from jira_app.projects import Project, write_project
from jira_app.records import history
from jira_app.store.tables import inbox
from tests.jira_app import envelopes
from tests.jira_app.apihouse import House
from tests.jira_app.databases import KINDS, new_store
from tests.jira_app.town import NOON


def test_signed_evidence_is_kept_once(house: House, keys: envelopes.Keys) -> None:
    """New is 201; the same again is 200 and does nothing: no row, no entry, nobody is woken."""
    first, again = (house.send(envelopes.signed(keys.private, "fail")) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json["new"], again.json["new"]) == (["LOAN-1"], [])
    assert first.json | {"new": []} == again.json
    assert (first.json["outcome"], first.json["blocks"], first.json["trusted"]) == (
        "fail",
        True,
        True,
    )
    with house.engine.connect() as db:
        entries = history.read(db, "LOAN-1")
        hints = db.scalar(select(func.count()).select_from(inbox))
    assert [(entry.event, entry.actor) for entry in entries] == [("evidence-stored", "ci:main")]
    assert (house.kept(), hints, len(house.woken)) == (1, 1, 1)


def test_the_same_evidence_counts_for_each_issue_that_it_names(
    house: House, keys: envelopes.Keys
) -> None:
    """In one transaction; a later request for one of them adds nothing."""
    body = envelopes.signed(keys.private, issues=("LOAN-2", "CARE-1"))
    assert house.send(body).json["new"] == ["CARE-1", "LOAN-2"]
    assert house.send(body, "?issue=LOAN-2").status_code == 200


def test_evidence_that_names_no_issue_takes_the_one_asked_for(
    house: House, keys: envelopes.Keys
) -> None:
    """Or is refused where none is."""
    body = envelopes.signed(keys.private, issues=())
    assert house.send(body).status_code == 400
    assert house.send(body, "?issue=LOAN-7").json["issues"] == ["LOAN-7"]


def test_unsigned_evidence_is_kept_and_decides_nothing(house: House) -> None:
    """Pull requests send it; what counts stays empty."""
    answer = house.send(envelopes.plain("fail"))
    assert (answer.status_code, answer.json["trusted"]) == (201, False)
    with house.engine.connect() as db:
        assert shelf.newest(db, "LOAN-1") == ()
        assert [kept.trusted for kept in shelf.all_of(db, "LOAN-1")] == [False]
        assert shelf.envelope(db, "LOAN-1") is None


@pytest.mark.parametrize(
    ("project", "status"),
    [
        (Project("LOAN", policies=(envelopes.policy_digest(),)), 201),
        (Project("LOAN", policies=(envelopes.policy_digest("lenient"),)), 403),
        (Project("LOAN", enabled=False), 403),
    ],
)
def test_a_project_takes_the_policies_it_accepts(
    house: House, keys: envelopes.Keys, project: Project, status: int
) -> None:
    """Signed or not; and none while it is switched off."""
    with house.engine.begin() as db:
        write_project(db, project, NOON)
    for body in (envelopes.signed(keys.private), envelopes.plain()):
        assert house.send(body).status_code == status


def test_small_counts_do_not_leave_the_envelope(house: House, keys: envelopes.Keys) -> None:
    """Four people did not say; the report marks them, and the count that would tell."""
    house.send(envelopes.signed(keys.private))
    with house.engine.connect() as db:
        (kept,) = shelf.newest(db, "LOAN-1")
    counts = {tuple(group["group"].values()): group["n"] for group in kept.report["by_group"]}
    assert counts[None,] == "<5"
    assert sorted(map(str, counts.values())) == ["500", "<5", ">=5"]
    assert kept.judged == datetime(2026, 11, 20, 9, 30, tzinfo=UTC).timestamp()


def test_what_was_judged_last_counts_in_whatever_order_it_comes(
    house: House, keys: envelopes.Keys
) -> None:
    """Old evidence that is sent late, to get past a newer failure, replaces nothing."""
    late = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    house.send(envelopes.signed(keys.private, "fail", time=late))
    house.send(envelopes.signed(keys.private, "pass"))
    house.send(envelopes.signed(keys.private, "unknown", name="another"))
    with house.engine.connect() as db:
        counting = {kept.policy: kept.outcome for kept in shelf.newest(db, "LOAN-1")}
        accepted = shelf.newest(db, "LOAN-1", {envelopes.policy_digest()})
    assert counting == {"another": "unknown", "loan-approval": "fail"}
    assert [kept.policy for kept in accepted] == ["loan-approval"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_evidence_from_two_jobs_at_once_is_kept_once(
    tmp_path: Path, keys: envelopes.Keys, kind: str
) -> None:
    """One is told that it is new, the others that it is there."""
    body = envelopes.signed(keys.private, "fail", issues=("CARE-1", "LOAN-1"))
    with new_store(kind, tmp_path) as engine, ThreadPoolExecutor(6) as pool:
        house = House(engine, keys.public)
        answers = list(pool.map(lambda _: house.send(body), range(6)))
        assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
        assert house.kept() == 2
        with engine.connect() as db:
            assert len(history.read(db, "LOAN-1")) == 1
            assert history.broken_at(db, "LOAN-1") is None


@pytest.mark.parametrize("kind", KINDS)
def test_different_evidence_at_once_is_all_kept(
    tmp_path: Path, keys: envelopes.Keys, kind: str
) -> None:
    """And the history of the issue stays one chain."""
    bodies = [envelopes.signed(keys.private, name=f"policy-{each}") for each in range(6)]
    with new_store(kind, tmp_path) as engine, ThreadPoolExecutor(6) as pool:
        house = House(engine, keys.public)
        assert {answer.status_code for answer in pool.map(house.send, bodies)} == {201}
        with engine.connect() as db:
            assert len(shelf.newest(db, "LOAN-1")) == 6
            assert [entry.number for entry in history.read(db, "LOAN-1")] == [1, 2, 3, 4, 5, 6]
            assert history.broken_at(db, "LOAN-1") is None


def test_while_the_store_is_locked_evidence_is_answered_503(
    house: House, keys: envelopes.Keys, tmp_path: Path
) -> None:
    """With the seconds after which to send it again; then it is taken."""
    from sqlalchemy import create_engine, text  # noqa: PLC0415 - a second process, so to say

    body = envelopes.signed(keys.private)
    other = create_engine(f"sqlite:///{tmp_path / 'fairgate.db'}")
    event.listen(other, "begin", lambda db: db.exec_driver_sql("BEGIN IMMEDIATE"))
    with other.begin() as db:
        db.execute(text("SELECT 1"))
        answer = house.send(body)
    other.dispose()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert house.send(body).status_code == 201


def test_an_engine_that_is_away_is_503(tmp_path: Path, keys: envelopes.Keys) -> None:
    """Here: the folder of the database is gone."""
    with new_store("sqlite", tmp_path) as engine:
        house = House(_without_a_folder(engine), keys.public)
        assert house.send(envelopes.signed(keys.private)).status_code == 503
        assert house.read("/api/issues/LOAN-1").status_code == 503


def _without_a_folder(engine: Engine) -> Engine:
    from jira_app.store.engine import open_engine  # noqa: PLC0415 - only here

    return open_engine(engine.url.set(database="/nowhere/at/all.db"), patience=0.1)
