"""Which addresses mean this machine."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address that is listened on.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("[::1]"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def is_for_loopback(host: str) -> bool:
    """Whether a request's ``Host``, with or without a port, names this machine.

    Examples
    --------
    >>> is_for_loopback("localhost:8080"), is_for_loopback("fairgate.example.org")
    (True, False)
    """
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False


def came_from_elsewhere(host: str, headers: Iterable[str]) -> bool:
    """Whether a request is for another name, or a proxy handed it on.

    Then listening on loopback only protects nothing.

    Examples
    --------
    >>> came_from_elsewhere("localhost:8080", ["Accept", "X-Forwarded-For"])
    True
    """
    forwarded = any(
        name.lower() == "forwarded" or name.lower().startswith("x-forwarded-") for name in headers
    )
    return forwarded or not is_for_loopback(host)
