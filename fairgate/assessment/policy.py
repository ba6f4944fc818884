"""The starter ``fairgate.yaml`` of a decision: the promises that its obligations name.

Columns are what the answers say can be compared; their names in the data, and what the
data can detect, are for a person (or for ``fairgate init`` on the data) to fill in.
"""

from __future__ import annotations

from collections.abc import Iterator

from fairgate.assessment.assess import Result
from fairgate.assessment.values import Answers
from fairgate.errors import UserError
from fairgate.policy import Rule
from fairgate.policyfile import parse_policy
from fairgate.policyfile.schema import ADDRESS
from fairgate.starter import Role, Roles, groupings
from fairgate.starter.text import column_lines, comment_lines, grouping_list, one_line
from fairgate.yamlfile.words import yaml_text

_HEAD = """\
# yaml-language-server: $schema={schema}
# What we promise about this decision: {subject}
# Written from the assessment {template} {version}: {level}.
# Put the names of your own columns below: `fairgate init --data FILE` guesses them.
version: 1
name: {name}
predictions: predictions.csv  # CSV or Parquet, relative to this file
"""

_TAIL = """
confidence: 0.95  # a model that keeps all promises fails in at most 5 of 100 verdicts
rules:
"""


def policy_text(result: Result, answers: Answers) -> str:
    """Write the policy that a decision needs.

    Parameters
    ----------
    result : Result
        What the assessment found.
    answers : Answers
        With the subject, and the attributes that can be compared.

    Raises
    ------
    UserError
        Where no obligation names a promise, or nothing can be compared.
    """
    rules = [(duty.text, rule) for duty in result.obligations for rule in duty.promises]
    attributes = tuple(dict.fromkeys(_attributes(result, answers)))
    if not rules:
        problem = f"level {result.level or 'unknown'} asks for no promise, so there is no policy"
        raise UserError(problem, "leave --policy-out away")
    if not attributes:
        problem = "the answers name no attribute to compare people by, so nothing can be promised"
        raise UserError(problem, "answer which groups can be compared in the data")
    text = "\n".join(_lines(result, answers, attributes, rules)) + "\n"
    parse_policy(text.encode(), "fairgate.yaml")
    return text


def _attributes(result: Result, answers: Answers) -> Iterator[str]:
    """Columns of the choices that were made, in the template's order."""
    for name, question in result.template.by_id.items():
        value = answers.values.get(name)
        if isinstance(value, tuple) and name not in result.ignored:
            for choice in question.choices:
                if choice.id in value and choice.attribute:
                    yield choice.attribute


def _lines(
    result: Result, answers: Answers, attributes: tuple[str, ...], rules: list[tuple[str, Rule]]
) -> Iterator[str]:
    roles = Roles(
        label=Role("outcome", ""),
        prediction=Role("decision", ""),
        sensitive=tuple(Role(name, "") for name in attributes),
    )
    sure = "level" if result.complete else "answers are missing, so at least level"
    yield _HEAD.format(
        schema=ADDRESS,
        subject=one_line(answers.subject) or "not named",
        template=result.template.id,
        version=result.template.version,
        level=f"{sure} {result.level}",
        name=yaml_text(one_line(answers.subject) or result.template.id),
    )
    yield from column_lines(roles)
    yield f"\ngroups: [{grouping_list(groupings(roles, {}))}]"
    yield _TAIL.rstrip("\n")
    for why, rule in rules:
        yield from comment_lines(why)
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    """Write a rule with what the template says and nothing else."""
    said = rule.model_dump(mode="json", exclude_defaults=True)
    yield f"  - id: {yaml_text(said.pop('id'))}"
    for key, value in said.items():
        yield f"    {key}: {_flow(value)}"


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return yaml_text(value) if isinstance(value, str) else f"{value}"
