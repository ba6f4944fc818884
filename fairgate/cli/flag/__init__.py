"""``fairgate flag``: no rollout without a passing assessment."""

from fairgate.cli.flag.group import flag

__all__ = ["flag"]
