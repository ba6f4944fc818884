"""From a file to a ranking policy; every complaint has file, line, place, value and cure."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from fairgate.errors import UserErrors, did_you_mean
from fairgate.modelfile import Complaint, Grammar, Shape, complaints, located
from fairgate.policyfile.draft import attributes_of, items, mapping, texts
from fairgate.policyfile.wording import SENTENCES
from fairgate.policyfile.written import WrittenPolicy
from fairgate.ranking.gate.catalogue import CATALOGUE
from fairgate.ranking.gate.policy import RankingPolicy
from fairgate.yamlfile import scan


class RankingPolicyFile(WrittenPolicy[RankingPolicy]):
    """A policy about rankings, as somebody wrote it."""


def parse_ranking_policy(text: bytes, name: str) -> RankingPolicyFile:
    """Read a ranking policy from bytes; ``name`` is the file's, for complaints.

    Raises
    ------
    UserErrors
        Everything that is wrong with it, at once.

    Examples
    --------
    >>> file = parse_ranking_policy(b'''
    ... version: 1
    ... name: search
    ... ranking: {score: relevance, query_id: query, sensitive: {sex: sex}}
    ... groups: [sex]
    ... rules:
    ...   - {id: top-ten, metric: skew_at_k, k: 10, value: {at_least: -0.2}}
    ... ''', "fairgate.yaml")
    >>> file.policy.rules[0].must_detect, file.rule_lines
    (-0.5, {'top-ten': 7})
    """
    document = scan(text, name)
    found = list(_cross_check(mapping(document.data)))
    policy = None
    try:
        policy = RankingPolicy.model_validate(document.data)
    except ValidationError as error:
        found += complaints(error, document.data, _grammar())
    errors = located(found, document.lines, name, document.complaints)
    if errors or policy is None:
        raise UserErrors(errors)
    return RankingPolicyFile(policy, name, text, document.lines)


def ranking_policy_schema() -> dict[str, Any]:
    """Build the JSON Schema (2020-12) of a ranking policy from its models.

    ``fairgate/schemas/ranking-policy-v1.schema.json`` is its output; a test says so. To write it
    anew: ``python -m fairgate.ranking.gate.policyfile > FILE``.

    Examples
    --------
    >>> ranking_policy_schema()["required"]
    ['version', 'name', 'ranking', 'groups', 'rules']
    """
    schema = RankingPolicy.model_json_schema()
    defs = schema.pop("$defs")
    for model in [schema, *defs.values()]:
        model.pop("title", None)
        for spec in model["properties"].values():
            spec.pop("title", None)
    defs["RankingRule"]["properties"]["metric"]["enumDescriptions"] = [
        f"{metric.formula}. Harms {metric.harmed}." for metric in CATALOGUE.values()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:fairgate:ranking-policy:v1",
        **schema,
        "title": "fairgate ranking policy",
        "$defs": defs,
    }


@functools.cache
def _grammar() -> Grammar:
    return Grammar(Shape(ranking_policy_schema()), SENTENCES)


def _cross_check(data: dict[str, Any]) -> Iterator[Complaint]:
    """Names that must stand for something elsewhere in the file."""
    sensitive = mapping(mapping(data.get("ranking")).get("sensitive"))
    rules = [rule for rule in items(data.get("rules")) if isinstance(rule, dict)]
    if "columns" in data:
        cure = "rankings and decisions are judged by two policy files: make one of each"
        yield Complaint(("columns",), "this policy has ranking: as well", cure)
    for at, rule in enumerate(items(data.get("rules"))):
        given = mapping(rule)
        names = [r.get("id") for r in rules]
        if isinstance(given.get("id"), str) and names.index(given["id"]) < at:
            problem = f"another rule is called {given['id']} already"
            yield Complaint(("rules", at, "id"), problem, "give each rule a name of its own")
        protected = given.get("protected")
        for name in attributes_of(protected) if isinstance(protected, str) else ():
            yield from _attribute(("rules", at, "protected"), name, sensitive)
        yield from _groups(("rules", at, "groups"), given.get("groups"), sensitive)
    yield from _groups(("groups",), data.get("groups"), sensitive)
    for at, waiver in enumerate(items(data.get("waivers"))):
        yield from _waiver(("waivers", at), mapping(waiver), rules)


def _groups(
    path: tuple[str | int, ...], given: Any, sensitive: dict[str, Any]
) -> Iterator[Complaint]:
    for at, grouping in enumerate(items(given)):
        for name in texts(grouping):
            yield from _attribute((*path, at), name, sensitive)


def _attribute(
    path: tuple[str | int, ...], name: str, sensitive: dict[str, Any]
) -> Iterator[Complaint]:
    if sensitive and name not in sensitive:
        yield Complaint(path, f"there is no attribute {name}", did_you_mean(name, sensitive))


def _waiver(
    path: tuple[str | int, ...], waiver: dict[str, Any], rules: list[dict[str, Any]]
) -> Iterator[Complaint]:
    name, group = waiver.get("rule"), waiver.get("groups")
    if not isinstance(name, str) or not isinstance(group, str):
        return
    known = {rule["id"]: rule for rule in rules if isinstance(rule.get("id"), str)}
    if name not in known:
        cure = did_you_mean(name, known) if known else "write the rule first"
        yield Complaint((*path, "rule"), f"there is no rule {name}", cure)
        return
    if not attributes_of(group):
        cure = "write it as findings do: sex=f"
        yield Complaint((*path, "groups"), f"expected attribute=value, got '{group}'", cure)
        return
    protected = known[name].get("protected")
    if isinstance(protected, str) and protected != group:
        cure = f"write {protected}, or remove the waiver"
        problem = f"the rule {name} is about {protected} only"
        yield Complaint((*path, "groups"), problem, cure)


if __name__ == "__main__":
    print(json.dumps(ranking_policy_schema(), indent=2, ensure_ascii=False))  # noqa: T201 - its output
