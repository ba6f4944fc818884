"""The manifest of a package: valid by the official schemas, complete, and safe with any words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from schemas12 import complaints, tree

from fairgate.training import open_modules
from fairgate.training.export.manifest import manifest, mastery_score, page_name
from fairgate.training.module import Module, read_module

CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
MD = "{http://www.imsglobal.org/xsd/imsmd_rootv1p2p1}"

Change = Callable[[str, str, str], Module]


@pytest.fixture
def changed(sample: Path) -> Change:
    """Put one text in place of another in a file of the sample, and read it."""

    def change(name: str, old: str, new: str) -> Module:
        path = sample / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return read_module(sample)

    return change


def test_every_module_together_is_valid() -> None:
    """By the schemas of IMS and ADL, metadata included."""
    assert complaints(manifest(open_modules())) == []


def test_each_module_alone_is_valid() -> None:
    """A package of one."""
    assert {tuple(complaints(manifest([module]))) for module in open_modules()} == {()}


def test_an_organisation_s_own_module_is_valid(module: Module) -> None:
    """Among those that come along."""
    assert complaints(manifest([*open_modules(), module])) == []


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ('identifier="item-90"', 'identifier="90"', "not a valid value of the atomic type"),
        ('identifier="item-90"', 'identifier="sco-90"', "not a valid value of the atomic type"),
        ('scormtype="sco"', 'scormtype="page"', "not an element of the set"),
        ("<imsmd:title>", "<imsmd:titel>", "not expected"),
        ("<resources>", "<sources>", "not expected"),
    ],
)
def test_the_schemas_do_see_mistakes(module: Module, old: str, new: str, part: str) -> None:
    """So that the tests above mean something."""
    text = manifest([module]).decode()
    assert old in text
    broken = text.replace(old, new)
    if new.startswith("<"):
        broken = broken.replace(old.replace("<", "</"), new.replace("<", "</"))
    assert part in " ".join(complaints(broken.encode()))


def test_every_item_leads_to_a_page_with_a_title_and_a_mark() -> None:
    """In the order of the modules."""
    modules = open_modules()
    root = tree(manifest(modules))
    pages = {each.get("identifier"): each for each in root.iter(f"{CP}resource")}
    items = list(root.iter(f"{CP}item"))
    assert [item.findtext(f"{CP}title") for item in items] == [each.title for each in modules]
    assert {item.findtext(f"{ADL}masteryscore") for item in items} == {"80"}
    for item, module in zip(items, modules, strict=True):
        page = pages[item.get("identifierref")]
        assert page.get("href") == page_name(module)
        assert [file.get("href") for file in page.iter(f"{CP}file")] == [page_name(module)]
        assert page.get(f"{ADL}scormtype") == "sco"
        said = page.findtext(f".//{MD}general/{MD}description/{MD}langstring")
        assert said == module.outline.summary


def test_packages_of_other_modules_have_another_identifier() -> None:
    """So that one does not take another's place on a platform."""
    modules = open_modules()
    names = {tree(manifest(each)).get("identifier") for each in (modules, modules[:1])}
    assert len(names) == 2


@pytest.mark.parametrize(
    "title",
    [
        r'"A </title><script>alert(1)</script> & \"b\""',
        r'"\x07 bell, \uFFFE no character"',
        '"' + "long " * 60 + '"',
        '"Ünïcode ✓ 𝄞 שלום"',
    ],
)
def test_any_title_stays_a_title(changed: Change, title: str) -> None:
    """Markup is text, what XML cannot hold is left out, and what is too long is cut."""
    module = changed("module.yaml", "title: Names on forms", f"title: {title}")
    written = manifest([module])
    assert complaints(written) == []
    root = tree(written)
    kept = root.findtext(f".//{CP}item/{CP}title")
    assert kept is not None
    assert 0 < len(kept) <= 200
    assert root.find(".//script") is None


@pytest.mark.parametrize(
    ("mark", "score"),
    [("0.8", "80"), ("0.75", "75"), ("1", "100"), ("0.7575", "75.75"), ("0.66667", "83.33")],
)
def test_the_mark_is_a_score_that_the_page_can_reach(
    changed: Change, mark: str, score: str
) -> None:
    """The last one asks for 5 of 6 questions; its own hundredths could be judged either way."""
    module = changed(
        "quiz.yaml", "schema: fairgate/quiz/v1", f"schema: fairgate/quiz/v1\npass_mark: {mark}"
    )
    assert mastery_score(module) == score
