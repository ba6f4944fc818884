"""Plain text and the Atlassian Document Format, one to the other.

https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

Node: TypeAlias = dict[str, Any]

DEEPEST = 60
"""Levels that are read: a document nested deeper is cut there, not followed."""

UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""Control characters that ADF has no place for; line ends and tabs stay."""

INLINE = frozenset(
    {"text", "hardBreak", "mention", "emoji", "date", "status", "inlineCard", "placeholder"}
)
PARTS = {"mention": "text", "emoji": "text", "status": "text", "date": "timestamp"}
"""Inline nodes that show an attribute of theirs."""


def to_adf(text: str) -> Node:
    r"""Turn text into a document: a blank line ends a paragraph, a line end breaks the line.

    Examples
    --------
    >>> [block["type"] for block in to_adf("one\n\ntwo")["content"]]
    ['paragraph', 'paragraph']
    """
    lines = UNSEEN.sub("", text.replace("\r\n", "\n"))
    paragraphs = [part.strip("\n") for part in re.split(r"\n[ \t]*\n", lines)]
    content = [_paragraph(part) for part in paragraphs if part.strip()]
    return {"type": "doc", "version": 1, "content": content}


def to_text(document: Any) -> str:
    r"""Read the words of a document; text (as in version 2 of the API) stays as it is.

    Blocks end with a line end, so that words of two blocks never run together. What has no words
    (pictures, rules) is left out, and what is no document at all is empty.

    Examples
    --------
    >>> to_text(to_adf("one\n\ntwo"))
    'one\ntwo'
    >>> to_text("plain"), to_text(None)
    ('plain', '')
    """
    if isinstance(document, str):
        return document
    return re.sub(r"\n{2,}", "\n", "".join(_words(document, 0))).strip("\n")


def _paragraph(text: str) -> Node:
    content: list[Node] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            content.append({"type": "hardBreak"})
        if line:
            content.append({"type": "text", "text": line})
    return {"type": "paragraph", "content": content}


def _words(node: Any, depth: int) -> Iterator[str]:
    if not isinstance(node, dict) or depth > DEEPEST:
        return
    kind = node.get("type")
    attributes = node.get("attrs")
    if kind == "text":
        yield str(node.get("text") or "")
    elif kind == "hardBreak":
        yield "\n"
    elif kind in PARTS and isinstance(attributes, dict):
        yield str(attributes.get(PARTS[kind]) or "")
    children = node.get("content")
    for child in children if isinstance(children, list) else ():
        yield from _words(child, depth + 1)
    if kind not in INLINE:
        yield "\n"
