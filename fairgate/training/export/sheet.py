"""One text of a module as a page that prints: for the room, the wall, or the hand."""

from __future__ import annotations

from html import escape

from fairgate.training.export.page import house_styles, render, static
from fairgate.training.export.pictures import pictures
from fairgate.training.forms import SCALE
from fairgate.training.markdown import html_of, lesson_html, sources_html
from fairgate.training.module import Module
from fairgate.training.sources import sources_of

SHEETS = ("lesson", "handout", "run-sheet", "task", "feedback")
"""Parts that there is a page of."""


def sheet(module: Module, part: str) -> str:
    """Write a part as one HTML page, which needs no script and no network.

    Solutions and hints of the lesson are unfolded, and notes for whoever teaches are shown.

    Parameters
    ----------
    module : Module
        Whose.
    part : str
        One of :data:`SHEETS`.
    """
    styles = house_styles() + static("style.css") + static("sheet.css")
    title = f"{module.id} {module.title}"
    if part == "feedback":
        return render("form", title, scripts=(), styles=styles, module=module, scale=SCALE)
    text = _lesson(module) if part == "lesson" else _text(module, part)
    if "<h1" not in text:
        text = f"<h1>{escape(module.title)}</h1>\n{text}"
    sources = sources_html(sources_of(module)) if 'class="cite"' in text else ""
    return render(
        "sheet", title, scripts=(), styles=styles, module=module, text=text, sources=sources
    )


def _text(module: Module, part: str) -> str:
    name = module.exercise.task if part == "task" else f"{part}.md"
    images = pictures(module, name)
    return html_of(
        module.texts[name],
        sources=sources_of(module),
        level=1,
        images=images,
        language=module.outline.language,
    )


def _lesson(module: Module) -> str:
    images = pictures(module, "lesson.md")
    html = lesson_html(
        module.lesson,
        sources_of(module),
        for_trainer=True,
        images=images,
        language=module.outline.language,
    )
    return html.replace("<details ", "<details open ")
