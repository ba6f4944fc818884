"""Keys and envelopes: Ed25519 signatures in DSSE, as in-toto uses them.

Nothing else imports securesystemslib or cryptography, and nothing here knows what is
signed. Every complaint is a :class:`fairgate.errors.UserError`, so that whatever is not
authentic ends with exit code 2.
"""

from fairgate.signing.envelope import IN_TOTO, Opened, open_envelope, sign, unsigned
from fairgate.signing.keys import PublicKey, generate_keys, load_public_keys

__all__ = [
    "IN_TOTO",
    "Opened",
    "PublicKey",
    "generate_keys",
    "load_public_keys",
    "open_envelope",
    "sign",
    "unsigned",
]
