"""German: every sentence, with the same places to fill, and compiled as it stands in the file."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from sampler import sampler

APP = Path(__file__).resolve().parents[3] / "jira_app"
GERMAN = APP / "translations" / "de" / "LC_MESSAGES" / "messages.po"
EXTRACT = "-q extract -F translations/babel.cfg -k _l -k N_ -k lazy_gettext --no-location -o"
PLACE = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Look through code and templates as `make translations` does."""
    file = tmp_path_factory.mktemp("words") / "messages.pot"
    pybabel = Path(sys.executable).with_name("pybabel")
    subprocess.run([pybabel, *EXTRACT.split(), file, "."], cwd=APP, check=True)
    with file.open("rb") as pot:
        return read_po(pot)


@pytest.fixture(scope="module")
def german() -> Catalog:
    """Read the German words."""
    with GERMAN.open("rb") as po:
        return read_po(po, locale="de")


def texts(said: str | Iterable[str]) -> tuple[str, ...]:
    """Give singular and plural, or the one there is."""
    return (said,) if isinstance(said, str) else tuple(said)


def messages(catalog: Catalog) -> list[Message]:
    """Give all but the head."""
    return [message for message in catalog if message.id]


def test_every_sentence_of_the_pages_has_german_words(asked: Catalog, german: Catalog) -> None:
    """None is missing, none left over, none guessed. Mend with: make translations."""
    wanted = {message.id if isinstance(message.id, str) else message.id[0] for message in asked}
    known = {texts(message.id)[0] for message in messages(german)}
    assert wanted - {""} == known
    assert len(known) > 300
    blank = [each.id for each in messages(german) if not all(texts(each.string))]
    assert blank == []
    assert [each.id for each in messages(german) if each.fuzzy] == []


def test_places_to_fill_are_the_same(german: Catalog) -> None:
    """Also in the singular, which may leave a number out, and never adds a place."""
    for message in messages(german):
        places = [sorted(PLACE.findall(text)) for text in texts(message.id)]
        for text, expected in zip(texts(message.string), places, strict=True):
            assert sorted(PLACE.findall(text)) == expected, message.id


def test_german_is_not_english_left_standing(german: Catalog) -> None:
    """A sentence of four words or more is never the same in both."""
    same = [each.id for each in messages(german) if each.string == each.id]
    assert [text for text in same if len(text.split()) > 3] == []


def test_what_is_compiled_is_what_is_written(german: Catalog) -> None:
    """The .mo file is what the app reads."""
    with GERMAN.with_suffix(".mo").open("rb") as mo:
        compiled = read_mo(mo)
    written = {texts(each.id): texts(each.string) for each in messages(german)}
    assert {texts(each.id): texts(each.string) for each in messages(compiled)} == written


def test_a_page_is_german_from_head_to_foot() -> None:
    """Labels, badges, dates, refusals."""
    client = sampler().test_client()
    page = client.get("/sampler", headers={"Accept-Language": "de"}).text
    for words in ("Abmelden", "hoch", "eingereicht", "nicht bestanden", "21. Nov. 2026", "Seite 2"):
        assert words in page
    assert "2 Angaben stimmen noch nicht" in page
    refusal = client.get("/wrong/role", headers={"Accept-Language": "de"}).text
    assert "Das dürfen Sie nicht" in refusal
    assert "Verwaltung" in refusal
