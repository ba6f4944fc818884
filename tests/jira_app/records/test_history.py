"""The chain: it holds for what was written, and for nothing else, on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, func, select, update

from jira_app.records.history import FAIRGATE, altered, append, broken_at, forget, read
from jira_app.store.records import history, words
from tests.jira_app.databases import KINDS, new_store
from tests.jira_app.town import NOON

CASE = Path(__file__).resolve().parents[2] / "cases" / "chain" / "history.json"
ANN = "p-ann"
FACTS: dict[str, Any] = {"level": "high", "digest": "0" * 64, "until": 1.5e9, "n": [1, None, "ü"]}


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Open an empty store, of each kind in turn."""
    with new_store(request.param, tmp_path) as engine:
        yield engine


def written(store: Engine, issue: str = "ED-1", entries: int = 4) -> None:
    """Write a history, each entry in a transaction of its own."""
    for number in range(entries):
        with store.begin() as db:
            reason = f"Because of {number}." if number % 2 else ""
            append(db, issue, "changed", actor=ANN, at=NOON + number, facts=FACTS, reason=reason)


def broken(store: Engine, issue: str = "ED-1") -> int | None:
    """Check a chain."""
    with store.begin() as db:
        return broken_at(db, issue)


def change(store: Engine, entry: int, /, **values: Any) -> None:
    """Change an entry behind the app's back."""
    with store.begin() as db:
        db.execute(update(history).where(history.c.number == entry).values(values))


def test_a_history_reads_as_it_was_written(store: Engine) -> None:
    """In order, each issue for itself, words where there were any."""
    written(store)
    written(store, "ED-2", 1)
    with store.begin() as db:
        entries = read(db, "ED-1")
    assert [entry.number for entry in entries] == [1, 2, 3, 4]
    assert [entry.reason for entry in entries] == [None, "Because of 1.", None, "Because of 3."]
    assert {(entry.actor, entry.event) for entry in entries} == {(ANN, "changed")}
    assert entries[0].facts == FACTS
    assert broken(store) is None
    assert broken(store, "ED-2") is None
    assert broken(store, "ED-3") is None


def test_entries_are_stored_as_version_0_1_0_stored_them(store: Engine) -> None:
    """Number, previous and hash are the same, on both databases."""
    expected: list[dict[str, Any]] = [
        entry for entry in json.loads(CASE.read_text(encoding="utf-8")) if entry["words"] is None
    ]
    with store.begin() as db:
        for entry in expected:
            asked = {name: entry[name] for name in ("event", "actor", "at", "facts")}
            append(db, entry["issue"], **asked)
        rows = [dict(row) for row in db.execute(select(history).order_by(history.c.id)).mappings()]
    assert [{**entry, "id": at} for at, entry in enumerate(expected, start=1)] == rows
    assert {broken(store, entry["issue"]) for entry in expected} == {None}


@pytest.mark.parametrize(
    "values",
    [
        {"facts": {**FACTS, "level": "low"}},
        {"actor": "p-ben"},
        {"at": NOON - 1},
        {"event": "approved"},
        {"words": None},
        {"previous": "1" * 64},
        {"hash": "1" * 64},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_changed_entry_is_found(store: Engine, values: dict[str, Any]) -> None:
    """Whatever was changed, the entry is named."""
    written(store)
    change(store, 2, **values)
    assert broken(store) == 2


def test_an_entry_that_was_taken_away_is_found(store: Engine) -> None:
    """At its place; even if those behind it move up."""
    written(store)
    with store.begin() as db:
        db.execute(delete(history).where(history.c.number == 2))
    assert broken(store) == 2
    change(store, 3, number=2)
    change(store, 4, number=3)
    assert broken(store) == 2


def test_entries_in_another_order_are_found(store: Engine) -> None:
    """The second and the third change places."""
    written(store)
    for old, new in ((2, 20), (3, 2), (20, 3)):
        change(store, old, number=new)
    assert broken(store) == 2


def test_an_entry_of_another_issue_is_found(store: Engine) -> None:
    """A hash is over the issue too."""
    written(store, "ED-2")
    with store.begin() as db:
        db.execute(update(history).values(issue="ED-1"))
    assert broken(store) == 1


def test_words_can_be_erased_and_the_chain_still_holds(store: Engine) -> None:
    """Nothing of them stays, not even a way to try guesses."""
    written(store)
    with store.begin() as db:
        assert forget(db, words.c.author == ANN) == 2
        assert forget(db, words.c.author == ANN) == 0
        assert {entry.reason for entry in read(db, "ED-1")} == {None}
        assert set(db.execute(select(words.c.text, words.c.salt)).all()) == {(None, "")}
        assert altered(db, "ED-1") is None
    assert broken(store) is None


def test_words_that_are_not_those_that_were_written_are_found(store: Engine) -> None:
    """Changed, or gone as a row; the chain itself would not show it."""
    written(store)
    with store.begin() as db:
        assert altered(db, "ED-1") is None
        other = update(words).where(words.c.text == "Because of 3.")
        db.execute(other.values(text="Because I say so."))
        assert altered(db, "ED-1") == 4
        db.execute(delete(words).where(words.c.text == "Because of 1."))
        assert altered(db, "ED-1") == 2
    assert broken(store) is None


def test_the_same_words_twice_have_nothing_in_common(store: Engine) -> None:
    """So that nobody learns from a digest what was written."""
    with store.begin() as db:
        for _ in range(2):
            append(db, "ED-1", "changed", actor=ANN, at=NOON, reason="No.")
        assert db.scalar(select(func.count(history.c.words.distinct()))) == 2


def test_what_one_database_cannot_hold_does_not_break_the_chain(store: Engine) -> None:
    """Null bytes and lone surrogates in words, escapes in facts."""
    hostile = "a\0b\ud800"
    with store.begin() as db:
        append(db, "ED-1", "changed", actor=ANN, at=0.1, facts={"x": hostile}, reason=hostile)
        assert read(db, "ED-1")[0].reason == "ab?"
        assert altered(db, "ED-1") is None
    assert broken(store) is None


def test_two_who_write_at_once_follow_one_another(store: Engine) -> None:
    """Eight threads, two histories: no number twice, no entry lost, both chains hold."""

    def write(number: int) -> None:
        with store.begin() as db:
            append(db, f"ED-{number % 2}", "changed", actor=FAIRGATE, at=NOON, facts={"n": number})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    for issue in ("ED-0", "ED-1"):
        assert broken(store, issue) is None
        with store.begin() as db:
            assert [entry.number for entry in read(db, issue)] == list(range(1, 21))


def test_what_is_rolled_back_leaves_no_gap(store: Engine) -> None:
    """An entry is part of the change it tells of."""
    written(store, entries=1)
    with store.connect() as db, db.begin() as transaction:
        append(db, "ED-1", "changed", actor=ANN, at=NOON, reason="Never mind.")
        transaction.rollback()
    written(store, entries=1)
    assert broken(store) is None
    with store.begin() as db:
        assert len(read(db, "ED-1")) == 2
        assert db.scalar(select(func.count()).select_from(words)) == 0
