"""Where envelopes come from: the real app, served; servers that misbehave; files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import urllib3
from browsing import served
from rollout.protected import LOAN_1
from rollout.rude import Rude, rude

from fairgate.rollout.source import LARGEST, AppSource, Both, LedgerSource, SourceDown
from fairgate.rollout.store import Ledger
from fairgate.rollout.tables import open_ledger_engine
from tests.jira_app import envelopes
from tests.jira_app.apihouse import House, approved
from tests.jira_app.databases import new_store
from tests.jira_app.specimens import DAY

APPROVAL = b'{"payload":"","payloadType":"application/vnd.in-toto+json","signatures":[]}'
KEPT = replace(LOAN_1, model="a" * 64)
QUICK = urllib3.Timeout(connect=2.0, read=0.2)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> envelopes.Keys:
    """Keys that the app trusts."""
    return envelopes.keys(tmp_path_factory.mktemp("trusted"))


@pytest.fixture
def app(tmp_path: Path, keys: envelopes.Keys) -> Iterator[House]:
    """The app's API with an approved issue and two pieces of evidence."""
    with new_store("sqlite", tmp_path) as engine:
        house = approved(engine, keys, APPROVAL.decode())
        house.send(envelopes.signed(keys.private, "pass", name="live", model="a"))
        yield house


def test_the_app_gives_what_it_holds(app: House, keys: envelopes.Keys) -> None:
    """The approval, and the newest evidence of a policy about the model; byte by byte."""
    with served(app.app) as url:
        source = AppSource(f"{url}/", "reads")
        assert source.approvals(KEPT) == (APPROVAL,)
        (failing,) = source.evidence(KEPT, "loan-approval")
        assert failing == envelopes.signed(keys.private, "fail")
        (live,) = source.evidence(KEPT, "live")
        assert live == envelopes.signed(keys.private, "pass", name="live", model="a")


def test_what_the_app_does_not_have_is_nothing(app: House) -> None:
    """Another model, policy or issue, an approval that ended: no answer is an answer."""
    with served(app.app) as url:
        source = AppSource(url, "reads")
        assert source.evidence(replace(KEPT, model="b" * 64), "loan-approval") == ()
        assert source.evidence(KEPT, "another & policy") == ()
        assert source.approvals(replace(KEPT, issue="LOAN-404")) == ()
        app.clock.pass_(2 * DAY)
        assert source.approvals(KEPT) == ()


def test_before_a_model_is_named_there_is_no_evidence_about_it(app: House) -> None:
    """A flag that was only just protected is closed, and that is no fault of the app."""
    with served(app.app) as url:
        assert AppSource(url, "reads").evidence(replace(KEPT, model=""), "loan-approval") == ()


@pytest.mark.parametrize("token", ["nobody's", "sends", ""])
def test_a_token_that_may_not_read_is_said_so(app: House, token: str) -> None:
    """It is not taken for "there is none", and not repeated."""
    with served(app.app) as url, pytest.raises(SourceDown, match=r"answered 40[13]") as said:
        AppSource(url, token).approvals(KEPT)
    assert token == "" or token not in str(said.value)


@pytest.mark.parametrize("status", [204, 301, 400, 429, 500, 503])
def test_an_answer_that_is_none_is_the_source_being_down(status: int) -> None:
    """Neither followed elsewhere nor believed."""
    with rude() as server:
        server.status, server.size = status, 0
        with pytest.raises(SourceDown, match=str(status)):
            AppSource(server.url, "t").approvals(KEPT)
        assert len(server.heard) == 1


def _ask(server: Rude) -> None:
    AppSource(server.url, "t", patience=QUICK).approvals(KEPT)


def test_a_server_that_hangs_or_talks_without_end_is_down() -> None:
    """It is not waited for, and not listened to."""
    with rude() as server:
        server.hangs = True
        with pytest.raises(SourceDown, match="ReadTimeoutError"):
            _ask(server)
        server.hangs, server.size = False, LARGEST + 1
        with pytest.raises(SourceDown, match="too large"):
            _ask(server)
        server.size = 2
        assert AppSource(server.url, "t").approvals(KEPT) == (b"  ",)
    with pytest.raises(SourceDown, match="no answer"):
        _ask(server)


def test_a_key_that_is_none_stays_in_its_place() -> None:
    """It leads to no other address."""
    with rude() as server:
        AppSource(server.url, "t").approvals(replace(KEPT, issue="../../user?x=1#"))
    ((path, _, _),) = server.heard
    assert path == "/api/issues/..%2F..%2Fuser%3Fx%3D1%23/approval"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """An empty one."""
    return Ledger(open_ledger_engine(f"sqlite:///{tmp_path}/rollout.db"))


def test_what_was_handed_over_is_given_newest_first(ledger: Ledger) -> None:
    """Of this flag in this environment, once however often it came."""
    for moment, envelope in enumerate((b"one", b"two", b"one")):
        ledger.add_paper(KEPT.name, "approval", envelope, float(moment))
    ledger.add_paper("other@production", "approval", b"other", 9.0)
    ledger.add_paper(KEPT.name, "evidence", b"proof", 9.0)
    source = LedgerSource(ledger)
    assert source.approvals(KEPT) == (b"two", b"one")
    assert source.evidence(KEPT, "whatever") == (b"proof",)


def test_the_app_goes_before_what_was_handed_over(app: House, ledger: Ledger) -> None:
    """Its approval is the one of today; of evidence all is looked at."""
    ledger.add_paper(KEPT.name, "approval", b"handed", 0.0)
    ledger.add_paper(KEPT.name, "evidence", b"proof", 0.0)
    with served(app.app) as url:
        both = Both(AppSource(url, "reads"), LedgerSource(ledger))
        assert both.approvals(KEPT) == (APPROVAL,)
        assert len(both.evidence(KEPT, "loan-approval")) == 2
        assert both.approvals(replace(KEPT, issue="LOAN-404")) == (b"handed",)
    with pytest.raises(SourceDown):
        both.approvals(KEPT)
