"""``imsmanifest.xml`` of a SCORM 1.2 package: what a learning platform reads first. Pure.

Schemas are named by their namespaces only: those of IMS may not be handed on, and platforms that
check have their own.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from fairgate.training.export.metadata import NAMESPACE as _MD
from fairgate.training.export.metadata import About, clean, record
from fairgate.training.module import Module
from fairgate.training.quiz import score

TITLE = "Inclusive design training"
"""What a package of several modules is called."""

_CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_TITLE_LENGTH = 200
_CENT = Decimal("0.01")


def manifest(modules: Sequence[Module]) -> bytes:
    """Write the manifest: one organisation, with an item and a page for each module.

    Parameters
    ----------
    modules : sequence of Module
        In the order in which a platform lists them; at least one.
    """
    root = ET.Element(f"{{{_CP}}}manifest", identifier=_identifier(modules), version="1.0")
    _described(root, _package(modules))
    organisations = _within(root, "organizations", default="organisation")
    organisation = _within(organisations, "organization", identifier="organisation")
    _within(organisation, "title").text = clean(_package(modules).title, _TITLE_LENGTH)
    resources = _within(root, "resources")
    for module in modules:
        _item(organisation, module)
        _resource(resources, module)
    for prefix, namespace in {"": _CP, "adlcp": _ADL, "imsmd": _MD}.items():
        ET.register_namespace(prefix, namespace)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def page_name(module: Module) -> str:
    """Name the page of a module within the package: ``05-reading-a-verdict.html``."""
    return f"{module.id}-{module.name}.html"


def mastery_score(module: Module) -> str:
    """Say from which score, of 100, a platform takes the quiz as passed.

    Where the pass mark is no whole number of hundredths of a per cent, it is the least score that
    passes, cut off as the page cuts off scores: platform and page never differ.
    """
    mark = Decimal(str(module.quiz.pass_mark)) * 100
    if mark != mark.quantize(_CENT):
        total = len(module.quiz.items)
        mark = (Decimal(100 * score(module.quiz, {}).needed) / total).quantize(_CENT, ROUND_DOWN)
    return f"{mark.normalize():f}"


def _item(organisation: ET.Element, module: Module) -> None:
    names = {"identifier": f"item-{module.id}", "identifierref": f"sco-{module.id}"}
    item = _within(organisation, "item", isvisible="true", **names)
    _within(item, "title").text = clean(module.title, _TITLE_LENGTH)
    ET.SubElement(item, f"{{{_ADL}}}masteryscore").text = mastery_score(module)


def _resource(resources: ET.Element, module: Module) -> None:
    page = page_name(module)
    resource = _within(
        resources, "resource", identifier=f"sco-{module.id}", type="webcontent", href=page
    )
    resource.set(f"{{{_ADL}}}scormtype", "sco")
    _described(resource, _about(module))
    _within(resource, "file", href=page)


def _described(parent: ET.Element, about: About) -> None:
    metadata = _within(parent, "metadata")
    _within(metadata, "schema").text = "ADL SCORM"
    _within(metadata, "schemaversion").text = "1.2"
    metadata.append(record(about))


def _about(module: Module) -> About:
    outline = module.outline
    return About(
        title=outline.title,
        description=outline.summary,
        language=outline.language,
        version=outline.version,
        minutes=module.minutes,
        licence=outline.licence,
        location=page_name(module),
        objectives=[objective.text for objective in module.objectives],
    )


def _package(modules: Sequence[Module]) -> About:
    """Tell of all modules what is told of one."""
    if len(modules) == 1:
        return _about(modules[0])
    each = [_about(module) for module in modules]
    return About(
        title=TITLE,
        description="\n".join(f"{about.title}: {about.description}" for about in each),
        language=each[0].language,
        version="1.0",
        minutes=sum(about.minutes for about in each),
        licence=", ".join(dict.fromkeys(about.licence for about in each)),
        location=each[0].location,
        objectives=[text for about in each for text in about.objectives],
    )


def _identifier(modules: Sequence[Module]) -> str:
    """Name the package by its modules, so that two packages on one platform stay two."""
    return "-".join(["fairgate-training", *(module.id for module in modules)])


def _within(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{_CP}}}{name}", attributes)
