"""Table, filters, order, pages, matrix and spreadsheet of the board."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from boards import Get, cells, client_of, listed, rows, stats
from databases import KINDS, new_store
from seeded import AUTHOR, DAY, MANAGER, add_case, add_issue, add_people, as_
from town import NOON

from jira_app.assessments.case import State


def test_it_shows_issues_of_projects_that_are_on(get: Get) -> None:
    """Gone issues and those of OFF are not there; HUSH is not this person's to see."""
    found = rows(get("/board.csv"))
    assert {row["project"] for row in found} == {"LOAN", "CARE", "SHOP"}
    assert len(found) == 24 + 18 + 10
    assert "LOAN-99" not in {row["issue"] for row in found}


def test_nobody_who_did_not_sign_in_sees_it(get: Get) -> None:
    """Also not the spreadsheet, the trend, an issue."""
    paths = ("/board", "/board.csv", "/board/trend", "/board/LOAN-1")
    assert [get(path, None).status_code for path in paths] == [401] * 4


@pytest.mark.parametrize("sort", ["issue", "level", "state", "inherent", "residual", "evidence",
                                  "gate", "squad", "owner", "age", "due"])  # fmt: skip
def test_both_orders_of_a_column_hold_every_issue_once(get: Get, sort: str) -> None:
    """And ``aria-sort`` says which order it is."""
    up, down = (get(f"/board?sort={sort}&order={order}&print=1") for order in ("asc", "desc"))
    assert sorted(listed(up)) == sorted(listed(down))
    assert len(set(listed(up))) == 52
    assert up.text.count('aria-sort="ascending"') == 1
    assert down.text.count('aria-sort="descending"') == 1


def test_ages_are_sorted_by_days_and_levels_by_their_rank(get: Get) -> None:
    """Not by letters: high, low, medium, none."""
    ages = [int(row["age in days"]) for row in rows(get("/board.csv?sort=age&order=desc"))]
    levels = [row["level"] for row in rows(get("/board.csv?sort=level&order=asc"))]
    assert ages == sorted(ages, reverse=True)
    assert list(dict.fromkeys(levels)) == ["none", "low", "medium", "high"]


def test_pages_of_fifty_cover_the_list(get: Get) -> None:
    """Behind the last page is the last page."""
    first, last, beyond = (get(f"/board?page={n}") for n in (1, 2, 99))
    assert (len(listed(first)), len(listed(last))) == (50, 2)
    assert listed(beyond) == listed(last)
    assert not set(listed(first)) & set(listed(last))
    assert "51 to 52 of 52" in last.text


@pytest.mark.parametrize(
    ("query", "column", "value"),
    [
        ("project=CARE", "project", "CARE"),
        ("squad=Care+desk", "squad", "Care desk"),
        ("squad=Growth+%26+reach", "squad", "Growth & reach"),
        ("level=medium", "level", "medium"),
        ("state=changes-requested", "assessment", "changes-requested"),
        ("state=not-started", "assessment", "not-started"),
        ("due=overdue", "due", "overdue"),
    ],
)
def test_a_filter_keeps_what_fits_and_nothing_else(
    get: Get, query: str, column: str, value: str
) -> None:
    """Spreadsheet, table and head agree."""
    everything = rows(get("/board.csv"))
    wanted = {row["issue"] for row in everything if row[column] == value}
    page = get(f"/board?{query}&print=1")
    assert {row["issue"] for row in rows(get(f"/board.csv?{query}"))} == wanted != set()
    assert set(listed(page)) == wanted
    assert stats(page)[0] == len(wanted)


def test_words_are_looked_for_in_key_summary_owner_and_squad(get: Get) -> None:
    """All of them have to be there, in any order and case."""
    found = rows(get("/board.csv?text=LOANS+score+payments"))
    assert found
    assert all("Score" in row["summary"] and row["squad"] == "Payments" for row in found)


def test_what_makes_no_sense_asks_for_nothing(get: Get) -> None:
    """No error, and no difference."""
    plain = listed(get("/board"))
    odd = "sort=password&order=up&page=-1&likelihood=9&severity=x&level=&page=99999999999999999999"
    assert listed(get(f"/board?{odd}")) == plain


def test_filters_stay_chosen_and_stay_in_every_link(get: Get) -> None:
    """Sorting, paging, matrix and spreadsheet keep them."""
    text = get("/board?project=LOAN&sort=due").text
    assert '<option value="LOAN" selected>' in text
    for address in ("/board.csv?", "/board?"):
        links = [link for link in re.findall(r'href="([^"]*)"', text) if link.startswith(address)]
        assert links
        assert all("project=LOAN" in link for link in links)


def test_the_matrix_counts_what_its_links_list(get: Get) -> None:
    """Cell by cell; and the rest has no place."""
    page = get("/board")
    found = cells(page)
    assert found
    for (likelihood, severity), count in found.items():
        inside = rows(get(f"/board.csv?likelihood={likelihood}&severity={severity}"))
        assert len(inside) == count
        assert {(row["likelihood"], row["severity"]) for row in inside} == {
            (str(likelihood), str(severity))
        }
    unplaced = [row for row in rows(get("/board.csv")) if not row["severity"]]
    assert sum(found.values()) + len(unplaced) == 52


def test_the_matrix_is_a_table_with_heads_and_words(get: Get) -> None:
    """Five by five; each shade has a word, so colour is never alone."""
    text = get("/board").text
    matrix = text[text.index('class="matrix"') : text.index("</table>")]
    assert matrix.count('scope="col"') == matrix.count('scope="row"') == 5
    assert len(re.findall(r"<td class=\"[^\"]*\">", matrix)) == 25
    assert matrix.count(">calm<") == 9
    assert matrix.count(">act<") == 4


def test_an_issue_without_an_approval_is_overdue_after_fourteen_days(tmp_path: Path) -> None:
    """Submitted is not approved; an issue that needs none is never due."""
    ages = {"LOAN-1": 13.9, "LOAN-2": 14.0, "LOAN-3": 30.0, "LOAN-4": 30.0, "LOAN-5": 170.0}
    with new_store("sqlite", tmp_path) as engine:
        with engine.begin() as db:
            for key, days in ages.items():
                needed = key != "LOAN-4"
                add_issue(db, key, NOON, first_seen=NOON - days * DAY, needs_assessment=needed)
            add_case(db, "LOAN-3", NOON - 20 * DAY, upto=State.SUBMITTED)
            add_case(db, "LOAN-5", NOON - 175 * DAY, upto=State.APPROVED)
        answer = client_of(engine).get("/board.csv?sort=issue", **as_(MANAGER))
    assert {row["issue"]: row["due"] for row in rows(answer)} == {
        "LOAN-1": "open",
        "LOAN-2": "overdue",
        "LOAN-3": "overdue",
        "LOAN-4": "",
        "LOAN-5": "ending",
    }


def test_an_approval_that_ended_is_lapsed_even_before_anybody_noted_it(tmp_path: Path) -> None:
    """The board goes by the clock."""
    with new_store("sqlite", tmp_path) as engine:
        with engine.begin() as db:
            add_issue(db, "LOAN-1", NOON, first_seen=NOON - 300 * DAY)
            add_case(db, "LOAN-1", NOON - 300 * DAY)
        (row,) = rows(client_of(engine).get("/board.csv", **as_(MANAGER)))
    assert (row["assessment"], row["due"], row["gate"]) == ("lapsed", "overdue", "closed")


HOSTILE = (
    '=HYPERLINK("http://evil.example","Click")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_the_spreadsheet_is_a_formula(tmp_path: Path, text: str) -> None:
    """Whichever text of Jira it comes from; and it stays one cell."""
    with new_store("sqlite", tmp_path) as engine:
        with engine.begin() as db:
            add_issue(db, "LOAN-1", NOON, summary=text, owner=text, squad=text, status=text)
        answer = client_of(engine).get("/board.csv", **as_(MANAGER))
    (row,) = rows(answer)
    assert [row[name] for name in ("summary", "owner", "squad", "status")] == ["'" + text] * 4


def test_the_spreadsheet_is_as_rfc_4180_asks(tmp_path: Path) -> None:
    """CRLF, quotes doubled; a byte order mark, by which Excel knows UTF-8."""
    with new_store("sqlite", tmp_path) as engine:
        with engine.begin() as db:
            add_issue(db, "LOAN-1", NOON, summary='Größe, "groß"\nund mehr', owner="")
        answer = client_of(engine).get("/board.csv", **as_(MANAGER))
    assert answer.data.startswith(b"\xef\xbb\xbfissue,project,")
    assert answer.data.count(b"\r\n") == 2
    assert '"Größe, ""groß""\nund mehr"'.encode() in answer.data
    assert answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_hostile_words_of_jira_are_escaped_on_the_page(tmp_path: Path) -> None:
    """Also where somebody filters by them."""
    script = "<script>alert(1)</script>"
    with new_store("sqlite", tmp_path) as engine:
        with engine.begin() as db:
            add_issue(db, "LOAN-1", NOON, summary=script, owner=script, squad=script)
        client = client_of(engine)
        for path in ("/board", f"/board?text={script}&squad={script}", "/board/LOAN-1"):
            assert script not in client.get(path, **as_(MANAGER)).text


@pytest.mark.parametrize("kind", KINDS)
def test_the_newest_of_everything_counts_on_both_databases(kind: str, tmp_path: Path) -> None:
    """Evidence judged later, not what came later; an acceptance that holds."""
    from seeded import add_evidence  # noqa: PLC0415

    with new_store(kind, tmp_path) as engine:
        with engine.begin() as db:
            add_people(db)
            add_issue(db, "LOAN-1", NOON, owner=AUTHOR.account)
            add_case(db, "LOAN-1", NOON - 9 * DAY)
            later = {"judged": "2026-11-21T00:00:00Z"}
            earlier = {"judged": "2026-11-01T00:00:00Z"}
            add_evidence(db, "LOAN-1", NOON - DAY, "pass", report=later)
            add_evidence(db, "LOAN-1", NOON, "fail", report=earlier)
            add_evidence(db, "LOAN-1", NOON, "unknown", trusted=False, report=later)
        (row,) = rows(client_of(engine).get("/board.csv", **as_(MANAGER)))
    assert (row["evidence"], row["gate"], row["owner"]) == ("pass", "open", AUTHOR.name)
