"""Why evidence is believed: who signed it, and that its verdict follows from its own counts.

Pure, but for the time that judging takes: nothing is read from the store or written to it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from fairgate.errors import UserError, UserErrors
from fairgate.evidence import AnyStatement, Statement, parse_statement, rejudge
from fairgate.evidence.canonical import canonical
from fairgate.evidence.rankings import RankingPredicate
from fairgate.ranking.gate.effort import Effort, effort
from fairgate.ranking.gate.policyfile import parse_ranking_policy
from fairgate.report import Context, from_json
from fairgate.report.as_json import document
from fairgate.report.safe import printable
from fairgate.signing import PublicKey, open_envelope
from fairgate.verdict import Verdict
from jira_app.evidence.envelope import read_envelope
from jira_app.evidence.refused import Refused
from jira_app.evidence.shelf import seconds
from jira_app.store.tables import storable

AHEAD: Final = 900.0
"""Seconds that a CI job's clock may be ahead; evidence from the future would stay the newest."""

MOST_GROUPS: Final = 5_000
MOST_BINS: Final = 2**23
"""What is judged again at once: more would keep the app from answering others."""

MOST: Final = Effort(items=200_000, drawn=150_000_000, cells=4_000_000)
"""The same of rankings: some twenty seconds on one core, and half a gigabyte."""

LONGEST_LABEL: Final = 2**20
"""Bytes of a nutritional label."""

NAME: Final = "evidence"


@dataclass(frozen=True)
class Examined:
    """Evidence that is true of its own counts.

    Attributes
    ----------
    text : str
        The envelope as it came.
    digest : str
        Its SHA-256.
    key_id : str
        Of the trusted key that signed it; empty: nobody did, and it decides nothing.
    statement : Statement or RankingStatement
        What is stated.
    verdict : Verdict
        As judged again.
    report : dict
        What people may see: the verdict's JSON, small counts suppressed, with ``judged``,
        ``model``, ``fairgate`` and, of one ranking, ``label`` added to ``fairgate/verdict/v1``.
    """

    text: str
    digest: str
    key_id: str
    statement: AnyStatement
    verdict: Verdict
    report: Mapping[str, Any]

    @property
    def trusted(self) -> bool:
        """Whether a trusted key signed it."""
        return bool(self.key_id)

    @property
    def policy_digest(self) -> str:
        """SHA-256 of the policy."""
        return self.statement.predicate.policy.sha256

    @property
    def model_digest(self) -> str:
        """SHA-256 of the model; empty where none is named."""
        return self.statement.model.sha256 if self.statement.model else ""


def examine(body: bytes, keys: Sequence[PublicKey], now: float) -> Examined:
    """Check an envelope: its shape, its signature, and its verdict.

    Parameters
    ----------
    body : bytes
        As it came.
    keys : sequence of PublicKey
        Trusted keys of evidence; the signature of one is enough.
    now : float
        Seconds since 1970.

    Raises
    ------
    Refused
        400 for what is no envelope, 403 if it is signed but by no trusted key or was altered
        since, 413 if it counts more groups than are judged here, 422 if it does not re-judge.
    """
    envelope = read_envelope(body)
    payload, key_id = envelope.statement, ""
    if envelope.signatures:
        payload, key_id = _opened(body, keys)
    try:
        statement = parse_statement(payload, name=NAME)
        if seconds(statement.predicate.time) > now + AHEAD:
            raise _unsound(f"It was judged at {statement.predicate.time}, which is yet to come.")
        _refuse_huge(statement)
        verdict = rejudge(statement, name=NAME)
        report = _report(statement, verdict)
        from_json.read(json.dumps(report).encode(), NAME)  # what cannot be shown is not kept
    except (UserError, UserErrors) as error:
        raise _unsound(str(error)) from None
    digest = hashlib.sha256(body).hexdigest()
    return Examined(body.decode(), digest, key_id, statement, verdict, report)


def _refuse_huge(statement: AnyStatement) -> None:
    """Refuse tables that are small as text and huge in memory, or take minutes to judge."""
    if not isinstance(statement, Statement):
        _refuse_long(statement.predicate)
        return
    counted = statement.predicate.statistics
    groups = sum(len(table.groups) for table in (*counted.cells, *counted.histograms))
    bins = sum(len(table.groups) * table.bins for table in counted.histograms)
    if groups > MOST_GROUPS or bins > MOST_BINS:
        detail = f"It counts {groups} groups in {bins} bins; judge fewer groups at once."
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)


def _refuse_long(stated: RankingPredicate) -> None:
    orders = stated.statistics
    policy = parse_ranking_policy(stated.policy.data, f"{NAME}: {stated.policy.file}").policy
    before = orders.before.rankings if orders.before else None
    takes = effort(policy, orders.now.rankings, before)
    if takes.items > MOST.items or takes.drawn > MOST.drawn or takes.cells > MOST.cells:
        detail = "Its items, rules, groups and queries are too many to be judged again here."
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"{detail} Judge fewer at once.")
    if len(canonical(stated.label)) > LONGEST_LABEL:
        detail = f"Its label is longer than {LONGEST_LABEL} bytes; judge fewer groups."
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)


def _opened(body: bytes, keys: Sequence[PublicKey]) -> tuple[bytes, str]:
    try:
        opened = open_envelope(body, keys, name=NAME)
    except UserError as error:
        raise Refused(HTTPStatus.FORBIDDEN, printable(str(error))[:600]) from None
    return opened.payload, opened.key_id


def _report(statement: AnyStatement, verdict: Verdict) -> dict[str, Any]:
    predicate = statement.predicate
    written = document(verdict, Context(predicate.policy.file, statement.data.file))
    more: dict[str, object] = {
        "judged": predicate.time,
        "model": statement.model.file if statement.model else "",
        "fairgate": predicate.tool.version,
    }
    if isinstance(predicate, RankingPredicate) and predicate.label is not None:
        more["label"] = predicate.label
    cleaned: dict[str, Any] = _storable(written | more)
    return cleaned


def _unsound(why: str) -> Refused:
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, printable(why)[:600])


def _storable(value: Any) -> Any:
    """Take out of all texts what a database has no place for."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(name): _storable(inside) for name, inside in value.items()}
    return [_storable(inside) for inside in value] if isinstance(value, list) else value
