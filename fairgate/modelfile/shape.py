"""What a JSON Schema allows at a path, for hints: keys, values, and words about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fairgate.yamlfile.reader import Path


@dataclass(frozen=True)
class Shape:
    """The shape of a document.

    Attributes
    ----------
    schema : dict
        JSON Schema of the whole, as pydantic writes it.

    Examples
    --------
    >>> shape = Shape({"properties": {"level": {"enum": ["low", "high"], "description": "harm"}}})
    >>> shape.keys(()), shape.allowed(("level",)), shape.description(("level",))
    (('level',), ('low', 'high'), 'harm')
    """

    schema: dict[str, Any]

    def at(self, path: Path) -> tuple[dict[str, Any], ...]:
        """Every schema that may apply at a path: several where the format leaves a choice."""
        found = tuple(self._alternatives(self.schema))
        for step in path:
            found = tuple(
                inner
                for schema in found
                for spec in _inside(schema, step)
                for inner in self._alternatives(spec)
            )
        return found

    def keys(self, path: Path) -> tuple[str, ...]:
        """Keys that a mapping at this path may have."""
        return tuple(key for schema in self.at(path) for key in schema.get("properties", ()))

    def allowed(self, path: Path) -> tuple[Any, ...]:
        """Values that may stand at this path, where only certain ones may."""
        found: list[Any] = []
        for schema in self.at(path):
            found.extend(schema.get("enum", [schema["const"]] if "const" in schema else []))
        return tuple(found)

    def description(self, path: Path) -> str:
        """Say what the format says about a key; empty if nothing."""
        *parent, key = path or ("",)
        specs = (schema.get("properties", {}) for schema in self.at(tuple(parent)))
        return next((str(found[key].get("description", "")) for found in specs if key in found), "")

    def _alternatives(self, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if "$ref" in schema:
            yield from self._alternatives(self.schema["$defs"][schema["$ref"].rsplit("/", 1)[1]])
        elif "anyOf" in schema:
            for choice in schema["anyOf"]:
                yield from self._alternatives(choice)
        else:
            yield schema


def _inside(schema: dict[str, Any], step: str | int) -> Iterator[dict[str, Any]]:
    if isinstance(step, int):
        inner = schema.get("items")
    else:
        inner = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
    if isinstance(inner, dict):
        yield inner
