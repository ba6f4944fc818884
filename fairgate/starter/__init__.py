"""The policy that ``fairgate init`` writes: promises from law or custom that the data can answer.

:mod:`~fairgate.starter.guess` reads the columns, :mod:`~fairgate.starter.promises` has the
limits, :mod:`~fairgate.starter.fit` asks the gate what the data can show,
:mod:`~fairgate.starter.text` writes it all down, :mod:`~fairgate.starter.ci` the CI job.
"""

from fairgate.starter.fit import Starter, write_starter
from fairgate.starter.guess import Role, Roles, guess
from fairgate.starter.text import Names, groupings

__all__ = ["Names", "Role", "Roles", "Starter", "groupings", "guess", "write_starter"]
