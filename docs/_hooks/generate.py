"""Fills the reference pages from the code while the site is built, so that they never drift.

A page asks with a comment on a line of its own, such as ``<!-- generated: metrics -->``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

sys.path.insert(0, str(Path(__file__).parent))  # mkdocs loads hooks by path, not as a package

import pages

ROOT = Path(__file__).resolve().parents[2]
MARK = "<!-- generated: {} -->"


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Publish the schemas beside the pages, and the changelog as one of them."""
    for schema in sorted((ROOT / "fairgate" / "schemas").glob("*.json")):
        files.append(File.generated(config, f"schemas/{schema.name}", abs_src_path=str(schema)))
    changelog = str(ROOT / "CHANGELOG.md")
    files.append(File.generated(config, "changelog.md", abs_src_path=changelog))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put generated text where a page asks for it."""
    for name, make in pages.GENERATED.items():
        mark = MARK.format(name)
        if mark in markdown:
            markdown = markdown.replace(mark, make(ROOT))
    if MARK.partition("{}")[0] in markdown:
        raise ValueError(f"a page asks for something that docs/_hooks cannot generate: {MARK}")
    return markdown
