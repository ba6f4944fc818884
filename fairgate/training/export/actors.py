"""Who learnt, as xAPI names people: by an address, or by an account somewhere. Pure."""

from __future__ import annotations

import re
from typing import Any

from fairgate.errors import UserError

HOME_PAGE = "https://fairgate.readthedocs.io"
"""Where accounts are that belong to no other system."""

_ADDRESS = re.compile(r"mailto:[^\s@:,;<>()\[\]\"\\]+@[^\s@:,;<>()\[\]\"\\]+", re.IGNORECASE)


def agent(who: str, *, home_page: str = HOME_PAGE, name: str = "") -> dict[str, Any]:
    """Name somebody.

    Parameters
    ----------
    who : str
        ``mailto:`` and an address; anything else is the name of an account.
    home_page : str
        The system that has the account.
    name : str
        What people call them, where that may be told.

    Raises
    ------
    UserError
        Where it is empty, or an address that cannot be one.

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
    return {**found, "account": {"homePage": home_page, "name": who.strip()}}
