"""``fairgate train``: modules that trainers run and squads pass."""

from fairgate.cli.train.group import train

__all__ = ["train"]
