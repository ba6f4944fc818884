"""An answers file: read strictly, checked against the template it answers, and written.

Every complaint has file, line, place, value and cure, and all come at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from fairgate.assessment.questions import Question
from fairgate.assessment.template import Template
from fairgate.assessment.typed import Mistake, typed
from fairgate.assessment.values import Answers, Stamp, Value
from fairgate.content import Complaint, ContentFile, Id, Strict, Text, complain, parse
from fairgate.content.models import Version
from fairgate.errors import UserErrors, did_you_mean


class StampModel(Strict):
    """Which template was answered."""

    id: Id = Field(description="name of the template, such as preflight")
    version: Version = Field(description='its version in quotes, such as "1.0.0"')
    digest: str = Field(
        "",
        pattern=r"^(sha256:[0-9a-f]{64})?$",
        json_schema_extra={"patternErrorMessage": "sha256: and 64 digits, or nothing"},
        description="sha256 of its bytes; written by fairgate",
    )


class AnswersModel(Strict):
    """An answers file."""

    schema_: Literal["fairgate/answers/v1"] = Field(
        alias="schema", description="fairgate/answers/v1"
    )
    template: StampModel = Field(description="which template, and which version of it")
    subject: Text | None = Field(None, description="what is assessed")
    level: Text | None = Field(None, description="level found when last saved")
    answers: dict[Id, Any] = Field(description="answers by id of the question")


def read_answers(
    text: bytes, name: str, template: Template, *, other_version: bool = False
) -> Answers:
    """Read answers and check them against a template.

    Parameters
    ----------
    text : bytes
        The file.
    name : str
        Its name, for complaints.
    template : Template
        What was asked.
    other_version : bool
        The answers are to another version: leave out what no longer fits instead of
        complaining about it.

    Raises
    ------
    UserErrors
        Unknown questions and choices, wrong types, N/A without a reason: all at once.
    """
    file = parse(AnswersModel, text, name)
    wrong = _wrong_template(file, template)
    if wrong is not None:
        raise wrong
    values: dict[str, Value] = {}
    found = [] if other_version else [*_unknown(file.content, template)]
    for name_, question in template.by_id.items():
        given = file.content.answers.get(name_)
        if given is None:
            continue
        try:
            values[name_] = typed(question, given)
        except Mistake as mistake:
            if not other_version:
                found.append(Complaint(("answers", name_, *mistake.path), *mistake.words))
    errors = complain(found, file)
    if errors is not None:
        raise errors
    return _answers(file.content, values)


def stamp_of(text: bytes, name: str) -> Stamp:
    """Say which template an answers file is about, before anything else is checked."""
    stamp = parse(AnswersModel, text, name).content.template
    return Stamp(stamp.id, stamp.version, stamp.digest)


def given_ids(text: bytes, name: str) -> dict[str, Any]:
    """Return the raw answers of a file, for comparison with another version."""
    return dict(parse(AnswersModel, text, name).content.answers)


def _answers(model: AnswersModel, values: Mapping[str, Value]) -> Answers:
    stamp = Stamp(model.template.id, model.template.version, model.template.digest)
    return Answers(values, model.subject or "", stamp, model.level or "")


def _wrong_template(file: ContentFile[AnswersModel], template: Template) -> UserErrors | None:
    named = file.content.template.id
    if named == template.id:
        return None
    problem = f"these are answers to {named}, not to {template.id}"
    cure = f"assess {named}, or answer {template.id}"
    return complain([Complaint(("template", "id"), problem, cure)], file)


def _unknown(model: AnswersModel, template: Template) -> Iterator[Complaint]:
    questions: dict[str, Question] = template.by_id
    for name in model.answers:
        if name not in questions:
            hint = did_you_mean(name, questions)
            cure = hint if hint.startswith("did") else f"name a question of {template.id}"
            problem = f"{template.id} {template.version} has no question {name!r}"
            yield Complaint(("answers", name), problem, cure)
