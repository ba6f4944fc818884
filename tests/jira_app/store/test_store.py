"""One contract for both databases: what is stored once, who may work, what is given up."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from fairgate.errors import UserError
from jira_app.store import inbox, lanes, letters, outbox
from jira_app.store.engine import database_url, open_engine, reading
from jira_app.store.inbox import Hint
from jira_app.store.migrate import downgrade, revision, upgrade
from jira_app.store.tables import inbox as inbox_table
from jira_app.store.tables import metadata
from tests.jira_app.databases import KINDS, new_store, new_url

LATEST = "0004"

LEASE = 60.0


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Open an empty store, of each kind in turn."""
    with new_store(request.param, tmp_path) as engine:
        yield engine


def hint(number: int, issue: str = "ED-1") -> Hint:
    """Make the n-th hint."""
    return Hint(issue, "jira:issue_updated", f"digest-{number}", f"id-{number}")


def take_in(store: Engine, *hints: Hint, now: float = 0.0) -> list[bool]:
    """Accept hints, each in a transaction of its own."""
    stored = []
    for each in hints:
        with store.begin() as db:
            stored.append(inbox.accept(db, each, now))
    return stored


def claim(store: Engine, holder: str, now: float = 1.0) -> str | None:
    """Take a lane."""
    with store.begin() as db:
        return lanes.claim(db, holder, now, LEASE)


@pytest.mark.parametrize("kind", KINDS)
def test_migrations_make_the_tables_that_the_code_knows_and_unmake_them(
    kind: str, tmp_path: Path
) -> None:
    """Up, up again, down and up: columns, types of keys and indexes are those of tables.py."""
    with new_url(kind, tmp_path) as url:
        engine = open_engine(url)
        assert revision(engine) is None
        for _ in range(2):
            upgrade(engine)
            upgrade(engine)
            assert revision(engine) == LATEST
            with engine.connect() as db:
                from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - only here
                from alembic.runtime.migration import MigrationContext  # noqa: PLC0415

                assert compare_metadata(MigrationContext.configure(db), metadata) == []
            downgrade(engine, "base")
            assert set(inspect(engine).get_table_names()) == {"alembic_version"}
        engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_processes_that_start_together_migrate_one_after_another(kind: str, tmp_path: Path) -> None:
    """Four at once: all succeed."""
    with new_url(kind, tmp_path) as url:
        engines = [open_engine(url) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(upgrade, engines))
        assert {revision(engine) for engine in engines} == {LATEST}
        for engine in engines:
            engine.dispose()


def test_a_new_file_may_be_opened_by_many_at_once(tmp_path: Path) -> None:
    """Thirty new files, each by eight: a refused switch to WAL is repeated."""
    for number in range(30):
        url = database_url(f"sqlite:///{tmp_path}/{number}.db")
        engines = [open_engine(url) for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(revision, engines)) == {None}
        for engine in engines:
            engine.dispose()


def test_a_repeated_identifier_or_body_is_stored_once(store: Engine) -> None:
    """Either makes a repetition, whatever the other is."""
    same_identifier = Hint("ED-1", "jira:issue_updated", "digest-2", "id-1")
    same_body = Hint("ED-1", "jira:issue_updated", "digest-1", "id-2")
    unnamed = Hint("ED-1", "jira:issue_updated", "digest-3")
    also_unnamed = Hint("ED-1", "jira:issue_updated", "digest-4")
    stored = take_in(store, hint(1), same_identifier, same_body, unnamed, also_unnamed)
    assert stored == [True, False, False, True, True]


def test_of_simultaneous_repetitions_one_is_stored(store: Engine) -> None:
    """Eight threads deliver the same five messages."""
    with ThreadPoolExecutor(8) as pool:
        stored = list(pool.map(lambda n: take_in(store, hint(n % 5))[0], range(40)))
    assert stored.count(True) == 5


def test_an_issue_has_one_worker_at_a_time(store: Engine) -> None:
    """Two hints about one issue and one about another: two lanes."""
    take_in(store, hint(1), hint(2), hint(3, "ED-2"))
    assert [claim(store, name) for name in "abc"] == ["ED-1", "ED-2", None]


def test_many_workers_never_share_an_issue(store: Engine) -> None:
    """Eight threads claim twenty issues: each is taken once."""
    take_in(store, *(hint(n, f"ED-{n}") for n in range(1, 21)))

    def work(name: str) -> list[str]:
        taken: list[str] = []
        while (issue := claim(store, name)) is not None:
            taken.append(issue)
        return taken

    with ThreadPoolExecutor(8) as pool:
        taken = [issue for issues in pool.map(work, "abcdefgh") for issue in issues]
    assert sorted(taken) == sorted(f"ED-{n}" for n in range(1, 21))


def test_a_dead_workers_lane_is_taken_over_when_its_lease_runs_out(store: Engine) -> None:
    """Then the first can no longer keep it, give it back or put it off."""
    take_in(store, hint(1))
    assert claim(store, "a") == "ED-1"
    assert claim(store, "b", now=LEASE) is None
    assert claim(store, "b", now=LEASE + 1) == "ED-1"
    with store.begin() as db:
        assert not lanes.keep(db, "ED-1", "a", 999)
        lanes.release(db, "ED-1", "a", 999)
        lanes.postpone(db, "ED-1", "a", 0, "down")
    assert claim(store, "c", now=LEASE + 2) is None


def test_a_hint_that_comes_while_its_issue_is_worked_on_keeps_it_due(store: Engine) -> None:
    """No hint waits for the next one."""
    take_in(store, hint(1))
    claim(store, "a")
    with store.begin() as db:
        up_to = inbox.latest(db, "ED-1")
    take_in(store, hint(2), now=2.0)
    with store.begin() as db:
        assert up_to is not None
        inbox.finish(db, "ED-1", up_to)
        lanes.release(db, "ED-1", "a", 3.0)
    assert claim(store, "a", now=4.0) == "ED-1"
    with store.begin() as db:
        latest = inbox.latest(db, "ED-1")
        assert latest is not None
        inbox.finish(db, "ED-1", latest)
        lanes.release(db, "ED-1", "a", 5.0)
    assert claim(store, "a", now=6.0) is None


def test_a_new_hint_does_not_cut_a_wait_short(store: Engine) -> None:
    """An issue that Jira refused keeps its time."""
    take_in(store, hint(1))
    claim(store, "a")
    with store.begin() as db:
        lanes.postpone(db, "ED-1", "a", 100.0, "down: \0")
        assert lanes.tries(db, "ED-1") == 1
    take_in(store, hint(2), now=50.0)
    assert claim(store, "a", now=99.0) is None
    assert claim(store, "a", now=100.0) == "ED-1"


def test_a_pause_stops_every_issue_until_its_end(store: Engine) -> None:
    """A shorter one does not end a longer one."""
    take_in(store, hint(1))
    with store.begin() as db:
        lanes.pause(db, 100.0, "quota")
        lanes.pause(db, 50.0, "quota")
    assert claim(store, "a", now=99.0) is None
    assert claim(store, "a", now=100.0) == "ED-1"


def test_changes_go_out_in_the_order_they_were_made(store: Engine) -> None:
    """Payloads come back as they were."""
    payloads = [{"text": "ü\0\ud800", "n": n} for n in range(3)]
    with store.begin() as db:
        for payload in payloads:
            outbox.put(db, "ED-1", "flag", payload, 0.0)
    seen = []
    for _ in payloads:
        with store.begin() as db:
            parcel = outbox.head(db, "ED-1")
            assert parcel is not None
            seen.append(parcel.payload)
            outbox.finish(db, parcel)
    assert seen == payloads


def test_what_was_given_up_can_be_listed_and_replayed(store: Engine) -> None:
    """The change first, then the hints; replayed, the issue is due again."""
    take_in(store, hint(1), hint(2))
    with store.begin() as db:
        outbox.put(db, "ED-1", "flag", {}, 1.0)
        letters.bury(db, "ED-1", "invalid: no such field\0")
        letters.bury(db, "ED-1", "forbidden")
        found = letters.letters(db)
    assert [(each.box, each.what, each.error) for each in found] == [
        ("inbox", "jira:issue_updated", "forbidden"),
        ("inbox", "jira:issue_updated", "forbidden"),
        ("outbox", "flag", "invalid: no such field"),
    ]
    claim(store, "a")
    with store.begin() as db:
        lanes.release(db, "ED-1", "a", 2.0)
        assert letters.replay(db, 3.0) == 3
        assert letters.letters(db) == []
    assert claim(store, "a", now=3.0) == "ED-1"


def test_a_newer_look_replaces_changes_that_were_given_up(store: Engine) -> None:
    """Else a replay could write what is no longer so."""
    with store.begin() as db:
        outbox.put(db, "ED-1", "flag", {"n": 1}, 0.0)
        letters.bury(db, "ED-1", "invalid")
        outbox.put(db, "ED-1", "flag", {"n": 2}, 1.0)
        assert letters.letters(db) == []
        assert (outbox.head(db, "ED-1") or outbox.Parcel(0, "", "", {})).payload == {"n": 2}


def test_a_newer_look_answers_hints_that_were_given_up(store: Engine) -> None:
    """They are no dead letters any more."""
    take_in(store, hint(1))
    with store.begin() as db:
        letters.bury(db, "ED-1", "forbidden")
    take_in(store, hint(2))
    with store.begin() as db:
        latest = inbox.latest(db, "ED-1")
        assert latest is not None
        inbox.finish(db, "ED-1", latest)
        assert letters.letters(db) == []


def test_finished_work_is_forgotten_and_nothing_else(store: Engine) -> None:
    """What waits or was given up stays, however old."""
    take_in(store, hint(1), hint(2, "ED-2"), hint(3, "ED-3"))
    with store.begin() as db:
        inbox.finish(db, "ED-1", 10)
        letters.bury(db, "ED-2", "invalid")
        assert inbox.forget(db, 1.0) == 1
        assert db.scalar(select(func.count()).select_from(inbox_table)) == 2


def test_what_is_rolled_back_never_was(store: Engine) -> None:
    """Hint and lane are one transaction."""
    with store.connect() as db, db.begin() as transaction:
        assert inbox.accept(db, hint(1), 0.0)
        transaction.rollback()
    assert claim(store, "a") is None
    assert take_in(store, hint(1)) == [True]


def test_a_locked_database_is_refused_in_time_and_can_still_be_read(tmp_path: Path) -> None:
    """Readers of SQLite wait for no writer; a second one hears of it, here or elsewhere."""
    with new_store("sqlite", tmp_path, patience=0.05) as engine:
        another = open_engine(engine.url, patience=0.05)
        with engine.begin() as db:
            inbox.accept(db, hint(1), 0.0)
            with reading(another).connect() as other:
                assert other.scalar(select(func.count()).select_from(inbox_table)) == 0
            with pytest.raises(OperationalError, match="locked"):
                take_in(another, hint(2))
            with pytest.raises(PoolTimeout):
                take_in(engine, hint(2))
        assert take_in(engine, hint(1), hint(2)) == [False, True]
        another.dispose()


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("mysql://a:secret@b/c", "mysql"),
        ("sqlite://", "memory"),
        ("sqlite:///:memory:", "memory"),
        ("no address: secret", "not the address"),
    ],
)
def test_other_databases_are_refused_without_showing_their_passwords(
    given: str, problem: str
) -> None:
    """The complaint names what was meant."""
    with pytest.raises(UserError, match=problem) as refusal:
        database_url(given)
    assert "secret" not in str(refusal.value)
