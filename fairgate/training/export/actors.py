"""Who learnt, as xAPI names people: by an address, or by an account somewhere. Pure."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from fairgate.errors import UserError

HOME_PAGE = "https://fairgate.readthedocs.io"
"""Stands for a system that nobody named: everybody of one name is one person there."""

_ADDRESS = re.compile(r"mailto:[^\s@:,;<>()\[\]\"\\]+@[^\s@:,;<>()\[\]\"\\]+", re.IGNORECASE)


def agent(who: str, *, home_page: str = HOME_PAGE, name: str = "") -> dict[str, Any]:
    """Name somebody.

    Parameters
    ----------
    who : str
        ``mailto:`` and an address; anything else is the name of an account.
    home_page : str
        The system that has the account: its address, letter for letter as others write it.
    name : str
        What people call them, where that may be told.

    Raises
    ------
    UserError
        Where it is empty, an address that cannot be one, or on no page of the web.

    Examples
    --------
    >>> agent("mailto:amara@example.org")
    {'objectType': 'Agent', 'mbox': 'mailto:amara@example.org'}
    >>> agent("p-17", home_page="https://fairgate.example.org")["account"]
    {'homePage': 'https://fairgate.example.org', 'name': 'p-17'}
    """
    found: dict[str, Any] = {"objectType": "Agent"}
    if name:
        found["name"] = name
    if who.lower().startswith("mailto:"):
        if not _ADDRESS.fullmatch(who):
            cure = "write it as mailto:name@example.org"
            raise UserError(f"this is no address: {who!r}", cure)
        return {**found, "mbox": "mailto:" + who[len("mailto:") :]}
    if not who.strip():
        cure = "give mailto:name@example.org, or the name of an account"
        raise UserError("nobody is named", cure)
    if not _is_page(home_page):
        cure = "write it as https://learning.example.org"
        raise UserError(f"this is no home page of accounts: {home_page!r}", cure)
    return {**found, "account": {"homePage": home_page, "name": who.strip()}}


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that are no address of a network
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and not re.search(r"[\s<>\"{}|\\^`\x00-\x1f]", address)
    )
