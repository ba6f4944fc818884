"""JSON Schemas of content files: for completion in editors, and for our own hints."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

ADDRESS = "https://json-schema.org/draft/2020-12/schema"


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Build the JSON Schema (2020-12) of a content file from its model.

    Examples
    --------
    >>> from fairgate.content.models import Source
    >>> json_schema(Source)["required"]
    ['id', 'title', 'url']
    """
    schema = model.model_json_schema(by_alias=True)
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("title", None)
        for spec in part.get("properties", {}).values():
            spec.pop("title", None)
    return {"$schema": ADDRESS, **schema, "title": f"fairgate {model.__name__.lower()}"}
