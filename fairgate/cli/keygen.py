"""``fairgate keygen``: a key pair for signing evidence."""

from __future__ import annotations

import click

from fairgate.cli.terminal import write


@click.command()
@click.option(
    "--out", required=True, metavar="DIR", help="Directory for the two files; made if missing."
)
def keygen(out: str) -> None:
    """Make a key pair that signs evidence: fairgate.key and fairgate.pub (Ed25519).

    An existing key is never overwritten. Keep the private key where only the main branch
    can use it, such as a protected environment of the CI. Give the public key to whoever
    verifies.
    """
    from fairgate.signing import generate_keys, load_public_keys  # noqa: PLC0415 - heavy

    private, public = generate_keys(out)
    (key,) = load_public_keys(public)
    write(
        f"private key  {private}  (mode 0600; a secret, never in a repository)\n"
        f"public key   {public}  (for whoever verifies)\n"
        f"key id       {key.keyid}\n"
    )
