"""Extract what GitHub publishes about the calls we make, from its OpenAPI description.

``npm install @octokit/openapi@23.0.2``, then
``python tests/servers/github_schemas.py node_modules/@octokit/openapi``.
OpenAPI 3.0 says ``nullable``, which JSON Schema does not know; it is rewritten.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HOME = Path(__file__).parents[1] / "cases" / "github"
CALLS = {
    "list_comments": ("get", "/repos/{owner}/{repo}/issues/{issue_number}/comments"),
    "create_comment": ("post", "/repos/{owner}/{repo}/issues/{issue_number}/comments"),
    "update_comment": ("patch", "/repos/{owner}/{repo}/issues/comments/{comment_id}"),
    "delete_comment": ("delete", "/repos/{owner}/{repo}/issues/comments/{comment_id}"),
    "list_pulls": ("get", "/repos/{owner}/{repo}/pulls"),
    "list_pulls_of_commit": ("get", "/repos/{owner}/{repo}/commits/{commit_sha}/pulls"),
}
EXAMPLES = {"comment": "issue-comment", "pull": "pull-request-simple-items"}
KEPT = ("basic-error", "validation-error")


def schema_of(content: dict[str, Any] | None) -> Any:
    """Return the JSON schema of a request's or an answer's body; None where there is none."""
    return ((content or {}).get("content") or {}).get("application/json", {}).get("schema")


def call(described: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    """Return one call: where, what is sent, what comes back."""
    operation = described["paths"][path][method]
    parameters = [resolve(described, parameter) for parameter in operation["parameters"]]
    return {
        "operation": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "query": {p["name"]: p["schema"] for p in parameters if p["in"] == "query"},
        "body": schema_of(operation.get("requestBody")),
        "answers": {
            status: schema_of(resolve(described, answer))
            for status, answer in operation["responses"].items()
        },
    }


def resolve(described: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference."""
    while "$ref" in node:
        at: Any = described
        for step in node["$ref"].split("/")[1:]:
            at = at[step]
        node = at
    return node


def named(node: Any) -> set[str]:
    """Return the schemas that a node refers to."""
    if isinstance(node, list):
        return set().union(*map(named, node))
    if not isinstance(node, dict):
        return set()
    here = {node["$ref"].rpartition("/")[2]} if isinstance(node.get("$ref"), str) else set()
    return here.union(*map(named, node.values()))


def plain(node: Any) -> Any:
    """Rewrite OpenAPI 3.0 as JSON Schema, without descriptions and examples."""
    if isinstance(node, list):
        return [plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    dropped = ("nullable", "example", "examples", "description", "title", "deprecated")
    kept = {
        key: {name: plain(value) for name, value in node["properties"].items()}
        if key == "properties"
        else plain(value)
        for key, value in node.items()
        if key not in dropped and not key.startswith("x-")
    }
    if "$ref" in kept:
        kept["$ref"] = f"#/schemas/{kept['$ref'].rpartition('/')[2]}"
    return {"anyOf": [kept, {"type": "null"}]} if node.get("nullable") else kept


def extract(described: dict[str, Any]) -> dict[str, Any]:
    """Return the calls, every schema they need, and GitHub's own examples."""
    calls = {name: call(described, *where) for name, where in CALLS.items()}
    schemas, wanted = {}, named(calls) | set(KEPT)
    while wanted:
        name = wanted.pop()
        schemas[name] = described["components"]["schemas"][name]
        wanted |= named(schemas[name]) - set(schemas)
    examples = {n: described["components"]["examples"][e]["value"] for n, e in EXAMPLES.items()}
    examples["pull"] = examples["pull"][0]
    return {"calls": plain(calls), "schemas": plain(dict(sorted(schemas.items())))} | {
        "examples": examples
    }


def main(package: str) -> None:
    """Write the extract."""
    source = Path(package, "generated", "api.github.com.json").read_text(encoding="utf-8")
    text = json.dumps(extract(json.loads(source)), indent=1, sort_keys=True) + "\n"
    (HOME / "openapi.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
