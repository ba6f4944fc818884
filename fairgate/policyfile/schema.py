"""The policy format as JSON Schema: for completion in editors, and for our own hints.

``fairgate/schemas/policy-v1.schema.json`` is this module's output; a test says so. To
write it anew: ``python -m fairgate.policyfile.schema > FILE``.
"""

from __future__ import annotations

import json
from typing import Any

from fairgate.metrics import CATALOGUE
from fairgate.policy import COMPARISONS, Policy

ADDRESS = "https://fairgate.readthedocs.io/schemas/policy-v1.schema.json"
"""Where the schema is published; the starter policy points editors to it."""

_MORE_WORDS = {
    "Policy.version": "version of this format",
    "Policy.name": "name of the policy, as verdicts and evidence bear it",
    "Policy.columns": "which column of the predictions means what",
    "Policy.confidence": "of the whole verdict: a fair model fails in at most 1 - confidence",
    "Policy.rules": "the promises, each judged on every grouping",
    "Policy.waivers": "rules suspended for a group, until a day, by a named person",
    "Policy.accept": "evidence a rollout needs: scored by fairgate itself, or declared",
    "Model.limits": "what it may use: memory_mb (4096 by default), seconds (600)",
    "ModelLimits.memory_mb": "address space of one process, in mebibytes",
    "ModelLimits.seconds": "time by the wall",
    "Columns.label": "what was true: a 0/1 column, or {column, positive}",
    "Columns.prediction": "what was decided: a 0/1 column, or {column, threshold}",
    "Columns.score": "scores from 0 to 1, for roc_auc and calibration_gap",
    "Columns.sensitive": "attribute: column, or {column, bins} for a numeric column",
    "OutcomeColumn.column": "column of the file",
    "ScoreColumn.column": "column of scores",
    "SensitiveColumn.column": "numeric column of the file",
    "Ratio.at_least": "limit, for example 0.8 (29 CFR 1607.4D)",
    "Ratio.must_detect": "the ratio that the data must be able to show; default limit x 0.75",
    "Difference.at_most": "limit, a share: 0.1 is ten points",
    "Difference.must_detect": "gap that the data must be able to show; default limit + 0.15",
    "Value.at_least": "floor of every group's own value",
    "Value.at_most": "ceiling of every group's own value",
    "Value.must_detect": "value that the data must be able to show; default limit -/+ 0.1",
    "Regression.at_most": "limit: by how much it may get worse",
    "Regression.must_detect": "step back that the data must show; default limit + 0.08",
    "Regression.of": "gap: the largest gap among groups; rate: every group's own rate",
    "Rule.id": "name of the rule, unique, as waivers name it",
    "Rule.metric": "one metric of the catalogue",
    "Rule.ratio": "smaller rate divided by larger rate",
    "Rule.difference": "larger rate minus smaller rate",
    "Rule.value": "every group's own rate",
    "Rule.regression": "not worse than the baseline",
    "Rule.groups": "attributes of columns.sensitive; a list is an intersection",
    "Rule.decide": "confident: fail when the violation is demonstrated; estimate: stricter",
    "Rule.on_unknown": "block, or warn where the data can not show a violation",
    "Waiver.rule": "id of the rule",
    "Waiver.until": "last day on which it holds, YYYY-MM-DD",
    "Waiver.owner": "who answers for it",
    "Waiver.why": "the reason",
    "Waiver.issue": "issue that mends it",
}


def policy_schema() -> dict[str, Any]:
    """Build the JSON Schema (2020-12) of a policy file from its models.

    Examples
    --------
    >>> schema = policy_schema()
    >>> schema["$id"], schema["required"]
    ('urn:fairgate:policy:v1', ['version', 'name', 'columns', 'groups', 'rules'])
    """
    schema = Policy.model_json_schema()
    defs = schema.pop("$defs")
    for name, model in {**defs, "Policy": schema}.items():
        _describe(name, model)
    exactly_one(defs["Rule"], COMPARISONS, "object")
    exactly_one(defs["Value"], ("at_least", "at_most"), "number")
    defs["Rule"]["properties"]["metric"]["enumDescriptions"] = [
        f"{metric.formula}. Harms {metric.harmed}." for metric in CATALOGUE.values()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:fairgate:policy:v1",
        **schema,
        "title": "fairgate policy",
        "$defs": defs,
    }


def _describe(name: str, model: dict[str, Any]) -> None:
    """Drop titles that repeat the key, and give every key a description."""
    model.pop("title", None)
    for key, spec in model["properties"].items():
        spec.pop("title", None)
        words = _MORE_WORDS.get(f"{name}.{key}")
        if words:
            spec["description"] = words


def exactly_one(model: dict[str, Any], keys: tuple[str, ...], kind: str) -> None:
    """Demand exactly one of some optional keys."""
    model["oneOf"] = [{"required": [key], "properties": {key: {"type": kind}}} for key in keys]


if __name__ == "__main__":
    print(json.dumps(policy_schema(), indent=2, ensure_ascii=False))  # noqa: T201 - its output
