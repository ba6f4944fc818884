"""Groupings, strata, references and waivers: whether they name groups that there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fairgate.errors import did_you_mean
from fairgate.policyfile.complaints import Complaint
from fairgate.policyfile.draft import Draft, attributes_of, column_of, items, texts
from fairgate.yamlfile.reader import Path


def _attribute_names(draft: Draft) -> Iterator[Complaint]:
    for name in draft.sensitive:
        if "=" in name or "," in name or name.endswith(" is missing"):
            yield Complaint(
                ("columns", "sensitive", name),
                "a name with = or a comma could not be told from a group",
                "choose another name; the column keeps its own",
            )


def _groupings(draft: Draft) -> Iterator[Complaint]:
    for path, groupings in draft.grouping_lists():
        for at, grouping in enumerate(groupings):
            for spot, name in _spots((*path, at), grouping):
                if draft.sensitive and name not in draft.sensitive:
                    yield Complaint(spot, f"there is no attribute {name}", _attribute(draft, name))
            if len(set(texts(grouping))) < len(texts(grouping)):
                yield Complaint((*path, at), "an attribute is named twice", "name it once")
            elif _same_as(grouping) in [_same_as(other) for other in groupings[:at]]:
                yield Complaint((*path, at), "this grouping is named twice", "name it once")


def _same_as(grouping: Any) -> object:
    """Groupings of the same attributes are the same, in whatever order; what is none is itself."""
    names = texts(grouping)
    whole = names and len(names) == len(items(grouping) or names)
    return frozenset(names) if whole else id(grouping)


def _spots(path: Path, grouping: Any) -> Iterator[tuple[Path, str]]:
    """Every attribute of a grouping, with its own place."""
    if isinstance(grouping, str) and grouping:
        yield path, grouping
    for at, name in enumerate(items(grouping)):
        if isinstance(name, str) and name:
            yield (*path, at), name


def _attribute(draft: Draft, name: str) -> str:
    """Cure for a name that is no attribute: one made from that column, or the nearest."""
    made = [key for key, spec in draft.sensitive.items() if column_of(spec) == name]
    if made:
        return f"write {made[0]}: that is the attribute made from the column {name}"
    return did_you_mean(name, draft.sensitive)


def _strata(draft: Draft) -> Iterator[Complaint]:
    for path, rule in draft.rules:
        strata = texts(rule.get("within"))
        compared = {name for grouping in draft.groupings(rule) for name in grouping}
        for at, name in enumerate(strata):
            spot = (*path, "within", at)
            if name in compared:
                problem = f"{name} is compared by this rule, so all of a stratum would be one group"
                yield Complaint(spot, problem, f"remove {name} here, or from the rule's groups")
            if name in strata[:at]:
                yield Complaint(spot, f"{name} is named twice", "name it once")
            if name == column_of(draft.columns.get("prediction")):
                problem = f"{name} holds the decisions, and within one decision all rates are equal"
                yield Complaint(spot, problem, "name a column known before the decision")


def _references(draft: Draft) -> Iterator[Complaint]:
    for path, rule in draft.rules:
        reference, spot = rule.get("reference"), (*path, "reference")
        if not isinstance(reference, str) or reference in ("best", "overall", ""):
            continue
        groupings = [grouping for grouping in draft.groupings(rule) if grouping]
        named = attributes_of(reference)
        if not named:
            near = did_you_mean(reference, ["best", "overall"])
            example = ",".join(f"{name}={reference}" for name in (groupings or [("race",)])[0])
            yield Complaint(
                spot,
                f"expected best, overall or a group, got '{reference}'",
                near if near.startswith("did") else f"write a group as {example}",
            )
        else:
            yield from _group(draft, spot, reference, groupings, every=True)


def _waived(draft: Draft) -> Iterator[Complaint]:
    rules = {rule["id"]: rule for _, rule in draft.rules if isinstance(rule.get("id"), str)}
    for path, waiver in draft.waivers:
        rule, group = waiver.get("rule"), waiver.get("groups")
        if isinstance(rule, str) and rule and rule not in rules:
            hint = did_you_mean(rule, rules) if rules else "write the rule first"
            yield Complaint((*path, "rule"), f"there is no rule {rule}", hint)
        if not isinstance(group, str) or not group:
            continue
        spot = (*path, "groups")
        if not attributes_of(group):
            cure = "write it as findings do: race=hispanic, or race=hispanic,sex=f"
            yield Complaint(spot, f"expected attribute=value, got '{group}'", cure)
            continue
        known = draft.groupings(rules[rule]) if isinstance(rule, str) and rule in rules else []
        yield from _group(draft, spot, group, known, every=False)


def _group(
    draft: Draft, spot: Path, group: str, groupings: list[tuple[str, ...]], *, every: bool
) -> Iterator[Complaint]:
    """Check that a group's attributes exist and make a grouping (or every one) of its rule."""
    named = attributes_of(group)
    unknown = [name for name in named if name not in draft.sensitive]
    if draft.sensitive and unknown:
        cure = _attribute(draft, unknown[0])
        yield Complaint(spot, f"there is no attribute {unknown[0]}", cure)
        return
    others = [grouping for grouping in groupings if set(grouping) != set(named)]
    if others and (every or len(others) == len(groupings)):
        alone = named[0] if len(named) == 1 else f"[{', '.join(named)}]"
        names = " or ".join(" x ".join(grouping) for grouping in others)
        example = ",".join(f"{name}=..." for name in others[0])
        cure = f"give the rule groups: [{alone}]" if every else f"write {example}"
        yield Complaint(spot, f"{group} is no group of {names}, which its rule compares", cure)


GROUP_CHECKS = (_attribute_names, _groupings, _strata, _references, _waived)
