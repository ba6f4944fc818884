"""Evidence that is refused: by whom it was sent, by what it is, and by what it states."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from fairgate.evidence.tally import Statistics
from fairgate.signing import IN_TOTO, unsigned
from jira_app.evidence.envelope import LARGEST
from tests.jira_app import envelopes
from tests.jira_app.apihouse import House


@pytest.fixture(scope="module")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> envelopes.Keys:
    """Make keys that nobody trusts."""
    return envelopes.keys(tmp_path_factory.mktemp("strangers"))


Make = Callable[[envelopes.Keys, envelopes.Keys], bytes]
REFUSED: dict[str, tuple[int, str, str, Make]] = {
    "no token": (401, "", "", lambda k, _: envelopes.signed(k.private)),
    "an unknown token": (401, "nobody's", "", lambda k, _: envelopes.signed(k.private)),
    "another scope": (403, "reads", "", lambda k, _: envelopes.signed(k.private)),
    "another project": (
        403,
        "sends",
        "",
        lambda k, _: envelopes.signed(k.private, issues=("CARE-1",)),
    ),
    "one of two projects": (
        403,
        "sends",
        "",
        lambda k, _: envelopes.signed(k.private, issues=("LOAN-1", "CARE-1")),
    ),
    "an untrusted key": (403, "all", "", lambda _, s: envelopes.signed(s.private)),
    "altered after signing": (
        403,
        "all",
        "",
        lambda k, _: envelopes.altered(envelopes.signed(k.private)),
    ),
    "another issue than signed": (
        400,
        "all",
        "?issue=LOAN-2",
        lambda k, _: envelopes.signed(k.private),
    ),
    "a key with a path": (
        400,
        "all",
        "?issue=LOAN-1/../../user",
        lambda k, _: envelopes.signed(k.private, issues=()),
    ),
    "a path among its issues": (
        400,
        "all",
        "",
        lambda k, _: envelopes.signed(k.private, issues=("LOAN-1", "../user")),
    ),
    "two issues asked for": (
        400,
        "all",
        "?issue=LOAN-1&issue=LOAN-2",
        lambda k, _: envelopes.signed(k.private),
    ),
    "a report that is no link": (
        400,
        "all",
        "?report=javascript:alert(1)",
        lambda k, _: envelopes.signed(k.private),
    ),
    "no JSON": (400, "all", "", lambda *_: b"{"),
    "no text": (400, "all", "", lambda *_: b"\xff\xfe"),
    "nothing": (400, "all", "", lambda *_: b""),
    "too deep": (400, "all", "", lambda *_: b"[" * 100_000),
    "a key twice": (400, "all", "", lambda *_: b'{"payload": "", "payload": ""}'),
    "no envelope": (400, "all", "", lambda *_: b'{"payload": ""}'),
    "no base64": (
        400,
        "all",
        "",
        lambda *_: b'{"payload":"a","payloadType":"application/vnd.in-toto+json","signatures":[]}',
    ),
    "another type": (
        400,
        "all",
        "",
        lambda *_: b'{"payload":"","payloadType":"text/plain","signatures":[]}',
    ),
    "no statement": (
        422,
        "all",
        "",
        lambda *_: b'{"payload":"","payloadType":"application/vnd.in-toto+json","signatures":[]}',
    ),
    "signed, but untrue": (422, "all", "", lambda k, _: envelopes.tampered(k.private)),
    "unsigned and untrue": (422, "all", "", lambda *_: envelopes.tampered(None)),
    "of tomorrow": (
        422,
        "all",
        "",
        lambda k, _: envelopes.signed(k.private, time=datetime(2026, 11, 22, tzinfo=UTC)),
    ),
    "too long": (413, "all", "", lambda *_: b" " * (LARGEST + 1)),
}


@pytest.mark.parametrize("why", REFUSED)
def test_other_evidence_is_refused_and_nothing_is_kept(
    house: House, keys: envelopes.Keys, strangers: envelopes.Keys, why: str
) -> None:
    """As problem details, which say why."""
    status, token, query, make = REFUSED[why]
    answer = house.send(make(keys, strangers), query, token)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), (
        answer.data
    )
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)
    assert (house.kept(), house.woken) == (0, [])


def send_document(house: House, document: Any) -> TestResponse:
    """Send a statement in an envelope that nobody signed."""
    return house.send(unsigned(json.dumps(document).encode(), IN_TOTO))


@pytest.mark.parametrize("mended", [False, True])
def test_tampered_counts_do_not_re_judge(house: House, mended: bool) -> None:  # noqa: FBT001
    """Even where the seed, which is made of the counts, was put right as well."""
    document = json.loads(base64.b64decode(json.loads(envelopes.plain("fail"))["payload"]))
    stated: dict[str, Any] = document["predicate"]
    women = stated["statistics"]["cells"][0]["counts"][0]
    women[0], women[3] = women[0] + 60, women[3] - 60
    if mended:
        stated["seed"] = Statistics.model_validate(stated["statistics"]).seed
    answer = send_document(house, document)
    assert answer.status_code == 422
    assert ("its counts give" if mended else "altered") in answer.json["detail"]
    assert house.kept() == 0


def test_tables_that_would_fill_the_memory_are_413(house: House) -> None:
    """A few kilobytes of text may ask for gigabytes of empty bins."""
    document = json.loads(base64.b64decode(json.loads(envelopes.plain("fail"))["payload"]))
    stated: dict[str, Any] = document["predicate"]
    groups = [[str(number)] for number in range(200)]
    zeros = [["0x0.0p+0", "0x0.0p+0"] for _ in groups]
    rows = stated["statistics"]["rows"]
    counts: list[Any] = [[[[1, rows]], []], *([[], []] for _ in groups[1:])]
    table = {"attributes": ["age"], "groups": groups, "bins": 2**16, "counts": counts}
    stated["statistics"]["histograms"] = [table | {"sums": zeros, "squares": zeros}]
    stated["seed"] = Statistics.model_validate(stated["statistics"]).seed
    assert send_document(house, document).status_code == 413
