"""A module's texts as pages, made once; its sections; its exercise as a file to take home."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from markupsafe import Markup

from fairgate.training import Module
from fairgate.training.exercise import folder_name, hand_out
from fairgate.training.markdown import html_of, lesson_html, sources_html
from fairgate.training.sources import sources_of

END: Final = "lesson--end"
"""Section of those who have read it all; no heading has two hyphens in its id."""

LONGEST_SECTION: Final = 64
_HEADING: Final = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
_TAG: Final = re.compile(r"<[^>]+>")
_DAY: Final = (2000, 1, 1, 0, 0, 0)
"""Date of every file handed out, so that the same exercise is the same bytes."""


@dataclass(frozen=True)
class LessonPage:
    """A lesson, ready to be shown.

    Attributes
    ----------
    html : Markup
        The lesson, without notes for whoever teaches.
    sources : Markup
        What it cites, as a list; empty where there is nothing.
    sections : mapping of str to str
        Titles of its sections by their id on the page, in order.
    """

    html: Markup
    sources: Markup
    sections: Mapping[str, str]

    def furthest(self, before: str, section: str) -> str:
        """Choose the later of two sections; one that is not known any more is early."""
        order = {name: at for at, name in enumerate((*self.sections, END))}
        return max(before, section, key=lambda name: order.get(name, -1))

    def title(self, section: str) -> str:
        """Name a section; empty where there is none of that id."""
        return self.sections.get(section, "")


@lru_cache(maxsize=64)
def lesson_page(module: Module) -> LessonPage:
    """Write a lesson."""
    sources = sources_of(module)
    html = lesson_html(module.lesson, sources, language=module.outline.language)
    found = {
        unescape(name): unescape(_TAG.sub("", title)) for name, title in _HEADING.findall(html)
    }
    sections = {name: title for name, title in found.items() if len(name) <= LONGEST_SECTION}
    return LessonPage(Markup(html), Markup(sources_html(sources)), sections)  # noqa: S704 - made safe


@lru_cache(maxsize=64)
def text_html(module: Module, name: str, level: int = 2) -> Markup:
    """Write one of a module's texts, without its title; its first heading is of a level."""
    html = html_of(
        _without_title(module.texts[name]),
        sources=sources_of(module),
        level=level,
        language=module.outline.language,
    )
    return Markup(html)  # noqa: S704 - made safe


def title_of(module: Module, name: str) -> str:
    """Read the title of a text: its first heading, or the module's."""
    first = module.texts[name].lstrip().partition("\n")[0]
    return first[2:].strip() if first.startswith("# ") else module.title


@lru_cache(maxsize=64)
def exercise_zip(module: Module) -> bytes:
    """Pack the exercise as ``fairgate train start`` hands it out."""
    packed = BytesIO()
    with TemporaryDirectory() as place, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        hand_out([module], Path(place))
        folder = Path(place, folder_name(module))
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(place).as_posix(), _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, path.read_bytes())
    return packed.getvalue()


def _without_title(text: str) -> str:
    first, _, rest = text.lstrip().partition("\n")
    return rest if first.startswith("# ") else text
