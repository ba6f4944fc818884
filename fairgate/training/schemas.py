"""JSON Schemas of a module's files, for completion and checks while authors type."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from fairgate.content.schema import json_schema
from fairgate.training.models import Feedback, Outline, Quiz
from fairgate.training.steps import FORMS

MODELS: Mapping[str, type[BaseModel]] = MappingProxyType(
    {"module": Outline, "quiz": Quiz, "feedback": Feedback}
)
"""Kinds of files, as ``schema:`` calls them."""


def schema_of(kind: str) -> dict[str, Any]:
    """Build the JSON Schema of a kind of file.

    Examples
    --------
    >>> schema_of("quiz")["required"]
    ['schema', 'items']
    """
    schema = json_schema(MODELS[kind])
    if kind == "module":
        schema["$defs"]["Step"]["allOf"] = list(_by_tool(schema["$defs"]))
    return schema


def _by_tool(definitions: dict[str, Any]) -> list[dict[str, Any]]:
    """Say for each tool what its options and expectations may hold."""
    branches = []
    for tool, form in FORMS.items():
        parts = {}
        for key, model in (("options", form.options), ("expect", form.expect)):
            inner = json_schema(model)
            definitions |= inner.pop("$defs", {})
            parts[key] = {k: v for k, v in inner.items() if k not in ("$schema", "title")}
        branches.append(
            {"if": {"properties": {"tool": {"const": tool}}}, "then": {"properties": parts}}
        )
    return branches
