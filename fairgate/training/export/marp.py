"""Slides of several modules joined into one file for Marp."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from fairgate.training.export.pictures import embedded, pictures
from fairgate.training.module import Module
from fairgate.training.slides import Deck
from fairgate.training.sources import told

_OF_ALL = ("theme", "style", "size", "math")
"""Settings that hold for a whole file: the first deck has the say."""

_FROM_HERE = (
    *("paginate", "header", "footer", "class", "color", "backgroundColor", "backgroundImage"),
    *("backgroundPosition", "backgroundRepeat", "backgroundSize"),
)
"""Settings that hold from one slide on, so each deck begins with its own, and with no other's."""


def joined(modules: Sequence[Module], *, title: str = "Training modules") -> str:
    """Join slides of modules, in order; sources are told by their titles.

    Parameters
    ----------
    modules : sequence of Module
        Whose slides; at least one.
    title : str
        Title of several; one module keeps its own.
    """
    first = modules[0].slides.front.settings
    front = {
        "marp": True,
        "title": title if len(modules) > 1 else first.get("title", modules[0].title),
        "lang": first.get("lang", modules[0].outline.language),
        **{name: first[name] for name in _OF_ALL if name in first},
    }
    carried = [name for name in _FROM_HERE if any(_sets(module.slides, name) for module in modules)]
    slides = [slide for module in modules for slide in _slides(module, carried)]
    return f"---\n{_yaml(front)}---\n\n" + "\n\n---\n\n".join(slides) + "\n"


def _slides(module: Module, carried: Sequence[str]) -> Iterator[str]:
    settings = module.slides.front.settings
    unset: Mapping[str, Any] = {"paginate": False}
    begins = {name: settings.get(name, unset.get(name, "")) for name in carried}
    images = pictures(module, "slides.md")
    for at, slide in enumerate(module.slides.slides):
        text = embedded(told(module, slide.text.strip("\n")), images)
        yield f"<!--\n{_within_comment(begins)}-->\n\n{text}" if begins and at == 0 else text


def _sets(deck: Deck, name: str) -> bool:
    return name in deck.front.settings or any(name in slide.directives for slide in deck.slides)


def _within_comment(values: Mapping[str, Any]) -> str:
    r"""Write YAML that no comment ends in, whatever is in a header or a footer.

    Examples
    --------
    >>> print(_within_comment({"footer": "Ask --> answer", "paginate": True}), end="")
    footer: "Ask --\u003e answer"
    paginate: true
    """
    lines = (f"{name}: {json.dumps(value, default=str)}\n" for name, value in values.items())
    return "".join(lines).replace("<", "\\u003c").replace(">", "\\u003e")


def _yaml(values: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(values), sort_keys=False, allow_unicode=True, width=1_000)
