"""A chain of hashes: entries in order, of which none can be changed or taken away unnoticed.

An entry is a mapping that JSON can hold. Besides what it tells it has three keys of the chain:

``number``
    1, 2, 3 and so on.
``previous``
    ``hash`` of the entry before; :data:`FIRST` in the first one.
``hash``
    SHA-256, in hex, of all the rest: a JSON object in ASCII, its keys sorted, without spaces.

Where entries are stored is not known here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

FIRST: Final = "0" * 64
"""What the first entry of a chain hangs on."""


def linked(entry: Mapping[str, Any], last: Sequence[Any] | None) -> dict[str, Any]:
    """Hang an entry on the last one of its chain.

    Parameters
    ----------
    entry : mapping
        What it tells.
    last : (int, str) or None
        Number and hash of the last entry; None where the chain begins.

    Returns
    -------
    dict
        The entry with its ``number``, ``previous`` and ``hash``.

    Examples
    --------
    >>> first = linked({"event": "opened"}, None)
    >>> second = linked({"event": "closed"}, (first["number"], first["hash"]))
    >>> second["number"], second["previous"] == first["hash"]
    (2, True)
    """
    number, previous = (0, FIRST) if last is None else last
    row = {**entry, "number": number + 1, "previous": previous}
    return {**row, "hash": hash_of(row)}


def broken_at(entries: Iterable[Mapping[str, Any]]) -> int | None:
    """Check a chain, whole and in order: the first number at which it does not hold, or None.

    That the last entries were taken away it cannot show.

    Examples
    --------
    >>> entry = linked({"event": "opened"}, None)
    >>> broken_at([entry]), broken_at([{**entry, "event": "closed"}])
    (None, 1)
    """
    previous = FIRST
    for number, entry in enumerate(entries, start=1):
        hung = entry["number"] == number and entry["previous"] == previous
        if not hung or entry["hash"] != hash_of(entry):
            return number
        previous = entry["hash"]
    return None


def hash_of(entry: Mapping[str, Any]) -> str:
    """Hash an entry; a hash that it has already does not count.

    Examples
    --------
    >>> hash_of({"event": "opened", "number": 1, "previous": FIRST})[:16]
    '3a16c57b0f691871'
    """
    told = {name: value for name, value in entry.items() if name != "hash"}
    document = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(document.encode()).hexdigest()
