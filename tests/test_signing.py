"""Keys and envelopes: what is authentic opens, everything else is refused in words."""

from __future__ import annotations

import base64
import hashlib
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_public_key,
)

from fairgate.errors import UserError
from fairgate.signing import (
    IN_TOTO,
    generate_keys,
    load_public_keys,
    open_envelope,
    sign,
    unsigned,
)

PAYLOAD = b'{"verdict":"fail"}'


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """Make a key pair of this test's own."""
    return generate_keys(tmp_path / "keys")


def pae(payload_type: str, payload: bytes) -> bytes:
    """Encode as DSSE's protocol document says, written from that document alone."""
    parts = [b"DSSEv1"]
    for part in (payload_type.encode(), payload):
        parts += [str(len(part)).encode(), part]
    return b" ".join(parts)


def altered(envelope: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return the envelope after a change to its document."""
    document = json.loads(envelope)
    change(document)
    return json.dumps(document).encode()


def refusal(envelope: bytes, public: Path) -> str:
    """Say why an envelope does not open."""
    with pytest.raises(UserError) as caught:
        open_envelope(envelope, load_public_keys(public), name="evidence.json")
    assert caught.value.file == "evidence.json"
    return str(caught.value)


def test_what_was_signed_opens_and_names_its_key(keys: tuple[Path, Path]) -> None:
    """The payload comes back byte by byte, with the id of the key."""
    private, public = keys
    opened = open_envelope(sign(PAYLOAD, IN_TOTO, private), load_public_keys(public))
    assert opened.payload == PAYLOAD
    assert opened.key_id == load_public_keys(public)[0].keyid


def test_the_signature_is_ed25519_over_the_encoding_of_dsse(keys: tuple[Path, Path]) -> None:
    """Plain cryptography and an encoding of our own accept it, and refuse one bit more."""
    private, public = keys
    document = json.loads(sign(PAYLOAD, IN_TOTO, private))
    key: Any = load_pem_public_key(public.read_bytes())
    signature = base64.b64decode(document["signatures"][0]["sig"])
    key.verify(signature, pae(IN_TOTO, PAYLOAD))
    with pytest.raises(InvalidSignature):
        key.verify(signature, pae(IN_TOTO, PAYLOAD + b" "))


def test_a_key_id_is_the_digest_of_the_key_as_documented(keys: tuple[Path, Path]) -> None:
    """A port can compute it from the public key alone."""
    key: Any = load_pem_public_key(keys[1].read_bytes())
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    text = f'{{"keytype":"ed25519","keyval":{{"public":"{raw}"}},"scheme":"ed25519"}}'
    assert load_public_keys(keys[1])[0].keyid == hashlib.sha256(text.encode()).hexdigest()


def test_keys_are_pem_and_only_the_owner_reads_the_private_one(keys: tuple[Path, Path]) -> None:
    """PKCS #8 and SubjectPublicKeyInfo, mode 0600 whatever the umask."""
    private, public = keys
    assert (private.name, public.name) == ("fairgate.key", "fairgate.pub")
    assert private.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    assert public.read_bytes().startswith(b"-----BEGIN PUBLIC KEY-----")
    assert stat.S_IMODE(private.stat().st_mode) == 0o600


def test_two_key_pairs_differ(tmp_path: Path) -> None:
    """A key is random, not derived from anything."""
    pairs = [generate_keys(tmp_path / name) for name in ("a", "b")]
    assert pairs[0][0].read_bytes() != pairs[1][0].read_bytes()


@pytest.mark.parametrize("name", ["fairgate.key", "fairgate.pub"])
def test_a_key_is_never_overwritten(tmp_path: Path, name: str) -> None:
    """Either file stops it, stays as it was, and no other file is left behind."""
    (tmp_path / name).write_bytes(b"precious")
    with pytest.raises(UserError, match=f"{name}: is there already"):
        generate_keys(tmp_path)
    assert (tmp_path / name).read_bytes() == b"precious"
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_key_is_not_written_through_a_link(tmp_path: Path) -> None:
    """A dangling link in the way is refused, not followed."""
    (tmp_path / "fairgate.key").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="is there already"):
        generate_keys(tmp_path)
    assert not (tmp_path / "elsewhere").exists()


def test_keys_need_a_directory(tmp_path: Path) -> None:
    """A file in place of the directory is named."""
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="file"):
        generate_keys(tmp_path / "file" / "keys")


def test_an_unsigned_envelope_is_refused(keys: tuple[Path, Path]) -> None:
    """Evidence of a pull request opens nothing."""
    assert "is not signed" in refusal(unsigned(PAYLOAD, IN_TOTO), keys[1])


def test_another_key_is_refused(keys: tuple[Path, Path], tmp_path: Path) -> None:
    """The message names the signer that is not trusted."""
    stranger, _ = generate_keys(tmp_path / "stranger")
    assert "none of the 1 trusted key" in refusal(sign(PAYLOAD, IN_TOTO, stranger), keys[1])


def test_a_stolen_key_id_is_refused(keys: tuple[Path, Path], tmp_path: Path) -> None:
    """A stranger's signature under the trusted key's id does not fit."""
    stranger, _ = generate_keys(tmp_path / "stranger")
    key_id = load_public_keys(keys[1])[0].keyid
    forged = altered(
        sign(PAYLOAD, IN_TOTO, stranger), lambda d: d["signatures"][0].update(keyid=key_id)
    )
    assert "does not fit" in refusal(forged, keys[1])


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(payload=base64.b64encode(PAYLOAD.replace(b"fail", b"pass")).decode()),
        lambda d: d.update(payload=""),
        lambda d: d.update(payloadType="text/plain"),
        lambda d: d["signatures"][0].update(sig=base64.b64encode(bytes(64)).decode()),
        lambda d: d["signatures"][0].update(sig=""),
    ],
    ids=["payload", "no payload", "type", "signature", "no signature"],
)
def test_what_was_altered_is_refused(
    keys: tuple[Path, Path], change: Callable[[dict[str, Any]], object]
) -> None:
    """The signature covers the payload and its type."""
    assert "does not fit" in refusal(altered(sign(PAYLOAD, IN_TOTO, keys[0]), change), keys[1])


def test_every_bit_of_the_signature_counts(keys: tuple[Path, Path]) -> None:
    """Flipping one bit in any byte is noticed."""
    envelope = sign(PAYLOAD, IN_TOTO, keys[0])
    signature = base64.b64decode(json.loads(envelope)["signatures"][0]["sig"])
    for at in range(len(signature)):
        flipped = bytearray(signature)
        flipped[at] ^= 1
        text = base64.b64encode(flipped).decode()
        forged = altered(envelope, lambda d, text=text: d["signatures"][0].update(sig=text))
        assert "does not fit" in refusal(forged, keys[1])


def test_a_payload_of_another_type_is_refused_though_signed(keys: tuple[Path, Path]) -> None:
    """An authentic text is still no statement."""
    assert "holds 'text/plain'" in refusal(sign(PAYLOAD, "text/plain", keys[0]), keys[1])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"payload": 1, "payloadType": "t", "signatures": []}',
        b'{"payload": "?", "payloadType": "t", "signatures": []}',
        b'{"payload": "", "payloadType": 1, "signatures": []}',
        b'{"payload": "", "payloadType": "t", "signatures": {}, "x": 1}'.replace(b"{}", b"3"),
        b'{"payload": "", "payloadType": "t", "signatures": [{"keyid": "a"}]}',
        b'{"payload": "", "payloadType": "t", "signatures": [{"sig": ""}]}',
        b'{"payload": "", "payloadType": "t", "signatures": [{"keyid": 1, "sig": ""}]}',
        b'{"payload": "", "payloadType": "t", "signatures": [{"keyid": [], "sig": ""}]}',
        b'{"payload": "", "payloadType": "t", "signatures": ["a"]}',
    ],
)
def test_what_is_no_envelope_is_refused(keys: tuple[Path, Path], data: bytes) -> None:
    """Any other document is a complaint, never a traceback."""
    assert "is no DSSE envelope" in refusal(data, keys[1])


def test_one_of_several_trusted_keys_is_enough(keys: tuple[Path, Path], tmp_path: Path) -> None:
    """A directory holds the keys of all who may sign; other files in it do not matter."""
    _, other = generate_keys(tmp_path / "other")
    trusted = tmp_path / "trusted"
    trusted.mkdir()
    (trusted / "a.pub").write_bytes(other.read_bytes())
    (trusted / "b.pub").write_bytes(keys[1].read_bytes())
    (trusted / "README").write_text("who is who")
    opened = open_envelope(sign(PAYLOAD, IN_TOTO, keys[0]), load_public_keys(trusted))
    assert opened.key_id == load_public_keys(keys[1])[0].keyid


def test_a_directory_without_keys_trusts_nobody(tmp_path: Path) -> None:
    """Nothing to check against is an error, not a success."""
    with pytest.raises(UserError, match=r"holds no \*\.pub file"):
        load_public_keys(tmp_path)


def test_one_bad_file_among_the_trusted_keys_is_an_error(
    keys: tuple[Path, Path], tmp_path: Path
) -> None:
    """A key that cannot be read is not skipped in silence."""
    (tmp_path / "a.pub").write_bytes(keys[1].read_bytes())
    (tmp_path / "b.pub").write_text("not a key")
    with pytest.raises(UserError, match=r"b\.pub: is no public key"):
        load_public_keys(tmp_path)


def test_a_private_key_is_not_taken_for_a_public_one(keys: tuple[Path, Path]) -> None:
    """The mix-up has a message of its own."""
    with pytest.raises(UserError, match="is a private key, expected a public one"):
        load_public_keys(keys[0])


def test_a_public_key_does_not_sign(keys: tuple[Path, Path]) -> None:
    """Nor the other way round."""
    with pytest.raises(UserError, match="is a public key, signing needs the private one"):
        sign(PAYLOAD, IN_TOTO, keys[1])


def test_only_ed25519_is_accepted(tmp_path: Path) -> None:
    """RSA and elliptic curves are named and refused, public and private."""
    for name, key in (
        ("RSA", rsa.generate_private_key(65537, 2048)),
        ("an elliptic curve", ec.generate_private_key(ec.SECP256R1())),
    ):
        private, public = tmp_path / f"{name}.key", tmp_path / f"{name}.pub"
        private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        public.write_bytes(
            key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        )
        with pytest.raises(UserError, match="expected Ed25519"):
            load_public_keys(public)
        with pytest.raises(UserError, match="expected Ed25519"):
            sign(PAYLOAD, IN_TOTO, private)


def test_a_key_with_a_passphrase_is_named(tmp_path: Path) -> None:
    """Signing asks no questions, so it cannot ask for a passphrase."""
    key = ec.generate_private_key(ec.SECP256R1())
    path = tmp_path / "locked.key"
    locked = BestAvailableEncryption(b"secret")
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))
    with pytest.raises(UserError, match="is protected by a passphrase"):
        sign(PAYLOAD, IN_TOTO, path)


@pytest.mark.parametrize("use", [load_public_keys, lambda path: sign(PAYLOAD, IN_TOTO, path)])
def test_a_missing_key_is_named(tmp_path: Path, use: Callable[[Path], object]) -> None:
    """File and cure, no traceback."""
    with pytest.raises(UserError) as caught:
        use(tmp_path / "absent")
    assert caught.value.file == str(tmp_path / "absent")


def test_a_broken_private_key_is_not_quoted(keys: tuple[Path, Path]) -> None:
    """No message, and no exception behind it, repeats a part of the secret."""
    secret = keys[0].read_text().splitlines()[1]
    keys[0].write_text(keys[0].read_text().replace(secret, secret[:-8]))
    with pytest.raises(UserError, match="is no private key") as caught:
        sign(PAYLOAD, IN_TOTO, keys[0])
    assert secret[8:24] not in str(caught.value)
    assert caught.value.__cause__ is None
