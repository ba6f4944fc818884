"""Where somebody may be sent after the sign-in: to a page of this app and nowhere else."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

HOME: Final = "/"
LONGEST: Final = 500


def own_path(wanted: str | None) -> str:
    r"""Give a path of this app unchanged, and ``/`` for everything else.

    Browsers read ``//host`` and ``/\host`` as another site, and leave out control characters
    before they look.
    """
    text = wanted or ""
    plain = text.isascii() and text.isprintable() and " " not in text and "\\" not in text
    if not plain or not text.startswith("/") or text.startswith("//") or len(text) > LONGEST:
        return HOME
    parts = urlsplit(text)
    if parts.scheme or parts.netloc:
        return HOME
    try:
        endpoint, _ = current_app.url_map.bind("").match(parts.path, method="GET")
    except (HTTPException, RequestRedirect):
        return HOME
    return HOME if str(endpoint).startswith("access.") else text
