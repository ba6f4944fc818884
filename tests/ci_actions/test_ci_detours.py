"""Ways around the gate: by links, addresses, relabelled people, and secrets that are misplaced."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from checkouts import FAIR, LOOSE, POLICY, REGRESSION, UNFAIR, Checkout, judge, texts, write_rows

from fairgate.errors import UserError

WITHOUT_IDS = POLICY.replace(", row_id: id", "")


@pytest.fixture
def work(tmp_path: Path) -> Checkout:
    """A base branch with a policy and predictions."""
    return Checkout.with_model(tmp_path / "work")


def relabel(work: Checkout, pairs: int = 100) -> None:
    """Call refused women men, and as many accepted men women; every total stays as it was."""
    write_rows(work.root / "p.csv", UNFAIR)
    head, *lines = (work.root / "p.csv").read_text().splitlines()
    rows = [line.split(",") for line in lines]
    women = [row for row in rows if row[1:] == ["f", "1", "0"]]
    men = [row for row in rows if row[1:] == ["m", "1", "1"]]
    for woman, man in list(zip(women, men, strict=False))[:pairs]:
        woman[1], man[1] = "m", "f"
    text = "\n".join([head, *(",".join(row) for row in rows)])
    (work.root / "p.csv").write_text(f"{text}\n")


def test_people_who_change_places_block_though_every_total_stays(work: Checkout) -> None:
    """The verdict itself would be pass."""
    relabel(work)
    judged = work.judge(work.request())
    assert (judged.verdict.outcome.value, judged.exit_code) == ("pass", 2)
    assert "belong to other groups than at the base, by sex (200 rows)" in texts(judged, "error")


def test_a_new_row_does_not_hide_people_who_change_places(work: Checkout) -> None:
    """Files of other lengths are compared too, row by row."""
    relabel(work)
    with (work.root / "p.csv").open("a") as file:
        file.write("5000,f,1,1\n")
    judged = work.judge(work.request())
    assert judged.exit_code == 2
    assert "by sex (200 rows)" in texts(judged, "error")
    assert "1 rows are new" in texts(judged, "warning")


def test_the_same_groups_written_otherwise_are_the_same(work: Checkout) -> None:
    """``1.0`` is ``1``, whichever file says it so."""
    for old, new in ((",f,", ",1,"), (",m,", ",2,")):
        text = (work.root / "p.csv").read_text().replace(old, new)
        (work.root / "p.csv").write_text(text)
    work.commit("groups are numbers")
    text = (work.root / "p.csv").read_text().replace(",1,1,", ",1.0,1,").replace(",2,", ",2.0,")
    (work.root / "p.csv").write_text(text)
    judged = work.judge(work.request())
    assert (judged.exit_code, texts(judged, "error")) == (0, "")


def test_other_people_without_row_ids_are_said(tmp_path: Path) -> None:
    """Nobody can pair them, so a reader has to look."""
    work = Checkout.with_model(tmp_path / "work", WITHOUT_IDS)
    write_rows(work.root / "p.csv", {"f": (310, 40, 50, 100), "m": (300, 50, 50, 100)})
    assert "judged on other people than the base, by sex" in texts(
        work.judge(work.request()), "warning"
    )


def link_to_itself(work: Checkout, name: str) -> None:
    """Replace a file."""
    (work.root / name).unlink()
    (work.root / name).symlink_to(name)


@pytest.mark.parametrize("name", ["fairgate.yaml", "p.csv"])
def test_a_link_to_itself_is_refused(work: Checkout, name: str) -> None:
    """Not a traceback."""
    link_to_itself(work, name)
    with pytest.raises(UserError, match=f"{name}: leads nowhere"):
        work.judge(work.request())


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("https://example.org/p.csv", "nothing is fetched that a request names"),
        ("S3://bucket/p.csv", "nothing is fetched that a request names"),
        ("file:///etc/passwd", "leads out of the repository"),
        ("FILE://localhost/etc/passwd", "leads out of the repository"),
        ("p\0.csv", "leads nowhere"),
        ("x" * 300, "cannot be opened"),
    ],
)
def test_a_first_policy_may_not_send_the_run_anywhere(
    tmp_path: Path, name: str, complaint: str
) -> None:
    """With the credentials of the machine, to an address of the request's choice."""
    work = Checkout.with_model(tmp_path / "work", policy=None)
    (work.root / "fairgate.yaml").write_text(POLICY.replace("p.csv", json.dumps(name)))
    with pytest.raises(UserError, match=complaint):
        work.judge(work.request())


def test_a_directory_that_becomes_a_link_hides_no_policy(work: Checkout) -> None:
    """A job that works in it arrives in another one, where the base promised nothing."""
    for name, text, rows in (("m", REGRESSION, FAIR), ("other", LOOSE, UNFAIR)):
        (work.root / name).mkdir()
        (work.root / name / "fairgate.yaml").write_text(text)
        write_rows(work.root / name / "p.csv", rows)
        if name == "m":
            work.commit("a second model")
            shutil.rmtree(work.root / name)
    (work.root / "m").symlink_to("other")
    change = work.request()
    with pytest.raises(UserError, match="the change makes m a link"):
        judge(work.root / "m", change)


def in_capitals(work: Checkout) -> None:
    """Rename it where only letters' case differs."""
    (work.root / "fairgate.yaml").unlink()
    (work.root / "Fairgate.yaml").write_text(LOOSE)


def linked(work: Checkout) -> None:
    """Put a link to a looser one in its place."""
    (work.root / "loose.yaml").write_text(LOOSE)
    (work.root / "fairgate.yaml").unlink()
    (work.root / "fairgate.yaml").symlink_to("loose.yaml")


def dangling(work: Checkout) -> None:
    """Put a link to nothing in its place."""
    (work.root / "fairgate.yaml").unlink()
    (work.root / "fairgate.yaml").symlink_to("nothing.yaml")


def from_windows(work: Checkout) -> None:
    """Loosen it, with other line ends and a byte order mark."""
    text = LOOSE.replace("\n", "\r\n").encode()
    (work.root / "fairgate.yaml").write_bytes(b"\xef\xbb\xbf" + text)


@pytest.mark.parametrize("alter", [in_capitals, linked, dangling, from_windows])
def test_the_base_policy_judges_however_it_is_replaced(
    work: Checkout, alter: Callable[[Checkout], None]
) -> None:
    """And that is a warning."""
    alter(work)
    write_rows(work.root / "p.csv", UNFAIR)
    judged = work.judge(work.request())
    assert (judged.policy.source, judged.exit_code) == ("base", 3)
    assert "loosens" in texts(judged, "warning")


def test_line_ends_alone_are_no_difference(work: Checkout) -> None:
    """Nobody is alarmed by an editor."""
    text = REGRESSION.replace("\n", "\r\n").encode()
    (work.root / "fairgate.yaml").write_bytes(b"\xef\xbb\xbf" + text)
    assert work.judge(work.request()).policy.differences == ()


def test_reports_are_not_written_into_gits_own_directory(work: Checkout) -> None:
    """Wherever the settings send them."""
    with pytest.raises(UserError, match="git's own directory"):
        work.judge(work.request(), out=".git/hooks")


@pytest.mark.parametrize("secret", ["MC4CAQAwBQYDK2VwBCIEIH", "x" * 5_000])
def test_a_key_that_is_no_key_is_not_shown(work: Checkout, secret: str) -> None:
    """A secret that was pasted without its first line is a secret all the same."""
    with pytest.raises(UserError, match="FAIRGATE_SIGN_KEY: is neither") as refused:
        work.judge(work.push(), sign_key=secret)
    assert secret[:20] not in str(refused.value)
