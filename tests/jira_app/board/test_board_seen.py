"""Nothing of a project that a person may not see leaks, by any way out of the board."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import seeded
from boards import Get, cells, client_of, listed, plain, rows, stats
from databases import new_store
from seeded import AUDITOR, DAY, MANAGER, Sees, add_case, add_issue, as_
from sqlalchemy import Engine, event
from town import NOON

from jira_app.access import Role, Visit
from jira_app.store.records import history, issues

WAYS = (
    "/board", "/board?print=1", "/board.csv", "/board/trend", "/board?project=HUSH",
    "/board.csv?project=HUSH", "/board/trend?project=HUSH", "/board?text=HUSH",
    "/board?sort=issue&order=desc", "/board?page=2", "/board?likelihood=3&severity=3",
    "/board.csv?sort=owner", "/board?level=high&state=lapsed&due=overdue",
)  # fmt: skip


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Seed the same store, in which the hidden project never was."""
    with new_store("sqlite", tmp_path_factory.mktemp("without")) as engine:
        seeded.seed(engine)
        with engine.begin() as db:
            for table in (issues.c.key, history.c.issue):
                db.execute(table.table.delete().where(table.startswith("HUSH-")))
        yield engine


@pytest.mark.parametrize("path", WAYS)
def test_every_answer_is_the_same_as_if_the_project_were_not_there(
    seeded_store: Engine, without: Engine, path: str
) -> None:
    """Byte for byte: counts, matrix, trend, choices of filters, pages, spreadsheet."""
    there = client_of(seeded_store).get(path, **as_(MANAGER))
    gone = client_of(without).get(path, **as_(MANAGER))
    assert there.status_code == gone.status_code == 200
    assert plain(there) == plain(gone)
    assert "HUSH-" not in there.text


def test_who_may_see_it_gets_it(get: Get) -> None:
    """So the answers above are not the same for want of a project."""
    assert len(rows(get("/board.csv?project=HUSH", AUDITOR))) == 8
    assert stats(get("/board", AUDITOR))[0] == stats(get("/board"))[0] + 8
    assert sum(cells(get("/board", AUDITOR)).values()) > sum(cells(get("/board")).values())
    assert get("/board/trend", AUDITOR).text != get("/board/trend").text


def test_a_project_one_may_not_see_is_like_one_that_is_not_there(get: Get) -> None:
    """As a filter, on every page."""
    for way in ("/board", "/board.csv", "/board/trend"):
        hidden, unknown = get(f"{way}?project=HUSH"), get(f"{way}?project=NOPE")
        assert hidden.status_code == unknown.status_code == 200
        assert plain(hidden, "HUSH") == plain(unknown, "NOPE")


@pytest.mark.parametrize("key", ["HUSH-1", "HUSH-999", "NOPE-1", "LOAN-999", "LOAN-99", "OFF-1",
                                 "loan-1", "LOAN-1%2Fcomment", "%2e%2e"])  # fmt: skip
def test_issues_one_may_not_see_and_those_that_are_not_there_are_one_404(
    get: Get, key: str
) -> None:
    """Same status, same words."""
    answer = get(f"/board/{key}")
    assert answer.status_code == 404
    assert "HUSH-" not in answer.text.replace(key, "")
    if "%" not in key:
        assert plain(answer, key) == plain(get("/board/HUSH-1"), "HUSH-1")


@pytest.mark.parametrize("step", ["accept", "withdraw", "send-back"])
@pytest.mark.parametrize(
    ("key", "status"), [("HUSH-2", 404), ("HUSH-999", 404), ("LOAN-999", 404), ("SHOP-1", 403)]
)
def test_nobody_changes_what_they_may_not_see_or_edit(
    seeded_store: Engine, step: str, key: str, status: int
) -> None:
    """SHOP may be seen and not edited: that is 403; nothing is written in either case."""
    with seeded_store.connect() as db:
        before = db.execute(history.select()).all()
    answer = client_of(seeded_store).post(f"/board/{key}/{step}", **as_(MANAGER))
    with seeded_store.connect() as db:
        after = db.execute(history.select()).all()
    assert answer.status_code == status
    assert before == after


def test_a_visit_from_one_issue_shows_that_issue_alone(get: Get) -> None:
    """Inside Jira's issue panel the token names the issue, and the path cannot."""
    assert listed(get("/board", MANAGER, bound="LOAN-3")) == ["LOAN-3"]
    assert rows(get("/board.csv?project=CARE", MANAGER, bound="LOAN-3")) == []
    assert get("/board/LOAN-4", MANAGER, bound="LOAN-3").status_code == 404


def test_the_visitors_own_authority_decides(seeded_store: Engine) -> None:
    """Forge brings one with the visitor's token."""
    own = Sees({MANAGER.id: {"HUSH"}})
    client = client_of(seeded_store)
    visit = Visit(MANAGER, authority=own)
    found = rows(client.get("/board.csv", environ_overrides={"fairgate.visit": visit}))
    assert {row["project"] for row in found} == {"HUSH"}


def test_somebody_without_any_project_sees_an_empty_board(get: Get) -> None:
    """No counts, no choices, no spreadsheet rows."""
    stranger = seeded.Person("p-stranger", "S. Stranger", roles=frozenset(Role))
    page = get("/board", stranger)
    assert "No issues yet" in page.text
    assert "LOAN" not in page.text
    assert rows(get("/board.csv", stranger)) == []
    assert "LOAN" not in get("/board/trend", stranger).text


def _statements(engine: Engine, path: str) -> tuple[int, int]:
    """Count SQL statements and questions to Jira of one request."""
    seen: list[str] = []
    sees = seeded.authority()

    def note(_db: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    answer = client_of(engine, sees=sees).get(path, **as_(MANAGER))
    event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code == 200
    return sum(not text.startswith("BEGIN") for text in seen), sees.asked


def test_five_thousand_issues_take_as_many_statements_as_five(tmp_path: Path) -> None:
    """And one question to Jira; on the page, the spreadsheet and the trend."""
    with new_store("sqlite", tmp_path) as engine:
        with engine.begin() as db:
            for number in range(1, 6):
                add_issue(db, f"LOAN-{number}", NOON)
            add_case(db, "LOAN-1", NOON - 9 * DAY)
        few = [_statements(engine, path) for path in ("/board", "/board.csv", "/board/trend")]
        with engine.begin() as db:
            row = dict(db.execute(issues.select().limit(1)).one()._mapping)
            new = [{**row, "key": f"LOAN-{number}"} for number in range(6, 5001)]
            db.execute(issues.insert(), new)
        many = [_statements(engine, path) for path in ("/board", "/board.csv", "/board/trend")]
    assert few == many
    assert max(statements for statements, _asked in many) <= 8
    assert {asked for _statements, asked in many} == {1}
