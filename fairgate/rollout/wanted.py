"""What the parent flag has to look like under a grant, and whether it does. Pure.

The team's flag depends on ``fairgate.<flag>``, which has exactly one strategy: a ceiling, the
model, and a lease, with the signed grant as its variant. Unleash's clients let a person through
only if both flags do, so switching the team's flag on by hand shows nobody anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from fairgate.rollout.grant import PARENT, Grant

STRATEGY: Final = "flexibleRollout"
STICKINESS: Final = "userId"
MODEL: Final = "modelDigest"
VARIANT: Final = "grant"


def parent_of(flag: str) -> str:
    """Name the parent of a team's flag.

    Examples
    --------
    >>> parent_of("new-scoring")
    'fairgate.new-scoring'
    """
    return PARENT + flag


def strategy(grant: Grant, envelope: str) -> dict[str, Any]:
    """Write the one strategy of the parent flag, as Unleash's API takes it.

    Examples
    --------
    >>> grant = Grant("f", "production", "ab" * 32, 10, "f", 0, 900, "L-1", "", "", 1)
    >>> strategy(grant, "{}")["parameters"]
    {'rollout': '10', 'stickiness': 'userId', 'groupId': 'f'}
    """
    return {
        "name": STRATEGY,
        "disabled": False,
        "parameters": {
            "rollout": str(grant.ceiling),  # Unleash takes a text, and any text
            "stickiness": STICKINESS,
            "groupId": grant.group,
        },
        "constraints": [
            _constraint(MODEL, "IN", values=[grant.model]),
            _constraint("currentTime", "DATE_BEFORE", value=moment(grant.until)),
        ],
        "variants": [
            {
                "name": VARIANT,
                "weight": 1000,
                "weightType": "variable",
                "stickiness": STICKINESS,
                "payload": {"type": "json", "value": envelope},
            }
        ],
        "segments": [],
    }


def shut(flag: str) -> dict[str, Any]:
    """Write the strategy of a parent that is closed: nobody, and that until 1970.

    It stands there because Unleash adds one for everybody when a flag without any is switched
    on by hand.

    Examples
    --------
    >>> shut("new-scoring")["parameters"]["rollout"]
    '0'
    """
    return {
        "name": STRATEGY,
        "disabled": False,
        "parameters": {"rollout": "0", "stickiness": STICKINESS, "groupId": flag},
        "constraints": [_constraint("currentTime", "DATE_BEFORE", value=moment(0))],
        "variants": [],
        "segments": [],
    }


def same(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether a strategy, as the server gives it, is the wanted one.

    What the server adds (ids, titles, sort orders) does not matter; every constraint, share,
    variant and segment does.
    """
    return _essence(found) == _essence(wanted)


def moment(seconds: float) -> str:
    """Write a moment as Unleash's constraints want it.

    Examples
    --------
    >>> moment(0)
    '1970-01-01T00:00:00.000Z'
    """
    text = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def _constraint(
    name: str, operator: str, values: Iterable[str] = (), value: str = ""
) -> dict[str, Any]:
    written = {
        "contextName": name,
        "operator": operator,
        "values": list(values),
        "inverted": False,
        "caseInsensitive": False,
    }
    return {**written, "value": value} if value else written  # Unleash 8 refuses an empty one


def _essence(strategy: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": strategy.get("name"),
        "disabled": bool(strategy.get("disabled")),
        "parameters": dict(strategy.get("parameters") or {}),
        "constraints": [_plain_constraint(one) for one in strategy.get("constraints") or []],
        "variants": [_plain_variant(one) for one in strategy.get("variants") or []],
        "segments": list(strategy.get("segments") or []),
    }


def _plain_constraint(constraint: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "contextName": constraint.get("contextName"),
        "operator": constraint.get("operator"),
        "values": list(constraint.get("values") or []),
        "value": constraint.get("value") or "",
        "inverted": bool(constraint.get("inverted")),
        "caseInsensitive": bool(constraint.get("caseInsensitive")),
    }


def _plain_variant(variant: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": variant.get("name"),
        "stickiness": variant.get("stickiness"),
        "payload": dict(variant.get("payload") or {}),
    }
