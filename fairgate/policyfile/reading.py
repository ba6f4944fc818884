"""From a file or its bytes to a policy.

Every complaint has file, line, place, value and cure, and all come at once.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from fairgate.errors import UserError, UserErrors
from fairgate.files import read_bytes
from fairgate.modelfile import located
from fairgate.policy import Policy
from fairgate.policyfile.complaints import Complaint, complaints
from fairgate.policyfile.crosschecks import cross_check
from fairgate.policyfile.written import WrittenPolicy
from fairgate.yamlfile import Document, scan
from fairgate.yamlfile.syntax import MAX_BYTES


class PolicyFile(WrittenPolicy[Policy]):
    """A policy about decisions, as somebody wrote it."""


def read_policy(path: str | Path) -> PolicyFile:
    """Read a policy file.

    Raises
    ------
    UserError
        Where the file can not be read or is no YAML.
    UserErrors
        Everything that is wrong with it, at once.
    """
    return parse_policy(read_bytes(path, MAX_BYTES), str(path))


def parse_policy(text: bytes, name: str) -> PolicyFile:
    """Read a policy from bytes; ``name`` is the file's, for complaints.

    Examples
    --------
    >>> text = b'''
    ... version: 1
    ... name: loans
    ... columns: {label: repaid, prediction: approved, sensitive: {sex: sex}}
    ... groups: [sex]
    ... rules:
    ...   - {id: fair, metric: selection_rate, ratio: {at_least: 0.8}}
    ... '''
    >>> file = parse_policy(text, "fairgate.yaml")
    >>> file.policy.rules[0].limit, file.line("rules[0]")
    (0.8, 7)
    >>> parse_policy(text.replace(b"0.8", b"'0.8'"), "fairgate.yaml")
    Traceback (most recent call last):
    fairgate.errors.UserErrors: fairgate.yaml:7: rules[0].ratio.at_least: expected a number \
above 0 and at most 1, got '0.8' (remove the quotes)
    """
    document = scan(text, name)
    _expect_mapping(document, name)
    policy, found = _validate(document)
    errors = located(found, document.lines, name, document.complaints)
    if errors or policy is None:
        raise UserErrors(errors)
    return PolicyFile(policy, name, text, document.lines)


def _expect_mapping(document: Document, name: str) -> None:
    start = "`fairgate init --data FILE` writes a policy to start from"
    if document.data is None and not document.complaints:
        raise UserError("the file is empty", start, file=name)
    if not isinstance(document.data, dict):
        kind = "a list" if isinstance(document.data, list) else f"'{str(document.data)[:40]}'"
        problem = f"expected keys such as version, columns and rules, got {kind}"
        raise UserError(problem, start, file=name, line=document.line(""))
    if "ranking" in document.data and "columns" not in document.data:
        problem = "this policy is about rankings, and here decisions are judged"
        cure = "judge rankings by fairgate check --policy FILE"
        raise UserError(problem, cure, name, document.line("ranking"), "ranking")


def _validate(document: Document) -> tuple[Policy | None, tuple[Complaint, ...]]:
    crossed = cross_check(document.data)
    try:
        return Policy.model_validate(document.data), crossed
    except ValidationError as error:
        single = complaints(error, document.data)
        if crossed:  # what concerns the whole policy, the cross-checks have said with a place
            single = tuple(complaint for complaint in single if complaint.path)
        return None, (*crossed, *single)
