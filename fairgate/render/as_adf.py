"""A document in the Atlassian Document Format: what Jira takes as a description or comment.

https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from fairgate.render.document import (
    Block,
    Bullets,
    Code,
    Document,
    Heading,
    Inline,
    Line,
    Link,
    Paragraph,
    Strong,
    Table,
    Task,
    Tasks,
)
from fairgate.render.words import address, plain, spaced

Node: TypeAlias = dict[str, Any]

_NAMESPACE = uuid.UUID("6b0f3f0e-7d0f-5b43-9d3c-3f0a4f6b5a10")
"""Ids of tasks are made from their names in here, so that rendering twice is rendering once."""


def write(document: Document, _width: int = 80) -> str:
    """Write a document as ADF in JSON; see :func:`fairgate.render.render`."""
    return json.dumps(adf(document), ensure_ascii=False, indent=1) + "\n"


def adf(document: Document) -> Node:
    """Turn a document into ADF, title included.

    Examples
    --------
    >>> adf(Document("Note", "Launch", ()))["content"][0]["attrs"]
    {'level': 1}
    """
    content = [_heading(document.title, 1)]
    content += [node for block in document.blocks for node in _block(block, document.title)]
    if document.footer:
        content += [{"type": "rule"}, _paragraph(document.footer)]
    return {"type": "doc", "version": 1, "content": content}


def _block(block: Block, title: str) -> Iterator[Node]:
    match block:
        case Heading():
            yield _heading(block.text, block.level)
        case Paragraph():
            yield _paragraph(block.words)
        case Bullets():
            items = [_node("listItem", [_paragraph(line)]) for line in block.lines]
            yield _node("bulletList", items)
        case Tasks():
            name = _local_id(title, *(task.id for task in block.tasks))
            yield {
                **_node("taskList", [_task(task, title) for task in block.tasks]),
                "attrs": {"localId": name},
            }
        case Table():
            yield _paragraph((Strong(block.caption),))
            yield _table(block)


def _task(task: Task, title: str) -> Node:
    """Write a task: inline nodes only, so that lines are parted by hard breaks."""
    text = f" {task.text}" if task.text else ""
    lines: list[Line] = [(Strong(task.title), text, " (", Code(task.id), ")"), *task.notes]
    content = [node for line in lines for node in [{"type": "hardBreak"}, *_words(line)]][1:]
    state = "DONE" if task.done else "TODO"
    attributes = {"localId": _local_id(title, task.id), "state": state}
    return {**_node("taskItem", content), "attrs": attributes}


def _table(table: Table) -> Node:
    head = _node("tableRow", [_node("tableHeader", [_paragraph((name,))]) for name in table.head])
    rows = [
        _node("tableRow", [_node("tableCell", [_paragraph(cell)]) for cell in row])
        for row in table.rows
    ]
    return _node("table", [head, *rows])


def _heading(text: str, level: int) -> Node:
    return {**_node("heading", _words((text,))), "attrs": {"level": level}}


def _paragraph(line: Line) -> Node:
    return _node("paragraph", _words(line))


def _words(line: Line) -> list[Node]:
    nodes = [_text(part) for part in line]
    return [node for node in nodes if node["text"]]


def _text(part: Inline) -> Node:
    if isinstance(part, str):
        return {"type": "text", "text": spaced(part)}
    node: Node = {"type": "text", "text": plain(part.text)}
    match part:
        case Link() if address(part.url):
            node["marks"] = [{"type": "link", "attrs": {"href": address(part.url)}}]
        case Strong():
            node["marks"] = [{"type": "strong"}]
        case Code():
            node["marks"] = [{"type": "code"}]
    return node


def _node(kind: str, content: Sequence[Node]) -> Node:
    return {"type": kind, "content": list(content)}


def _local_id(*names: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, "\n".join(names)))
