"""People as they are stored, in both databases."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from databases import KINDS, new_store
from sqlalchemy import Engine, func, select, update

from jira_app.access import people
from jira_app.access.person import Role
from jira_app.store.records import people as table

ISSUER = "https://login.example.org"


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Open an empty store of each kind."""
    with new_store(request.param, tmp_path) as engine:
        yield engine


def test_somebody_new_is_of_the_squad(store: Engine) -> None:
    """Their id says nothing about them."""
    with store.begin() as db:
        ann = people.arrive(db, ISSUER, "ann", 1.0, name="Ann", email="ann@example.org")
    assert ann.roles == {Role.SQUAD}
    assert "ann" not in ann.id.lower()
    assert len(ann.id) == 32


def test_name_and_email_are_those_of_the_last_sign_in_and_roles_are_kept(store: Engine) -> None:
    """An address that is not verified any more is forgotten."""
    with store.begin() as db:
        ann = people.arrive(db, ISSUER, "ann", 1.0, name="Ann", email="ann@example.org")
        people.set_roles(db, ann, [Role.REVIEWER])
        again = people.arrive(db, ISSUER, "ann", 2.0, name="Ann B")
    assert (again.id, again.name, again.email, again.roles) == (
        ann.id,
        "Ann B",
        "",
        {Role.REVIEWER},
    )


def test_a_role_that_comes_with_the_sign_in_is_added(store: Engine) -> None:
    """And stays."""
    with store.begin() as db:
        people.arrive(db, ISSUER, "ann", 1.0, name="Ann")
        people.arrive(db, ISSUER, "ann", 1.0, name="Ann", roles=[Role.ADMIN])
        again = people.arrive(db, ISSUER, "ann", 1.0, name="Ann")
    assert again.roles == {Role.SQUAD, Role.ADMIN}


def test_the_same_name_at_two_issuers_is_two_people(store: Engine) -> None:
    """Only issuer and subject together mean somebody."""
    with store.begin() as db:
        first = people.arrive(db, ISSUER, "ann", 1.0, name="Ann")
        second = people.arrive(db, "https://other.example.org", "ann", 1.0, name="Ann")
    assert first.id != second.id


def test_who_signs_in_twice_at_once_is_one_person(store: Engine) -> None:
    """Whichever transaction comes first."""

    def arrive(_: int) -> str:
        with store.begin() as db:
            return people.arrive(db, ISSUER, "ann", 1.0, name="Ann").id

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(arrive, range(8)))
    assert len(ids) == 1
    with store.connect() as db:
        assert db.scalar(select(func.count()).select_from(table)) == 1


def test_an_erased_person_is_found_no_more_until_they_come_back(store: Engine) -> None:
    """Nor listed; what is unknown is no error."""
    with store.begin() as db:
        ann = people.arrive(db, ISSUER, "ann", 1.0, name="Ann")
        db.execute(update(table).values(erased=2.0))
        assert people.find(db, ann.id) is None
        assert people.everybody(db) == ()
        assert people.find(db, "nobody") is None
        people.arrive(db, ISSUER, "ann", 3.0, name="Ann")
        assert people.find(db, ann.id) is not None


def test_a_role_of_a_later_version_is_left_out(store: Engine) -> None:
    """It means nothing here."""
    with store.begin() as db:
        ann = people.arrive(db, ISSUER, "ann", 1.0, name="Ann\0" + "n" * 500)
        db.execute(update(table).values(roles=["squad", "auditor"]))
        found = people.find(db, ann.id)
    assert found is not None
    assert found.roles == {Role.SQUAD}
    assert len(found.name) == people.LONGEST_NAME
