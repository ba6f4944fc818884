"""The starter policy as text: YAML with comments that say why each line is there."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fairgate.policy import Scalar
from fairgate.policyfile.schema import ADDRESS
from fairgate.starter.columnnames import RACE, SEX
from fairgate.starter.guess import Role, Roles, matches
from fairgate.starter.promises import Entry
from fairgate.table import Attribute
from fairgate.yamlfile.words import yaml_text

MAX_INTERSECTION = 60
"""Groups of two attributes together, beyond which the starter does not compare them."""

_HEAD = """\
# yaml-language-server: $schema={schema}
# What we promise about this model: `fairgate check --policy {file}` judges it.
# Written by `fairgate init` from {data} ({rows:,} rows): read it, and make it your own.
version: 1
name: {name}
predictions: {predictions}  # CSV or Parquet, relative to this file
"""

_MIDDLE = """
# Whom every rule compares that names no groups itself; [a, b] are intersections.
groups: [{groups}]
confidence: 0.95  # a model that keeps all promises fails in at most 5 of 100 verdicts

# Four outcomes. fail: a promise is demonstrably broken. unknown: the data could not have
# shown a violation that matters, which is must_detect. warn: a suspicion. pass: otherwise.
rules:
"""

_TAIL = """
  # Never worse than the model in use. Take the # away once the check is given its
  # predictions on the same rows: fairgate check --baseline FILE.
  # - id: no-step-back
  #   metric: false_negative_rate
  #   regression: {{at_most: 0.02, must_detect: 0.1}}  # the largest gap may grow by two points
  #   groups: [{groups}]

waivers: []
# A named person may suspend a rule for one group until a day:
# waivers:
#   - rule: {rule}
#     groups: {attribute}=...
#     until: 2027-01-31
#     owner: a.person
#     why: too few rows until the autumn campaign
"""


@dataclass(frozen=True)
class Names:
    """What the policy is about.

    Attributes
    ----------
    policy_file, name : str
        Name of the file that is written, and of the policy in it.
    data : str
        The data, as the user named them.
    predictions : str
        The same, seen from the policy file.
    rows : int
        Rows of the data.
    roles : Roles
        Meaning of the columns; label, prediction and one attribute at least.
    groups : tuple of tuple of str
        Every grouping.
    """

    policy_file: str
    name: str
    data: str
    predictions: str
    rows: int
    roles: Roles
    groups: tuple[tuple[str, ...], ...]


def policy_text(names: Names, entries: Sequence[Entry]) -> str:
    """Write the whole file."""
    groups = grouping_list(names.groups)
    rules = "\n\n".join("\n".join(_rule(entry)) for entry in entries)
    head = _HEAD.format(
        schema=ADDRESS,
        file=one_line(names.policy_file),
        data=one_line(names.data),
        rows=names.rows,
        name=yaml_text(names.name),
        predictions=yaml_text(names.predictions),
    )
    tail = _TAIL.format(groups=groups, rule=entries[0].id, attribute=one_line(names.groups[0][0]))
    columns = "\n".join(column_lines(names.roles))
    return f"{head}\n{columns}\n{_MIDDLE.format(groups=groups)}{rules}\n{tail}"


def column_lines(roles: Roles) -> Iterator[str]:
    """Write the columns of a policy; label, prediction and one attribute at least."""
    assert roles.label is not None
    assert roles.prediction is not None
    yield "columns:"
    yield f"  label: {_label(roles.label)}  # what was true: 1 is the outcome people hope for"
    yield f"  prediction: {_prediction(roles.prediction)}  # what was decided: 1 is a yes"
    if roles.score:
        yield f"  score: {yaml_text(roles.score.column)}  # for roc_auc and calibration_gap"
    if roles.row_id:
        yield f"  row_id: {yaml_text(roles.row_id.column)}  # pairs the rows of two models"
    yield "  sensitive:  # attribute: column"
    for name, role in attribute_names(roles).items():
        yield f"    {yaml_text(name)}: {_attribute(role)}"


def attribute_names(roles: Roles) -> dict[str, Role]:
    """Name the attributes: as their columns are called, with ``_band`` for bins.

    Examples
    --------
    >>> list(attribute_names(Roles(sensitive=(Role("sex", ""), Role("age", "", bins=(40.0,))))))
    ['sex', 'age_band']
    """
    named: dict[str, Role] = {}
    for role in roles.sensitive:
        name = role.column.replace("=", "_").replace(",", "_").removesuffix(" is missing")
        name = f"{name}_band" if role.bins else name
        while name in named:
            name += "_"
        named[name] = role
    return named


def groupings(roles: Roles, values: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """Compare by every attribute, and by two together unless they make a crowd.

    Race and sex if they are there, as 6 RCNY 5-300 has it, or else the first two.

    Parameters
    ----------
    roles : Roles
        With one attribute at least.
    values : mapping of str to int
        Number of values of every column.

    Examples
    --------
    >>> roles = Roles(sensitive=(Role("race", ""), Role("sex", "")))
    >>> groupings(roles, {"race": 5, "sex": 2})
    (('race',), ('sex',), ('race', 'sex'))
    """
    named = attribute_names(roles)
    race = next((name for name, role in named.items() if matches(role.column, RACE)), None)
    sex = next((name for name, role in named.items() if matches(role.column, SEX)), None)
    pair = (race, sex) if race and sex else tuple(named)[:2]
    sizes = [
        len(r.bins) + 1 if r.bins else values.get(r.column, 0) for r in map(named.__getitem__, pair)
    ]
    single = tuple((name,) for name in named)
    crowd = len(pair) < 2 or math.prod(sizes) > MAX_INTERSECTION
    return single if crowd else (*single, pair)


def _label(role: Role) -> str:
    if role.positive is None:
        return yaml_text(role.column)
    return f"{{column: {yaml_text(role.column)}, positive: {_scalar(role.positive)}}}"


def _prediction(role: Role) -> str:
    if role.threshold is None:
        return yaml_text(role.column)
    return f"{{column: {yaml_text(role.column)}, threshold: {role.threshold:g}}}"


def _attribute(role: Role) -> str:
    if not role.bins:
        return yaml_text(role.column)
    edges = ", ".join(f"{edge:g}" for edge in role.bins)
    names = ", ".join(Attribute("", role.column, role.bins).bin_names)
    return f"{{column: {yaml_text(role.column)}, bins: [{edges}]}}  # groups {names}"


def _scalar(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return yaml_text(value) if isinstance(value, str) else f"{value}"


def grouping_list(groupings: Sequence[tuple[str, ...]]) -> str:
    """Write groupings as a policy has them, without the outer brackets.

    Examples
    --------
    >>> grouping_list([("race",), ("race", "sex")])
    'race, [race, sex]'
    """
    names = [[yaml_text(name) for name in grouping] for grouping in groupings]
    return ", ".join(n[0] if len(n) == 1 else f"[{', '.join(n)}]" for n in names)


def _rule(entry: Entry) -> Iterator[str]:
    promise = entry.promise
    if entry.id == promise.id:
        yield from comment_lines(promise.why)
    sees = promise.violation(entry.must_detect)
    if entry.blocks:
        shown = f"must_detect: these rows would show {sees} in 4 of 5 cases or more."
        yield from comment_lines(shown)
    else:
        yield from comment_lines(
            f"These rows are too few to show {sees}, so this rule only warns. Remove "
            "on_unknown when there are more:"
        )
        for lack in entry.lacks:
            yield from comment_lines(lack, hang="  ")
    yield f"  - id: {yaml_text(entry.id)}"
    yield f"    metric: {promise.metric}"
    limits = f"{promise.bound}: {promise.limit:g}, must_detect: {entry.must_detect:g}"
    yield f"    {promise.comparison}: {{{limits}}}"
    yield f"    groups: [{grouping_list(entry.groupings)}]"
    if not entry.blocks:
        yield "    on_unknown: warn"


def comment_lines(text: str, hang: str = "") -> Iterator[str]:
    """Write text as comments inside a list."""
    for line in textwrap.wrap(one_line(text), 88, subsequent_indent=hang):
        yield f"  # {line}"


def one_line(text: str) -> str:
    """Put text on one line, so that no value of the data can leave its comment."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
