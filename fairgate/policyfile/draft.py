"""A policy file's values before anybody knows that they are right.

Checks that need several fields (:mod:`fairgate.policyfile.crosschecks`) look at the file through
this, so that they speak up together with the checks of single fields, and never fall over
a wrong type: what is not as it should be is simply not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fairgate.yamlfile.reader import Path


@dataclass(frozen=True)
class Draft:
    """The values of a policy file, right or wrong.

    Attributes
    ----------
    data : Any
        As YAML gave them.
    """

    data: Any

    @property
    def columns(self) -> dict[str, Any]:
        """Roles of columns."""
        return mapping(mapping(self.data).get("columns"))

    @property
    def sensitive(self) -> dict[str, Any]:
        """Sensitive attributes."""
        return mapping(self.columns.get("sensitive"))

    @property
    def rules(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Rules with their paths."""
        return self._entries("rules")

    @property
    def waivers(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Waivers with their paths."""
        return self._entries("waivers")

    def _entries(self, key: str) -> Iterator[tuple[Path, dict[str, Any]]]:
        for at, entry in enumerate(items(mapping(self.data).get(key))):
            if isinstance(entry, dict):
                yield (key, at), entry

    def groupings(self, rule: dict[str, Any]) -> list[tuple[str, ...]]:
        """List the groupings that a rule is judged on."""
        given = items(rule.get("groups")) or items(mapping(self.data).get("groups"))
        return [tuple(texts(grouping)) for grouping in given]

    def grouping_lists(self) -> Iterator[tuple[Path, list[Any]]]:
        """Every list of groupings: the default, and those of rules."""
        yield ("groups",), items(mapping(self.data).get("groups"))
        for path, rule in self.rules:
            yield (*path, "groups"), items(rule.get("groups"))


def mapping(value: Any) -> dict[str, Any]:
    """Return a mapping, or an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """Return a list, or an empty one in place of anything else."""
    return value if isinstance(value, list) else []


def texts(value: Any) -> list[str]:
    """Return the texts of a list, or a text as a list of one."""
    return [
        item
        for item in ([value] if isinstance(value, str) else items(value))
        if isinstance(item, str)
    ]


def column_of(spec: Any) -> str | None:
    """Name the column of ``label: approve`` and of ``label: {column: approve, ...}``."""
    column = spec.get("column") if isinstance(spec, dict) else spec
    return column if isinstance(column, str) else None


def attributes_of(group: str) -> tuple[str, ...]:
    """Attributes of a group as findings name it; empty if it is no such name.

    Examples
    --------
    >>> attributes_of("race=black,sex=f"), attributes_of("race is missing")
    (('race', 'sex'), ('race',))
    >>> attributes_of("race=Black, not Hispanic"), attributes_of("black")
    (('race',), ())
    """
    parts = re.split(r",(?=[^,=]+(?:=| is missing))", group)
    found = [re.fullmatch(r"\s*([^=,]+?)(?:=.+| is missing)\s*", part) for part in parts]
    return tuple(match[1] for match in found if match) if all(found) else ()
