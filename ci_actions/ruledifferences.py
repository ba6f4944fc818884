"""What a change alters in one rule, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from ci_actions.saying import Said, changes, loosens, shown, tightens
from fairgate.policy import COMPARISONS, Grouping, Rule
from fairgate.ranking.gate.policy import RankingRule

AnyRule: TypeAlias = Rule | RankingRule

_SAID_BY_NAME = frozenset({"id", "metric", "groups", *COMPARISONS})
_LIMITS = frozenset({"at_least", "at_most", "must_detect"})


def rule_differences(
    old: AnyRule,
    new: AnyRule,
    old_default: list[Grouping],
    new_default: list[Grouping],
    place: str,
) -> Iterator[Said]:
    """Say what differs between two versions of a rule.

    Parameters
    ----------
    old, new : Rule or RankingRule
        With the same id.
    old_default, new_default : list of groupings
        The policies' own, for rules without groups.
    place : str
        Of the new rule: ``rules[2]``.
    """
    lead = f"Rule {new.id}: the change"
    if (old.metric, old.kind) != (new.metric, new.kind):
        yield loosens(
            f"{lead} alters what is promised, from a {old.kind} of {old.metric} "
            f"({_limit(old)}) to a {new.kind} of {new.metric} ({_limit(new)}); it may loosen it.",
            place,
        )
    else:
        yield from _limits(old, new, lead, place)
    yield from _groups(old, new, (old_default, new_default), lead, place)
    for name in type(new).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if name not in _SAID_BY_NAME and before != after:
            yield _field(name, before, after, lead, f"{place}.{name}")


def _limit(rule: AnyRule) -> str:
    return f"{'at least' if rule.at_least else 'at most'} {rule.limit:g}"


def _limits(old: AnyRule, new: AnyRule, lead: str, place: str) -> Iterator[Said]:
    """The limit, and the violation that matters, which may follow from it."""
    place = f"{place}.{new.kind}"
    if old.at_least != new.at_least:
        text = f"{lead} turns the limit round, from {_limit(old)} to {_limit(new)}"
        yield loosens(f"{text}; it may loosen it.", place)
        return
    looser = new.limit < old.limit if new.at_least else new.limit > old.limit
    if old.limit != new.limit:
        word, say = ("loosens", loosens) if looser else ("tightens", tightens)
        yield say(f"{lead} {word} the limit, from {_limit(old)} to {_limit(new)}.", place)
    blinder = (
        new.must_detect < old.must_detect if new.at_least else new.must_detect > old.must_detect
    )
    if old.must_detect != new.must_detect:
        word, say = ("loosens", loosens) if blinder else ("tightens", tightens)
        step = f"from {old.must_detect:g} to {new.must_detect:g}"
        yield say(f"{lead} {word} must_detect, {step}.", place)
    before, after = getattr(old, old.kind), getattr(new, new.kind)
    for name in type(after).model_fields:
        one, other = getattr(before, name), getattr(after, name)
        if name not in _LIMITS and one != other:
            step = f"from {shown(one)} to {shown(other)}"
            yield loosens(f"{lead} alters {name}, {step}; it may loosen it.", place)


def _groups(
    old: AnyRule,
    new: AnyRule,
    default: tuple[list[Grouping], list[Grouping]],
    lead: str,
    place: str,
) -> Iterator[Said]:
    """Groupings that are judged, wherever they are written."""
    before = {frozenset(grouping): grouping for grouping in old.groupings(default[0])}
    after = {frozenset(grouping): grouping for grouping in new.groupings(default[1])}
    gone = [grouping for key, grouping in before.items() if key not in after]
    come = [grouping for key, grouping in after.items() if key not in before]
    where = f"{place}.groups" if new.groups else "groups"
    if gone:
        yield loosens(f"{lead} loosens it: no longer judged by {shown(gone)}.", where)
    if come:
        yield tightens(f"{lead} has it judged by {shown(come)} as well.", where)


def _field(name: str, old: Any, new: Any, lead: str, place: str) -> Said:
    """Say one setting of a rule; which way is stricter is known for some."""
    step = f"from {shown(old)} to {shown(new)}"
    looser = {
        "decide": new == "confident",
        "on_unknown": new == "warn",
        "min_share": isinstance(new, float) and isinstance(old, float) and new > old,
        "within": new is not None,
        "reference": new != "best",
    }.get(name)
    if looser is None:
        return Said("warning", f"{lead} alters {name}, {step}; it may loosen it.", place)
    if looser:
        return loosens(f"{lead} loosens {name}, {step}.", place)
    return changes(f"{lead} tightens {name}, {step}.", place)
