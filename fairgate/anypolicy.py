"""A policy file of either kind: about decisions, or about rankings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from fairgate.files import read_bytes
from fairgate.policyfile import PolicyFile, parse_policy
from fairgate.policyfile.draft import mapping
from fairgate.yamlfile import scan
from fairgate.yamlfile.syntax import MAX_BYTES

if TYPE_CHECKING:
    from fairgate.ranking.gate.policyfile import RankingPolicyFile

AnyPolicyFile: TypeAlias = "PolicyFile | RankingPolicyFile"


def read_any_policy(path: str | Path) -> AnyPolicyFile:
    """Read a policy file.

    Raises
    ------
    UserError, UserErrors
        If it cannot be read; everything that is wrong with it, at once.
    """
    return parse_any_policy(read_bytes(path, MAX_BYTES), str(path))


def parse_any_policy(text: bytes, name: str) -> AnyPolicyFile:
    """Read a policy from bytes; ``name`` is the file's, for complaints.

    Raises
    ------
    UserErrors
        Everything that is wrong with it, at once.

    Examples
    --------
    >>> file = parse_any_policy(b'''
    ... version: 1
    ... name: search
    ... ranking: {sensitive: {sex: sex}}
    ... groups: [sex]
    ... rules:
    ...   - {id: exposure, metric: exposure_ratio, value: {at_least: 0.8}}
    ... ''', "fairgate.yaml")
    >>> type(file).__name__, file.policy.name
    ('RankingPolicyFile', 'search')
    """
    if "ranking" not in mapping(scan(text, name).data):
        return parse_policy(text, name)
    from fairgate.ranking.gate.policyfile import parse_ranking_policy  # noqa: PLC0415 - scipy

    return parse_ranking_policy(text, name)
