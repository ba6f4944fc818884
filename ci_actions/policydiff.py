"""What a change alters in the policy, in words; a loosening is a warning.

The change is judged by the base branch's policy all the same: these sentences are for the
people who review it. What no function below knows is said plainly, never left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias

from pydantic import BaseModel

from ci_actions.outcome import Note
from ci_actions.ruledifferences import AnyRule, rule_differences
from ci_actions.saying import Said, changes, loosens, shown, tightens
from fairgate.anypolicy import AnyPolicyFile
from fairgate.policy import Policy, Waiver
from fairgate.ranking.gate.policy import RankingPolicy
from fairgate.sentences import percent

AnyPolicy: TypeAlias = Policy | RankingPolicy

_SAID_ELSEWHERE = frozenset({"rules", "waivers", "groups", "columns", "ranking"})
_LOOSER: Mapping[str, tuple[Callable[[Any, Any], bool], str]] = MappingProxyType(
    {
        "missing": (
            lambda _, new: new == "report",
            "whether people whose attribute is not given are compared",
        ),
        "min_cell": (lambda old, new: bool(new < old), "smaller counts are hidden in reports"),
        "accept": (
            lambda _, new: new == "declared",
            "whether a rollout needs a model that fairgate scored itself",
        ),
    }
)
"""Keys at the top: which change is looser, and what the key is about."""


def policy_differences(old: AnyPolicyFile, new: AnyPolicyFile, path: str) -> tuple[Note, ...]:
    """Say what differs between two policies.

    Parameters
    ----------
    old, new : PolicyFile or RankingPolicyFile
        The base's and the change's.
    path : str
        Of the policy, from the root of the repository.

    Returns
    -------
    tuple of Note
        Warnings (what is looser or can not be compared) first; empty where only comments and
        layout differ.

    Examples
    --------
    >>> from fairgate.policyfile import parse_policy
    >>> text = b'''
    ... version: 1
    ... name: loans
    ... columns: {label: repaid, prediction: approved, sensitive: {sex: sex}}
    ... groups: [sex]
    ... rules:
    ...   - {id: fair, metric: selection_rate, ratio: {at_least: 0.8, must_detect: 0.5}}
    ... '''
    >>> old, new = (parse_policy(t, "fairgate.yaml") for t in (text, text.replace(b"0.8", b"0.7")))
    >>> [note.text for note in policy_differences(old, new, "fairgate.yaml")]
    ['Rule fair: the change loosens the limit, from at least 0.8 to at least 0.7.']
    """
    found = sorted(_differences(old.policy, new.policy), key=lambda said: said.level != "warning")
    return tuple(Note(said.level, said.text, path, new.line(said.place)) for said in found)


def _differences(old: AnyPolicy, new: AnyPolicy) -> Iterator[Said]:
    if type(old) is not type(new):
        yield _of_another_kind(old, new)
        return
    yield from _rules(old, new)
    yield from _default_groups(old, new)
    yield from _waivers(old, new)
    yield from _columns(old, new)
    for name in type(new).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if name not in _SAID_ELSEWHERE and before != after:
            yield from _whole_policy(name, before, after)


def _of_another_kind(old: AnyPolicy, new: AnyPolicy) -> Said:
    kinds = ("rankings" if isinstance(each, RankingPolicy) else "decisions" for each in (old, new))
    before, after = kinds
    text = f"The change turns a policy about {before} into one about {after}"
    return loosens(f"{text}: nothing of what was promised is left, and so it loosens it.", "")


def _rules(old: AnyPolicy, new: AnyPolicy) -> Iterator[Said]:
    before, after = _by_id(old.rules), _by_id(new.rules)
    place = {name: f"rules[{at}]" for at, name in enumerate(after)}
    gone = {name: rule for name, rule in before.items() if name not in after}
    for name, rule in after.items():
        if name in before:
            yield from rule_differences(before[name], rule, old.groups, new.groups, place[name])
            continue
        twin = next((old_name for old_name, r in gone.items() if _same_but_id(r, rule)), None)
        if twin is None:
            yield tightens(f"Rule {name}: the change adds it.", place[name])
        else:
            del gone[twin]
            yield changes(f"Rule {twin}: the change calls it {name}.", place[name])
    for name, rule in gone.items():
        side = "at least" if rule.at_least else "at most"
        yield loosens(
            f"Rule {name}: the change removes it and so loosens the policy; "
            f"it promised a {rule.kind} of {rule.metric} of {side} {rule.limit:g}.",
            "rules",
        )


def _by_id(rules: Sequence[AnyRule]) -> dict[str, AnyRule]:
    return {rule.id: rule for rule in rules}


def _same_but_id(one: AnyRule, other: AnyRule) -> bool:
    return one.model_copy(update={"id": other.id}) == other


def _default_groups(old: AnyPolicy, new: AnyPolicy) -> Iterator[Said]:
    """Groups by default, where no rule's own differences have said it."""
    inherited = any(rule.groups is None for rule in new.rules)
    if old.groups != new.groups and not inherited:
        text = f"The change alters groups, from {shown(old.groups)} to {shown(new.groups)}"
        yield changes(f"{text}; every rule has its own.", "groups")


def _waivers(old: AnyPolicy, new: AnyPolicy) -> Iterator[Said]:
    before = {(waiver.rule, waiver.groups): waiver for waiver in old.waivers}
    after = {(waiver.rule, waiver.groups): waiver for waiver in new.waivers}
    for at, waiver in enumerate(new.waivers):
        earlier = before.get((waiver.rule, waiver.groups))
        place = f"waivers[{at}]"
        if earlier is None:
            yield loosens(
                f"Waiver: the change loosens rule {waiver.rule} for {waiver.groups} until "
                f"{waiver.until}, in the name of {waiver.owner}: {waiver.why}",
                place,
            )
        elif earlier != waiver:
            yield from _waiver(earlier, waiver, place)
    for key, waiver in before.items():
        if key not in after:
            text = f"Waiver: the change ends that of rule {waiver.rule} for {waiver.groups}."
            yield tightens(text, "waivers")
    if len(before) != len(old.waivers) or len(after) != len(new.waivers):
        counted = f"{len(old.waivers)} waivers before, {len(new.waivers)} after"
        yield loosens(
            f"Waivers: several are about the same rule and groups ({counted}).", "waivers"
        )


def _waiver(old: Waiver, new: Waiver, place: str) -> Iterator[Said]:
    lead = f"Waiver of rule {new.rule} for {new.groups}: the change"
    for name in Waiver.model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if name == "until":
            word, say = ("prolongs", loosens) if after > before else ("shortens", tightens)
            looser = " and so loosens the rule" if after > before else ""
            yield say(f"{lead} {word} it{looser}, from {before} to {after}.", place)
        else:
            yield changes(f"{lead} alters {name}, from {shown(before)} to {shown(after)}.", place)


def _columns(old: AnyPolicy, new: AnyPolicy) -> Iterator[Said]:
    key = "ranking" if isinstance(new, RankingPolicy) else "columns"
    earlier, later = getattr(old, key), getattr(new, key)
    for name in type(later).model_fields:
        before, after = getattr(earlier, name), getattr(later, name)
        if name == "sensitive":
            yield from _sensitive(before, after, f"{key}.sensitive")
        elif before != after:
            how = "the comparison with the model in use" if name == "row_id" else "what is judged"
            yield loosens(
                f"Columns: the change alters {name}, from {shown(before)} to {shown(after)}, and "
                f"so {how}; it may loosen every rule.",
                f"{key}.{name}",
            )


def _sensitive(old: dict[str, Any], new: dict[str, Any], place: str) -> Iterator[Said]:
    for name in old.keys() - new.keys():
        yield loosens(
            f"Columns: the change loosens the policy: nobody is told apart by {name} any longer.",
            place,
        )
    for name in new.keys() - old.keys():
        yield tightens(f"Columns: the change adds the attribute {name}.", place)
    for name in old.keys() & new.keys():
        if old[name] != new[name]:
            yield loosens(
                f"Columns: the change alters who counts as a group by {name}, from "
                f"{shown(old[name])} to {shown(new[name])}; it may loosen every rule.",
                f"{place}.{name}",
            )


def _whole_policy(name: str, old: Any, new: Any) -> Iterator[Said]:
    """Say what differs under a key at the top; which way is looser is known for some."""
    step = f"from {shown(old)} to {shown(new)}"
    if name == "confidence":
        effect = (
            "a broken promise is harder to show"
            if new > old
            else "fewer rows count as enough to pass, and false alarms are more frequent"
        )
        step = f"from {percent(old)} to {percent(new)}"
        yield loosens(f"The change alters confidence, {step}, and so loosens it: {effect}.", name)
    elif name in _LOOSER:
        looser, what = _LOOSER[name]
        say, word = (loosens, "loosens") if looser(old, new) else (tightens, "tightens")
        yield say(f"The change {word} {name}, {step}: {what}.", name)
    elif name in ("model", "rollout"):
        yield from _keys(name, old, new)
    elif name in ("name", "predictions"):
        yield changes(f"The change alters {name}, {step}.", name)
    else:
        yield loosens(f"The change alters {name}, {step}; it may loosen the policy.", name)


def _keys(name: str, old: Any, new: Any) -> Iterator[Said]:
    """Say the differences of a mapping, key by key."""
    before, after = _document(old), _document(new)
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            step = f"from {shown(before.get(key))} to {shown(after.get(key))}"
            text = f"The change alters {name}.{key}, {step}; it may loosen the policy."
            yield loosens(text, f"{name}.{key}")


def _document(value: Any) -> dict[str, Any]:
    """A mapping as it is, a model as one, nothing as an empty one."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return value if isinstance(value, dict) else {}
