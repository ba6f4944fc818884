"""One walk over YAML nodes: values, the line of each, and what could be read in two ways."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from fairgate.errors import UserError
from fairgate.yamlfile.words import TAG, quoted, trap

Path: TypeAlias = tuple[str | int, ...]

MAX_NODES = 100_000
"""Values after aliases are expanded; a few lines of nested aliases can mean billions."""

_SCALARS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "value"})
_PLAIN_KEY = re.compile(r"[A-Za-z_][\w-]*")
_KINDS = {
    f"{TAG}int": "a number",
    f"{TAG}float": "a number",
    f"{TAG}bool": "a truth value",
    f"{TAG}timestamp": "a date",
    f"{TAG}null": "nothing",
}


def place(path: Path) -> str:
    """Write a path as people do.

    Examples
    --------
    >>> place(("rules", 2, "ratio", "at_least"))
    'rules[2].ratio.at_least'
    >>> place(("columns", "sensitive", "age band"))
    'columns.sensitive["age band"]'
    """
    return "".join(_step(step) for step in path).removeprefix(".")


@functools.lru_cache(maxsize=1024)  # a few keys make up most steps of a file
def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN_KEY.fullmatch(step) else f"[{quoted(step)}]"


@dataclass
class Reader:
    """Turns nodes into values on one walk, noting lines and collecting complaints."""

    name: str
    lines: dict[str, int] = field(default_factory=dict)
    complaints: list[UserError] = field(default_factory=list)
    nodes: int = 0
    open: set[int] = field(default_factory=set)

    def value(self, node: yaml.Node, path: Path) -> Any:
        """Build the value of a node that stands at ``path``."""
        self._count(node)
        self.lines.setdefault(place(path), _line(node))
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        return self._collection(node, path)

    def _count(self, node: yaml.Node) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise UserError(
                f"more than {MAX_NODES:,} values once its aliases are expanded",
                "write the values out, or remove the aliases",
                file=self.name,
                line=_line(node),
            )

    def _complain(self, node: yaml.Node, path: Path, problem: str, cure: str) -> None:
        self.complaints.append(UserError(problem, cure, self.name, _line(node), place(path)))

    def _collection(self, node: yaml.Node, path: Path) -> Any:
        if node.tag not in (f"{TAG}map", f"{TAG}seq"):
            self._refuse_tag(node, path)
            return None
        if id(node) in self.open:
            self._complain(node, path, "an alias that contains itself", "write the values out")
            return None
        self.open.add(id(node))
        built: Any
        if isinstance(node, yaml.MappingNode):
            built = self._mapping(node, path)
        else:
            built = [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        self.open.remove(id(node))
        return built

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key, (key_node, value_node) in self._pairs(node, path).items():
            self.lines[place((*path, key))] = _line(key_node)
            built[key] = self.value(value_node, (*path, key))
        return built

    def _pairs(self, node: yaml.Node, path: Path) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Keys of a mapping in file order; a merge key (``<<``) yields to the mapping's own."""
        own: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        merged: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key_node, value_node in node.value:
            self._count(key_node)
            if key_node.tag == f"{TAG}merge":
                merged = {**self._merged(value_node, path), **merged}
                continue
            key = self._key(key_node, path)
            if key in own:
                first = _line(own[key][0])
                self._complain(
                    key_node,
                    (*path, key),
                    f"this key stands in line {first} already",
                    "remove one of the two",
                )
            elif key is not None:
                own[key] = (key_node, value_node)
        return {**merged, **own}

    def _merged(self, node: yaml.Node, path: Path) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        sources = node.value if isinstance(node, yaml.SequenceNode) else [node]
        found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for source in sources:
            if not isinstance(source, yaml.MappingNode) or id(source) in self.open:
                self._complain(
                    source,
                    (*path, "<<"),
                    "<< merges other mappings into this one",
                    "name an anchor of a mapping, such as <<: *defaults",
                )
                continue
            self.open.add(id(source))
            found = {**self._pairs(source, path), **found}
            self.open.remove(id(source))
        return found

    def _key(self, node: yaml.Node, path: Path) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            self._complain(node, path, "a key that is a list or a mapping", "write a text key")
            return None
        key = str(node.value)
        if not key and node.style is None:
            self._complain(node, path, "a colon without a key before it", "write the key")
            return None
        problem, _ = trap(node)
        if problem:
            self._complain(node, (*path, key), problem, f"quote it: {quoted(key)}")
        elif node.tag not in (f"{TAG}str", f"{TAG}value"):
            self._complain(
                node,
                (*path, key),
                f"a key must be text, and {key} is {_KINDS.get(node.tag, 'no text')} to YAML",
                f"quote it: {quoted(key)}",
            )
        return key

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> Any:
        word = str(node.value)
        if node.tag.removeprefix(TAG) not in _SCALARS:
            self._refuse_tag(node, path)
            return word
        if node.tag == f"{TAG}value":
            return word
        problem, instead = trap(node)
        if problem:
            self._complain(node, path, problem, f"quote it: {quoted(word)}, or write {instead}")
            return word
        if node.tag == f"{TAG}str":
            return word
        try:
            return yaml.constructor.SafeConstructor().construct_object(node)
        except (ValueError, KeyError, OverflowError):
            kind = "day" if node.tag == f"{TAG}timestamp" else "number"
            cure = "mend it, or quote it if it is text"
            self._complain(node, path, f"there is no {kind} {word[:40]}", cure)
            return word

    def _refuse_tag(self, node: yaml.Node, path: Path) -> None:
        tag = node.tag.replace(TAG, "!!")
        self._complain(node, path, f"the tag {tag} is not allowed here", "remove the tag")


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
