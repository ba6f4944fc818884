"""Bytes to YAML nodes: encoding, size, depth, and the parser's complaints in plain words."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from typing import Any

import yaml

from fairgate.errors import UserError

MAX_BYTES = 2**20
MAX_DEPTH = 50

_CURES = (
    (r"'\\t' that cannot start", "a tab where YAML wants spaces", "indent with spaces"),
    (
        r"character '(.)' that cannot start any token",
        "a value can not start with {0}",
        "put quotes round it",
    ),
    ("another document", "a second document starts here", "keep one, and remove this ---"),
    (
        "mapping values are not allowed here",
        "a colon that belongs to no key",
        "indent like the lines around it, or quote a value that contains ': '",
    ),
    (
        "undefined alias '(.*)'",
        "there is no anchor &{0} before this alias",
        "if the value is text, quote it",
    ),
    ("unexpected end of stream", "a quote that is opened and not closed", "close it"),
    (
        r"unknown escape character '(.*)'",
        "\\{0} means nothing in double quotes",
        "use single quotes, or write \\\\",
    ),
    ("could not find expected ':'", "a line without a colon", "write key: value"),
    (r"but got '<stream end>'", "a bracket that is opened and not closed", "close it"),
    (
        r"expected ',' or '([\]}])'",
        "a bracket that is opened and not closed, or a comma missing",
        "write , or {0}",
    ),
    ("found ':'", "a colon without a key before it", "write the key"),
    (r"found '([\]}])'", "a {0} that closes nothing", "remove it"),
    (
        "expected <block end>",
        "this line is indented unlike its neighbours",
        "indent like the lines around it",
    ),
)


class _Bounded(yaml.composer.Composer):
    """Composes nodes, but not without end."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            mark = self.peek_event().start_mark  # type: ignore[attr-defined]
            raise yaml.MarkedYAMLError(problem="too deep", problem_mark=mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


class _Composer(_Bounded, yaml.SafeLoader):
    """Knows best what is wrong with a file."""


def _quick() -> Callable[[str], Any] | None:
    """Make the same on libyaml's scanner, much faster, where it comes with PyYAML."""
    if not yaml.__with_libyaml__:
        return None
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # noqa: PLC0415 - not everywhere

    class Quick(_Bounded, CParser, yaml.resolver.Resolver):
        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            yaml.composer.Composer.__init__(self)
            yaml.resolver.Resolver.__init__(self)

        def compose_scalar_node(self, anchor: Any) -> Any:
            node = super().compose_scalar_node(anchor)
            node.style = node.style or None  # plain, in the other parser's words
            return node

    return Quick


_QUICK = _quick()


def compose(text: bytes, name: str) -> yaml.Node | None:
    """Read the one document of a file; None where it is empty.

    Raises
    ------
    UserError
        Where it is no UTF-8, no YAML, too large or too deep; with the line.
    """
    decoded = decode(text, name)
    if _QUICK is not None:
        with contextlib.suppress(yaml.YAMLError):
            quick: yaml.Node | None = _QUICK(decoded).get_single_node()
            return quick
    try:
        node: yaml.Node | None = _Composer(decoded).get_single_node()
    except yaml.reader.ReaderError as error:
        line = text.decode("utf-8-sig")[: error.position].count("\n") + 1
        problem = f"a character that text does not have (U+{error.character:04X})"
        raise UserError(problem, "remove it", file=name, line=line) from None
    except yaml.MarkedYAMLError as error:
        raise _in_plain_words(error, name) from None
    return node


def decode(text: bytes, name: str) -> str:
    """UTF-8 to text, with or without a byte order mark."""
    if len(text) > MAX_BYTES:
        problem = f"larger than {MAX_BYTES // 2**20} MiB, so hardly a YAML file"
        raise UserError(problem, "check the name of the file", file=name)
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        found = f"byte 0x{text[error.start]:02x} is not UTF-8"
        raise UserError(found, "save the file as UTF-8", file=name, line=line) from None


def _in_plain_words(error: yaml.MarkedYAMLError, name: str) -> UserError:
    found = str(error.problem)
    from_start = any(sign in found for sign in ("end of stream", "stream end", "expected ':'"))
    mark = (error.context_mark if from_start else None) or error.problem_mark
    line = None if mark is None else int(mark.line) + 1
    if found == "too deep":
        problem = f"nested more than {MAX_DEPTH} deep"
        return UserError(problem, "write it flatter", file=name, line=line)
    for pattern, problem, cure in _CURES:
        if match := re.search(pattern, found):
            groups = match.groups()
            return UserError(problem.format(*groups), cure.format(*groups), name, line)
    problem = f"this is not YAML: {found}"
    return UserError(problem, "check indentation, quotes and brackets here", name, line)
