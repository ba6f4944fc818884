"""Packages as files: what is in them, and that they are the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from schemas12 import tree

from fairgate.errors import UserError
from fairgate.training import open_modules
from fairgate.training.export.scorm import scorm12
from fairgate.training.module import Module

CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"


@pytest.fixture(scope="module")
def package() -> zipfile.ZipFile:
    """Pack every module that comes along."""
    return zipfile.ZipFile(io.BytesIO(scorm12(open_modules())))


def test_the_manifest_is_at_the_root_and_names_every_other_file(package: zipfile.ZipFile) -> None:
    """And no file that is not there."""
    root = tree(package.read("imsmanifest.xml"))
    named = {file.get("href") for file in root.iter(f"{CP}file")}
    assert named == set(package.namelist()) - {"imsmanifest.xml"}
    assert len(named) == len(open_modules())


def test_the_same_modules_are_the_same_bytes(module: Module) -> None:
    """Nothing of the clock, and sorted names."""
    packed = scorm12([module])
    assert packed == scorm12([module])
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_each_page_needs_no_other_file(package: zipfile.ZipFile) -> None:
    """Its scripts and styles are in it; the one for platforms comes before the quiz."""
    for name in package.namelist():
        if name.endswith(".html"):
            page = package.read(name).decode()
            assert re.findall(r"<(?:script|link|iframe)\b[^>]*\b(?:src|href)=", page) == []
            assert 0 < page.index("LMSInitialize") < page.index("form.quiz")


def test_names_of_files_are_safe_in_an_address(package: zipfile.ZipFile) -> None:
    """On every platform and file system."""
    assert [name for name in package.namelist() if not re.fullmatch(r"[\w.-]+", name)] == []


def test_no_module_and_one_module_twice_are_refused(module: Module) -> None:
    """A platform could do nothing with either."""
    with pytest.raises(UserError, match="there is no module to pack"):
        scorm12([])
    with pytest.raises(UserError, match="module 90 is named twice"):
        scorm12([module, module])
