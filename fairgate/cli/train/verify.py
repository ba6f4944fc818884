"""``fairgate train verify``: whether a certificate is authentic, and what it says."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from fairgate.cli.terminal import write
from fairgate.files import read_bytes
from fairgate.report.safe import printable

if TYPE_CHECKING:
    from fairgate.certificate import Certificate

NOT_PASSED = 3
_SIZE = 1_000_000


@click.command(
    epilog="""\b
Exit codes:
  0  authentic, and passed
  3  authentic, but its score is no pass
  2  not authentic, or no certificate

\b
Example:
  fairgate train verify certificate.json --key fairgate.pub
"""
)
@click.argument("certificate", metavar="FILE")
@click.option(
    "--key",
    required=True,
    metavar="PUBKEY",
    help="The app's fairgate.pub, or a directory of *.pub files, any of which will do.",
)
@click.pass_context
def verify(ctx: click.Context, certificate: str, key: str) -> None:
    """Check the signature of a certificate, and print who passed what.

    FILE is what the app's page of the certificate hands out. The name is the one that the person
    had when they passed; whose it is, the app vouches for, which let them sign in.
    """
    from fairgate.signing import load_public_keys  # noqa: PLC0415 - heavy

    envelope, keys = read_bytes(certificate, _SIZE), load_public_keys(key)

    from fairgate.certificate import verify_certificate  # noqa: PLC0415 - not for a wrong key

    found = verify_certificate(envelope, keys, time.time(), name=certificate)
    lines = [f"{printable(certificate)} is authentic."]
    lines += [f"{label:<10} {printable(text)}" for label, text in _facts(found)]
    write("\n".join(lines) + "\n")
    ctx.exit(0 if found.certified.passed else NOT_PASSED)


def _facts(found: Certificate) -> Iterator[tuple[str, str]]:
    certified = found.certified
    module, score = certified.module, certified.score
    yield "person", certified.person.name
    yield "module", f"{module.id} {module.title}, version {module.version}"
    yield "", f"sha256:{found.digest}"
    word = "passed" if certified.passed else "not passed"
    yield "score", f"{score.right} of {score.total} right, {score.needed} needed: {word}"
    yield "at", certified.at
    yield "number", certified.number
    for at, objective in enumerate(module.objectives):
        yield "" if at else "learnt", objective
    yield "signed by", found.key_id
