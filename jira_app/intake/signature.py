"""Whether a message comes from whom it should: HMAC over its bytes as they came."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "X-Hub-Signature"


def sign(secret: str, body: bytes) -> str:
    """Sign a message as Jira does; https://developer.atlassian.com/cloud/jira/platform/webhooks/.

    Examples
    --------
    >>> sign("It's a Secret to Everybody", b"Hello World!")[:23]
    'sha256=a4771c39fbe90f31'
    """
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(secret: str, body: bytes, header: str | None) -> bool:
    """Check a signature in constant time; a missing one is a wrong one.

    Examples
    --------
    >>> is_signed("secret", b"{}", sign("secret", b"{}")), is_signed("secret", b"{}", None)
    (True, False)
    """
    given = (header or "").encode("utf-8", "replace")
    return hmac.compare_digest(sign(secret, body).encode(), given)
