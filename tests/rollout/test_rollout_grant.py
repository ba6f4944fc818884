"""Grants: signed once, and good for one flag, environment, model and time."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.errors import UserError
from fairgate.rollout.ceiling import bucket, within
from fairgate.rollout.grant import Grant, refusal
from fairgate.rollout.sealing import PAYLOAD_TYPE, read_grant, sign_grant
from fairgate.signing import IN_TOTO, PublicKey, generate_keys, load_public_keys, sign, unsigned

GRANT = Grant(
    flag="new-scoring",
    environment="production",
    model="ab" * 32,
    ceiling=10,
    group="new-scoring",
    issued=1_000,
    until=1_900,
    issue="LOAN-12",
    approval="01" * 32,
    evidence="02" * 32,
    serial=7,
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[PublicKey, ...]]:
    """A key to sign with, and the one to trust."""
    private, public = generate_keys(tmp_path_factory.mktemp("keys"))
    return private, load_public_keys(public)


def test_what_was_signed_is_what_is_read(pair: tuple[Path, tuple[PublicKey, ...]]) -> None:
    """All of it, in less than Unleash takes as a payload."""
    key, trusted = pair
    envelope = sign_grant(GRANT, key)
    assert read_grant(envelope, trusted) == GRANT
    assert len(envelope) < 2_000


def test_a_grant_of_another_key_is_refused(
    pair: tuple[Path, tuple[PublicKey, ...]], tmp_path: Path
) -> None:
    """However right its words are."""
    other, _ = generate_keys(tmp_path)
    with pytest.raises(UserError, match="none of the 1 trusted"):
        read_grant(sign_grant(GRANT, other), pair[1])


def test_a_grant_that_was_edited_is_refused(pair: tuple[Path, tuple[PublicKey, ...]]) -> None:
    """A larger ceiling under the old signature."""
    key, trusted = pair
    document = json.loads(sign_grant(GRANT, key))
    payload = base64.b64decode(document["payload"]).replace(b'"ceiling":10', b'"ceiling":99')
    document["payload"] = base64.b64encode(payload).decode()
    with pytest.raises(UserError, match="altered"):
        read_grant(json.dumps(document), trusted)


@pytest.mark.parametrize(
    "change",
    [
        {"ceiling": 0},
        {"ceiling": 101},
        {"ceiling": "10"},
        {"until": -1},
        {"model": "ab"},
        {"flag": ""},
        {"schema": "fairgate/grant/v2"},
        {"extra": 1},
    ],
    ids=str,
)
def test_a_signed_document_that_is_no_grant_is_refused(
    pair: tuple[Path, tuple[PublicKey, ...]], change: dict[str, object]
) -> None:
    """A trusted key does not make anything a grant."""
    key, trusted = pair
    payload = base64.b64decode(json.loads(sign_grant(GRANT, key))["payload"])
    forged = json.dumps({**json.loads(payload), **change}).encode()
    with pytest.raises(UserError, match="is no grant"):
        read_grant(sign(forged, PAYLOAD_TYPE, key).decode(), trusted)


def test_other_envelopes_of_the_same_key_are_no_grants(
    pair: tuple[Path, tuple[PublicKey, ...]],
) -> None:
    """The type is signed too; and unsigned ones are nothing at all."""
    key, trusted = pair
    payload = base64.b64decode(json.loads(sign_grant(GRANT, key))["payload"])
    with pytest.raises(UserError, match="expected"):
        read_grant(sign(payload, IN_TOTO, key).decode(), trusted)
    with pytest.raises(UserError, match="not signed"):
        read_grant(unsigned(payload, PAYLOAD_TYPE).decode(), trusted)
    for text in ("", "null", "[]", "{}", "\x00", "[" * 10_000):
        with pytest.raises(UserError):
            read_grant(text, trusted)


def test_a_grant_holds_for_one_flag_environment_model_and_time() -> None:
    """Copied elsewhere it says why it does not."""
    said = {
        "": refusal(GRANT, "new-scoring", "production", "ab" * 32, 1_899.9),
        "flag": refusal(GRANT, "other", "production", "ab" * 32, 1_000),
        "production": refusal(GRANT, "new-scoring", "staging", "ab" * 32, 1_000),
        "model": refusal(GRANT, "new-scoring", "production", "cd" * 32, 1_000),
        "ended": refusal(GRANT, "new-scoring", "production", "ab" * 32, 1_900),
    }
    assert said.pop("") == ""
    assert all(word in text for word, text in said.items())
    assert refusal(replace(GRANT, until=5_000), "new-scoring", "production", "ab" * 32, 4_999) == ""


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_larger_ceiling_only_ever_lets_more_people_in(group: str, person: str) -> None:
    """And the same people stay in."""
    number = bucket(group, person)
    assert 1 <= number <= 100
    assert [within(ceiling, group, person) for ceiling in (number - 1, number)] == [False, True]
    assert within(100, group, person)
