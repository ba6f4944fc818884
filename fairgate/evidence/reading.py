"""Reading a statement, of decisions or of rankings."""

from __future__ import annotations

from typing import TypeAlias

from fairgate.evidence import rankings
from fairgate.evidence.canonical import parse
from fairgate.evidence.intoto import read_statement
from fairgate.evidence.rankings import RankingStatement
from fairgate.evidence.statement import Statement

AnyStatement: TypeAlias = Statement | RankingStatement


def parse_statement(payload: bytes, *, name: str = "evidence") -> AnyStatement:
    """Read a statement, strictly: nothing missing, nothing extra, adding up.

    Raises
    ------
    UserError
        For anything else, naming the place.
    """
    cure = "take evidence as fairgate wrote it"
    if _kind(payload) == rankings.PREDICATE_TYPE:
        return read_statement(RankingStatement, payload, name=name, cure=cure)
    return read_statement(Statement, payload, name=name, cure=cure)


def _kind(payload: bytes) -> object:
    """What the statement says it is; None where it is none, which its reader will say better."""
    try:
        document = parse(payload)
    except ValueError:
        return None
    return document.get("predicateType") if isinstance(document, dict) else None
