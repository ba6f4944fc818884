"""Logs for machines: one JSON object a line on stderr, and no secret in it."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_TALKATIVE = ("atlassian", "urllib3", "alembic", "sqlalchemy", "werkzeug")
_QUEUE = "waitress.queue"  # warns of every request that waits a moment
"""Libraries whose details may hold bodies of answers, or nothing that is asked for here."""


class JsonLines(logging.Formatter):
    """Write a record as JSON: time, level, where, what, and what was said beside it.

    Parameters
    ----------
    secrets : iterable of str
        Texts that are blacked out wherever they stand.

    Examples
    --------
    >>> record = logging.makeLogRecord({"msg": "token abc123 refused", "issue": "A-1"})
    >>> json.loads(JsonLines(["abc123"]).format(record))["message"]
    'token *** refused'
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _USUAL}
        if record.exc_info and record.exc_info[0]:
            line["exception"] = self.formatException(record.exc_info)
        return self._blackened(json.dumps(line, default=str))

    def _blackened(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(json.dumps(secret)[1:-1], "***")
        return text


def log_to_stderr(secrets: Iterable[str]) -> None:
    """Send all logs of this process to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(secrets))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(_QUEUE).setLevel(logging.ERROR)
