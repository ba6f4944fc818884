"""A module whose author means harm, and pages in a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fairgate.training.export.page import html_page
from fairgate.training.module import Module, read_module

if TYPE_CHECKING:
    from playwright.sync_api import Page

Export = Callable[..., Path]

ATTACK = "</title></textarea></script></style><script>window.hacked = 1</script><b>bold</b>"
LINK = '[go](javascript:window.hacked=1) <img src="https://example.org/p.png" onerror="hacked=1">'


@pytest.fixture
def hostile(sample: Path) -> Module:
    """Read the sample module after somebody put scripts, links and pictures into every text."""
    changes = {
        "module.yaml": (("title: Names on forms", f"title: '90 {ATTACK}'"),
                        ("summary: A form", f"summary: '{ATTACK}'\nlicence: '{ATTACK}' #"),
                        ("He has a short surname", ATTACK.replace('"', "'")),
                        ("text: Mend a form field", f"text: Mend {ATTACK}")),
        "quiz.yaml": (("text: Which of these is a label, number 1?", f"text: 'Q {ATTACK} {LINK}'"),
                      ("text: A label element", f"text: '{ATTACK} {LINK}'"),
                      ("It is read out", ATTACK)),
        "feedback.yaml": (("How useful was it?", ATTACK), ("Too slow", f"'{ATTACK}'")),
        "lesson.md": (("## A name that does not fit", f"## {ATTACK}\n\n{ATTACK}\n\n{LINK}\n"),),
        "handout.md": (("#", f"{ATTACK} {LINK}\n\n#"),),
        "exercise/task.md": (("#", f"{ATTACK} {LINK}\n\n#"),),
        "slides.md": (("## Slide 2", f"<!-- _color: '#000;}} {ATTACK}' -->\n## {ATTACK}\n\n{LINK}"),
                      ("Say it, and wait.", ATTACK)),
    }  # fmt: skip
    for name, pairs in changes.items():
        path = sample / name
        text = path.read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text, (name, old)
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
    return read_module(sample)


@pytest.fixture
def export(tmp_path: Path) -> Export:
    """Write modules as a page into a file."""

    def made(*modules: Module, name: str = "page.html") -> Path:
        path = tmp_path / name
        path.write_text(html_page(modules), encoding="utf-8")
        return path

    return made


@pytest.fixture
def asked(page: Page) -> Iterator[list[str]]:
    """Note every request of the page; at the end, only its own file was asked for."""
    said: list[str] = []
    page.on("request", lambda request: said.append(request.url))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    yield said
    assert {each for each in said if not each.startswith("file:///")} == set()
    assert len({each.partition("#")[0] for each in said}) == 1
