"""Answers to another version of a template: left alone, or scored anew with what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fairgate.assessment.assess import Result
from fairgate.assessment.template import Template
from fairgate.assessment.values import Answers, Stamp
from fairgate.errors import UserError


@dataclass(frozen=True)
class Difference:
    """What scoring anew changed.

    Attributes
    ----------
    before, after : str
        Version of the template.
    level_before, level_after : str
        Level as it was saved, empty if it was not, and as it is now.
    gone : tuple of str
        Answers to questions that are no longer there.
    unfit : tuple of str
        Answers that no longer fit their question.
    unanswered : tuple of str
        Questions that are asked now and not answered.
    """

    before: str
    after: str
    level_before: str
    level_after: str
    gone: tuple[str, ...]
    unfit: tuple[str, ...]
    unanswered: tuple[str, ...]


def check_version(stamp: Stamp, template: Template, digest: str, file: str) -> str:
    """Refuse answers to another major version; note smaller differences.

    Returns
    -------
    str
        A sentence to show, empty where the answers are to these very bytes.

    Raises
    ------
    UserError
        Where the first numbers of the versions differ.

    Examples
    --------
    >>> from fairgate.assessment.reading import read_template
    >>> template = read_template("preflight").content
    >>> check_version(Stamp("preflight", template.version), template, "sha256:0", "a.yaml")
    ''
    """
    now = Stamp(template.id, template.version, digest)
    if stamp.major != now.major:
        raise UserError(
            f"these are answers to {template.id} {stamp.version}, and it is {now.version} now",
            "say --rescore to score them anew and see what differs",
            file=file,
            place="template.version",
        )
    if stamp.version != now.version:
        return f"answers to {template.id} {stamp.version}, scored by {now.version}"
    if stamp.digest and stamp.digest != digest:
        return f"{template.id} {now.version} has changed since it was answered, without a version"
    return ""


def difference(given: Mapping[str, Any], answers: Answers, result: Result) -> Difference:
    """Compare answers as they were given with what could be scored.

    Parameters
    ----------
    given : mapping
        Raw answers of the file.
    answers : Answers
        Those that still fit.
    result : Result
        Scored by the template of today.
    """
    known = result.template.by_id
    return Difference(
        before=answers.stamp.version if answers.stamp else "",
        after=result.template.version,
        level_before=answers.level,
        level_after=result.level,
        gone=tuple(name for name in given if name not in known),
        unfit=tuple(name for name in given if name in known and name not in answers.values),
        unanswered=tuple(question.id for question in result.missing),
    )
