"""A certificate: who passed which training module, when and how well; signed.

An in-toto Statement v1 (https://github.com/in-toto/attestation) in the same envelope as an
approval, made by the app in which the quiz was taken. The format is described in
docs/reference/certificate.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from fairgate.errors import UserError
from fairgate.evidence.artifact import Digest
from fairgate.evidence.intoto import (
    STATEMENT_TYPE,
    Signable,
    expect_past,
    read_statement,
    write_time,
)
from fairgate.evidence.strict import Count, OneLine, Time
from fairgate.signing import PublicKey, open_envelope
from fairgate.strict import Strict

PREDICATE_TYPE = "urn:fairgate:training:v1"

CURE = "take the certificate as the app wrote it, and the public key of that app"

Number: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class CertifiedPerson(Strict):
    """Who passed, under the name that they had at that time."""

    name: Annotated[OneLine, Field(max_length=200)]


class CertifiedModule(Strict):
    """What was learnt."""

    id: OneLine
    title: OneLine
    version: OneLine
    objectives: Annotated[list[OneLine], Field(min_length=1)]


class CertifiedScore(Strict):
    """How many questions were answered rightly, of how many, and how many it takes to pass."""

    right: Count
    total: Count
    needed: Count

    @model_validator(mode="after")
    def _in_order(self) -> CertifiedScore:
        if self.right > self.total:
            raise ValueError("more right answers than questions")
        if not 1 <= self.needed <= self.total:
            raise ValueError("needed is not between 1 and total")
        return self


class CertifiedSubject(Strict):
    """An in-toto resource descriptor: the module, by :attr:`fairgate.training.Module.digest`."""

    name: Literal["training-module"]
    digest: Digest


class Certified(Strict):
    """Who passed what; ``number`` is the certificate's own."""

    number: Number
    person: CertifiedPerson
    module: CertifiedModule
    score: CertifiedScore
    at: Time

    @property
    def passed(self) -> bool:
        """Whether the score is a pass."""
        return self.score.right >= self.score.needed


class CertificateStatement(Signable):
    """An in-toto Statement v1 about a module that somebody passed."""

    type_: Literal["https://in-toto.io/Statement/v1"] = Field(alias="_type")
    subject: Annotated[list[CertifiedSubject], Field(min_length=1, max_length=1)]
    predicate_type: Literal["urn:fairgate:training:v1"] = Field(alias="predicateType")
    predicate: Certified


@dataclass(frozen=True)
class Certificate:
    """A certificate that is authentic.

    Attributes
    ----------
    certified : Certified
        What it says.
    digest : str
        SHA-256 of the module, in hex.
    key_id : str
        Of the trusted key that signed it.
    """

    certified: Certified
    digest: str
    key_id: str


def make_certificate(
    *,
    number: str,
    name: str,
    module: tuple[str, str, str, str],
    objectives: Sequence[str],
    score: tuple[int, int, int],
    at: float,
) -> CertificateStatement:
    """State that somebody passed a module.

    Parameters
    ----------
    number : str
        The certificate's own: 32 digits in hex, which nobody guesses.
    name : str
        Of the person, at this time.
    module : tuple of str
        Id, title, version and digest (``sha256:...``).
    objectives : sequence of str
        What was learnt.
    score : tuple of int
        Right answers, questions, and right answers needed to pass.
    at : float
        When, in seconds since 1970; written in whole seconds, rounded down.

    Raises
    ------
    ValueError
        If a part has another form.

    Examples
    --------
    >>> made = make_certificate(number="0" * 32, name="Ann Author", objectives=["Read a verdict"],
    ...     module=("05", "Reading a verdict", "1.0.0", "sha256:" + "0" * 64), score=(9, 10, 8),
    ...     at=0.0)
    >>> made.predicate.passed, made.predicate.at
    (True, '1970-01-01T00:00:00Z')
    """
    id_, title, version, digest = module
    right, total, needed = score
    return CertificateStatement.model_validate(
        {
            "_type": STATEMENT_TYPE,
            "subject": [
                {
                    "name": "training-module",
                    "digest": {"sha256": digest.removeprefix("sha256:")},
                }
            ],
            "predicateType": PREDICATE_TYPE,
            "predicate": {
                "number": number,
                "person": {"name": name},
                "module": {
                    "id": id_,
                    "title": title,
                    "version": version,
                    "objectives": list(objectives),
                },
                "score": {"right": right, "total": total, "needed": needed},
                "at": write_time(at),
            },
        }
    )


def parse_certificate(payload: bytes, *, name: str = "certificate") -> CertificateStatement:
    """Read a statement, strictly: nothing missing, nothing extra.

    Raises
    ------
    UserError
        For anything else, naming the place.
    """
    return read_statement(CertificateStatement, payload, name=name, cure=CURE)


def verify_certificate(
    envelope: bytes, public_keys: Sequence[PublicKey], now: float, *, name: str = "certificate"
) -> Certificate:
    """Check the signature of a certificate, and that it is not from the future.

    Parameters
    ----------
    envelope : bytes
        As the app signed it.
    public_keys : sequence of PublicKey
        Keys of apps that are trusted.
    now : float
        Seconds since 1970.
    name : str
        What complaints call the envelope.

    Raises
    ------
    UserError
        If it is not authentic.

    Notes
    -----
    Whether the score is a pass is :attr:`Certified.passed`; the app signs no other.
    """
    try:
        opened = open_envelope(envelope, public_keys, name=name)
    except UserError as error:
        raise UserError(error.problem, CURE, file=name) from None
    statement = parse_certificate(opened.payload, name=name)
    certified = statement.predicate
    expect_past(certified.at, "signed", now, name=name)
    return Certificate(certified, statement.subject[0].digest.sha256, opened.key_id)
