"""One digest for all histories: what was anchored can be checked for ever after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, update

from fairgate.errors import UserError
from jira_app.records import anchor
from jira_app.records.anchor import Anchor, Break, read_anchor
from jira_app.records.history import append, forget
from jira_app.store.records import history, words
from tests.jira_app.databases import KINDS, new_store
from tests.jira_app.town import NOON


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Open a store with two histories, of three entries each."""
    with new_store(request.param, tmp_path) as engine:
        for number in range(6):
            add(engine, f"ED-{number % 2 + 1}")
        yield engine


def add(store: Engine, issue: str) -> None:
    """Write one more entry."""
    with store.begin() as db:
        append(db, issue, "changed", actor="p-ann", at=NOON, reason="Because.")


def take(store: Engine) -> Anchor:
    """Take the anchor of now."""
    with store.begin() as db:
        return anchor.take(db)


def holds(store: Engine, kept: Anchor) -> bool:
    """Check an earlier one, as it was printed."""
    with store.begin() as db:
        return anchor.holds(db, read_anchor(f" {kept}\n"))


def test_an_anchor_holds_however_much_is_written_later(store: Engine) -> None:
    """Also when words are erased; a later anchor is another."""
    kept = take(store)
    assert take(store) == kept
    for issue in ("ED-1", "ED-3"):
        add(store, issue)
    with store.begin() as db:
        forget(db, words.c.author == "p-ann")
    assert holds(store, kept)
    assert take(store) != kept


def test_the_newest_entries_cannot_be_taken_away_unnoticed(store: Engine) -> None:
    """The chain holds without them; the anchor does not, even when others are written instead."""
    kept = take(store)
    with store.begin() as db:
        db.execute(delete(history).where(history.c.issue == "ED-2", history.c.number == 3))
        assert anchor.broken(db, "ED-2") is None
    assert not holds(store, kept)
    add(store, "ED-2")
    assert not holds(store, kept)


def test_a_history_that_is_gone_whole_is_noticed(store: Engine) -> None:
    """Nothing is left of it that could be broken."""
    kept = take(store)
    with store.begin() as db:
        db.execute(delete(history).where(history.c.issue == "ED-1"))
        assert anchor.issues(db) == ("ED-2",)
    assert not holds(store, kept)


def test_a_break_is_named_with_its_place(store: Engine) -> None:
    """The chain first, then the words."""
    with store.begin() as db:
        db.execute(update(words).values(text="Because of something else."))
        assert anchor.broken(db, "ED-1") == Break(
            "ED-1", 1, "the text is not the one that was written"
        )
        second = (history.c.issue == "ED-1") & (history.c.number == 2)
        db.execute(update(history).where(second).values(actor="p-ben"))
        found = anchor.broken(db, "ED-1")
        assert found is not None
        assert (found.number, "chain" in found.what) == (2, True)


def test_an_empty_store_has_an_anchor_too(tmp_path: Path) -> None:
    """Of nothing, which stays so."""
    with new_store("sqlite", tmp_path) as engine:
        kept = take(engine)
        assert kept.last == 0
        add(engine, "ED-1")
        assert holds(engine, kept)


@pytest.mark.parametrize("written", ["", "12", "12:abc", "x:" + "0" * 64, "1:" + "g" * 64])
def test_what_is_no_anchor_is_refused(written: str) -> None:
    """With what to do instead."""
    with pytest.raises(UserError, match="not an anchor"):
        read_anchor(written)
