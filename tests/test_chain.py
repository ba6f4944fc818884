"""The chain of hashes: what was written years ago still holds, and nothing else does."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from fairgate.chain import FIRST, broken_at, hash_of, linked

CASES = Path(__file__).resolve().parent / "cases" / "chain"

Entries = list[dict[str, Any]]


def stored(name: str) -> Entries:
    """Read entries as a store of version 0.1.0 has them."""
    entries: Entries = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return entries


def chain(*events: str) -> Entries:
    """Make a chain."""
    entries: Entries = []
    for event in events:
        last = (entries[-1]["number"], entries[-1]["hash"]) if entries else None
        entries.append(linked({"event": event, "facts": {"level": 1, "who": "Zoë"}}, last))
    return entries


def changed(entries: Entries, at: int, **values: Any) -> Entries:
    """Change an entry and leave its hash."""
    return [{**entry, **values} if n == at else entry for n, entry in enumerate(entries, start=1)]


def numbers(entries: Iterable[dict[str, Any]]) -> list[int]:
    """Number entries as they say themselves."""
    return [entry["number"] for entry in entries]


@pytest.mark.parametrize(("name", "whose"), [("history", "issue"), ("rollout", "name")])
def test_hashes_that_stores_hold_already_stay_what_they_are(name: str, whose: str) -> None:
    """Byte for byte: letters beyond ASCII, floats, None, nested facts and all."""
    entries = stored(name)
    assert [hash_of(entry) for entry in entries] == [entry["hash"] for entry in entries]
    for _, mine in groupby(entries, key=lambda entry: entry[whose]):
        assert broken_at(mine) is None


def test_the_first_entry_hangs_on_nothing_and_each_other_on_the_one_before() -> None:
    """Numbers count up from 1."""
    entries = chain("opened", "renewed", "closed")
    assert numbers(entries) == [1, 2, 3]
    assert [e["previous"] for e in entries] == [FIRST, entries[0]["hash"], entries[1]["hash"]]
    assert broken_at(entries) is None
    assert broken_at([]) is None


@pytest.mark.parametrize(
    "values",
    [
        {"event": "granted"},
        {"facts": {"level": 1}},
        {"more": "than was written"},
        {"number": 7},
        {"previous": FIRST},
        {"hash": FIRST},
    ],
    ids=lambda values: next(iter(values)),
)
def test_whatever_is_changed_the_entry_is_named(values: dict[str, Any]) -> None:
    """Its number is where it stands, not what it says."""
    assert broken_at(changed(chain("opened", "renewed", "closed"), 2, **values)) == 2


def test_an_entry_that_was_hashed_anew_breaks_the_next_one() -> None:
    """Its own hash is right; what hangs on it is not."""
    entries = changed(chain("opened", "renewed", "closed"), 2, event="granted")
    entries[1]["hash"] = hash_of(entries[1])
    assert broken_at(entries) == 3


def test_an_entry_that_is_gone_or_stands_elsewhere_is_found() -> None:
    """At its place."""
    first, second, third = chain("opened", "renewed", "closed")
    assert broken_at([first, third]) == 2
    assert broken_at([second, third]) == 1
    assert broken_at([first, third, second]) == 2
