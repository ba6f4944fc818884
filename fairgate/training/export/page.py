"""Modules as one page, or one as a page of its own: self-contained, offline, with quizzes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from fairgate import __version__
from fairgate.training.export.view import view
from fairgate.training.languages import theirs
from fairgate.training.markdown import line_html
from fairgate.training.module import Module

PAGE_SCRIPTS = ("quiz.js", "feedback.js")
"""Scripts that every page has; what keeps its answers comes before them."""


def html_page(modules: Sequence[Module], *, title: str = "Training modules") -> str:
    """Write modules as one HTML page, which needs nothing else, and no network.

    Answers are kept by the reader's browser where it allows it. Without JavaScript everything
    can be read, and answers with their reasons unfold.

    Parameters
    ----------
    modules : sequence of Module
        Which, in order; at least one.
    title : str
        Title of a page of several.
    """
    scripts = [static("store.js")]
    if len(modules) == 1:
        return module_page(modules[0], scripts=scripts, forgets=True)
    views = [view(module, level=2) for module in modules]
    return render("page", title, scripts=[*scripts, *_common()], views=views)


def module_page(module: Module, *, scripts: Sequence[str], forgets: bool = False) -> str:
    """Write a module as a page of its own.

    Parameters
    ----------
    module : Module
        Which.
    scripts : sequence of str
        Code that runs before the quiz does: it sets ``window.fairgateStore``, an object with
        ``load() -> str`` and ``save(str)``, and may listen to the events that ``quiz.js`` tells.
        ``[data-notice]`` is an empty line of the page, hidden, for what it has to say.
    forgets : bool
        Whether readers may have their answers forgotten; a platform keeps what it was told.
    """
    seen = view(module, level=1)
    return render("one", module.title, scripts=[*scripts, *_common()], view=seen, forgets=forgets)


def render(
    name: str, title: str, *, scripts: Sequence[str], styles: str | None = None, **values: Any
) -> str:
    """Fill in a template of a page whose policy lets its own scripts and styles run, and no other.

    Parameters
    ----------
    name, title : str
        The template, and what the page is called.
    scripts : sequence of str
        Code, in order.
    styles : str, optional
        CSS; by default that of modules.
    values
        What the template takes.
    """
    css = house_styles() + static("style.css") if styles is None else styles
    page = _environment().get_template(f"export/{name}.html.j2")
    return page.render(
        title=title,
        policy=policy(css, scripts),
        styles=css,
        scripts=scripts,
        version=__version__,
        **values,
    )


@cache
def _environment() -> Environment:
    """Load the templates; they are compiled once."""
    environment = Environment(
        loader=PrefixLoader({"export": PackageLoader("fairgate.training.export")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["line"] = line_html
    environment.filters["spoken"] = _spoken
    return environment


def _spoken(module: Module) -> Markup:
    """Write attributes of an element that holds words of a module."""
    return Markup(theirs(module.outline.language))  # noqa: S704 - made safe


def policy(styles: str, scripts: Sequence[str]) -> str:
    """Write a content security policy by which nothing is fetched, and nothing else runs.

    Examples
    --------
    >>> policy("", [])[:76]
    "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; styl"
    """
    runs = " ".join(map(_hash, scripts)) or "'none'"
    return (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src {_hash(styles)}; script-src {runs}"
    )


def house_styles() -> str:
    """Read the styles that every page of the house has."""
    house = files("fairgate.report").joinpath("templates", "style.css")
    return house.read_text(encoding="utf-8")


def static(name: str) -> str:
    """Read a script or styles that come along."""
    path = files("fairgate.training.export").joinpath("static", name)
    return path.read_text(encoding="utf-8")


def _common() -> list[str]:
    return [static(name) for name in PAGE_SCRIPTS]


def _hash(code: str) -> str:
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
