"""Markdown made from the command line, the catalogue of metrics and the JSON Schemas."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from fairgate.cli.main import cli as fairgate
from fairgate.metrics import CATALOGUE
from fairgate.ranking.gate.catalogue import CATALOGUE as RANKING

WIDTH = 76


def cli(_: Path) -> str:
    """Print the help of every command as a user sees it."""
    return "\n\n".join(_commands(fairgate, "fairgate", parent=None))


def _commands(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```"
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None and not found.hidden:
                yield from _commands(found, child, context)


def metrics(_: Path) -> str:
    """Describe every metric of the catalogue."""
    return "\n\n".join(
        f"### {metric.name}\n\n"
        f"`{metric.formula}`{' (needs scores)' if metric.needs_score else ''}\n\n"
        f"Harms {metric.harmed}. The {'lower' if metric.more_is_good else 'higher'} value is the "
        f"disadvantage. Source: {metric.source}."
        for metric in CATALOGUE.values()
    )


def ranking_metrics(_: Path) -> str:
    """Describe every metric of rankings."""
    return "\n\n".join(
        f"### {metric.name}\n\n"
        f"`{metric.formula}`\n\n"
        f"Harms {metric.harmed}. A rule promises `{'at_least' if metric.at_least else 'at_most'}`"
        f"{', and says `k`' if metric.needs_k else ''}"
        f"{', for the group that `protected` names' if metric.one_group else ''}. "
        f"Source: {metric.source}."
        for metric in RANKING.values()
    )


def ranking_policy(root: Path) -> str:
    """Describe every key of a ranking policy, from its JSON Schema."""
    first = ("RankingPolicy", "RankingColumns", "RankingRule", "RankingValue")
    return _schema(root, "ranking-policy-v1", *first)


def policy(root: Path) -> str:
    """Describe every key of a policy, from its JSON Schema."""
    return _schema(root, "policy-v1", "Policy", "Columns", "Model", "Rule")


def verdict(root: Path) -> str:
    """Describe every key of a verdict, from its JSON Schema."""
    return _schema(root, "verdict-v1", "verdict", "finding", "group")


def _schema(root: Path, name: str, whole: str, *first: str) -> str:
    """Write one table for every object of a schema, the whole first."""
    path = root / "fairgate" / "schemas" / f"{name}.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    models = {whole: schema, **schema["$defs"]}
    order = dict.fromkeys([whole, *first, *models])
    return "\n\n".join(_model(key, models[key]) for key in order)


def _model(name: str, model: Mapping[str, Any]) -> str:
    head = f"### {name}\n\n{model.get('description', '')}\n\n"
    if "properties" not in model:
        return f"{head}{_type(model)}"
    required = model.get("required", ())
    rows = [
        f"| `{key}` | {_type(spec)} | {_default(key, spec, required)} "
        f"| {_cell(spec.get('description', ''))} |"
        for key, spec in model["properties"].items()
    ]
    return head + "| key | type | default | meaning |\n|---|---|---|---|\n" + "\n".join(rows)


def _type(spec: Mapping[str, Any]) -> str:
    if "$ref" in spec:
        name = spec["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "const" in spec or "enum" in spec:
        return ", ".join(f"`{value}`" for value in spec.get("enum", [spec.get("const")]))
    if "anyOf" in spec:
        kinds = [_type(choice) for choice in spec["anyOf"] if choice.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "items" in spec:
        return f"list of {_type(spec['items'])}"
    if isinstance(spec.get("additionalProperties"), dict):
        return f"mapping to {_type(spec['additionalProperties'])}"
    kind = spec.get("type", "anything")
    return f"{' or '.join(kind) if isinstance(kind, list) else kind}{_range(spec)}"


def _range(spec: Mapping[str, Any]) -> str:
    signs = {"exclusiveMinimum": ">", "minimum": "≥", "exclusiveMaximum": "<", "maximum": "≤"}
    bounds = [f"{sign} {spec[key]:g}" for key, sign in signs.items() if key in spec]
    return f" {', '.join(bounds)}" if bounds else ""


def _default(key: str, spec: Mapping[str, Any], required: list[str]) -> str:
    if key in required:
        return "required"
    value = spec.get("default")
    return "" if value in (None, []) else f"`{json.dumps(value).strip(chr(34))}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


GENERATED: Mapping[str, Callable[[Path], str]] = {
    "cli": cli,
    "metrics": metrics,
    "policy": policy,
    "ranking-metrics": ranking_metrics,
    "ranking-policy": ranking_policy,
    "verdict": verdict,
}
