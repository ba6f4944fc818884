"""What a package and each of its modules are about, as IMS Metadata 1.2.1. Pure."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

NAMESPACE = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class About:
    """What is said of a package or of a module.

    Attributes
    ----------
    title, description : str
        For people who choose.
    language : str
        Of these words and of the content.
    version : str
        Of the content.
    minutes : int
        How long it takes.
    licence : str
        Of the content.
    location : str
        Where it begins, within the package.
    objectives : sequence of str
        What learners can do afterwards.
    """

    title: str
    description: str
    language: str
    version: str
    minutes: int
    licence: str
    location: str
    objectives: Sequence[str]


def record(about: About) -> ET.Element:
    """Make a record that has everything SCORM 1.2 asks of one.

    Examples
    --------
    >>> found = record(About("Verdicts", "Read.", "en", "1.0.0", 87, "CC0-1.0", "05.html", ["Do"]))
    >>> found.findtext(".//{*}general/{*}title/{*}langstring")
    'Verdicts'
    """
    lom = ET.Element(f"{{{NAMESPACE}}}lom")
    general = _within(lom, "general")
    _words(general, "title", about.title, about.language)
    _within(general, "language", about.language)
    _words(general, "description", about.description, about.language)
    _words(general, "keyword", "inclusive design", "en")
    _words(general, "keyword", "fairness", "en")
    lifecycle = _within(lom, "lifecycle")
    _words(lifecycle, "version", about.version, "x-none")
    _term(lifecycle, "status", "Final")
    _within(_within(lom, "metametadata"), "metadatascheme", "ADL SCORM 1.2")
    technical = _within(lom, "technical")
    _within(technical, "format", "text/html")
    _within(technical, "location", about.location).set("type", "URI")
    time = _within(_within(lom, "educational"), "typicallearningtime")
    _within(time, "datetime", f"PT{about.minutes}M")
    rights = _within(lom, "rights")
    _term(rights, "cost", "no")
    _term(rights, "copyrightandotherrestrictions", "yes")
    _words(rights, "description", about.licence, "x-none")
    classification = _within(lom, "classification")
    _term(classification, "purpose", "Educational Objective")
    _words(classification, "description", "\n".join(about.objectives), about.language)
    _words(classification, "keyword", "inclusive design", "en")
    return lom


def clean(text: str, longest: int = 10_000) -> str:
    r"""Leave out what XML cannot hold, and what is too long for its place.

    Examples
    --------
    >>> clean("a\x07b"), clean("Reading a verdict", 10)
    ('ab', 'Reading a…')
    """
    kept = _UNSPEAKABLE.sub("", text)
    return kept if len(kept) <= longest else kept[: longest - 1].rstrip() + "…"


def _within(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    element = ET.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if text:
        element.text = clean(text)
    return element


def _words(parent: ET.Element, name: str, text: str, language: str) -> None:
    _within(_within(parent, name), "langstring", text).set(_LANGUAGE, language)


def _term(parent: ET.Element, name: str, value: str) -> None:
    """Say something in a word of the metadata's own vocabulary."""
    element = _within(parent, name)
    _words(element, "source", "LOMv1.0", "x-none")
    _words(element, "value", value, "x-none")
