"""One DuckDB connection: in memory, with a spill directory of its own, and with manners."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
import numpy.typing as npt

from fairgate.engine.base import Progress
from fairgate.engine.complaints import OUR_MISTAKES, explain
from fairgate.errors import UserError

Rows = list[tuple[Any, ...]]
Arrays = dict[str, npt.NDArray[Any]]
_POLL_SECONDS = 0.1

_NO_SURPRISES = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_STATISTICS = "statistics_propagation"
# Makes TRY_CAST of a CSV column fail instead of answering null.
_TYPE_PUSHDOWN = "type_pushdown"
_COUNT_PROGRESS = (
    "SET enable_progress_bar = true",
    "SET progress_bar_time = 0",
)


class Session:
    """A connection that spills to a temporary directory and reports progress.

    Parameters
    ----------
    progress : callable, optional
        Called with the share of the work that is done, 0 to 1, from a thread of its own.
    phases : int
        Number of long queries to come; each is an equal share of the work.

    Examples
    --------
    >>> with Session() as session:
    ...     session.rows("SELECT 6 * 7")
    [(42,)]
    """

    def __init__(self, progress: Progress | None = None, phases: int = 1) -> None:
        self._progress = progress
        self._phases = max(phases, 1)
        self._done = 0
        self._spill = _spill_directory()
        config: dict[str, Any] = {**_NO_SURPRISES, "temp_directory": self._spill.name}
        self._connection = duckdb.connect(":memory:", config=config)
        self._optimizers = {name for (name,) in self.rows("SELECT name FROM duckdb_optimizers()")}
        self.trust_statistics(False)
        self.rows("SET enable_progress_bar_print = false")
        for setting in _COUNT_PROGRESS if progress else ():
            self.rows(setting)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()
        self._spill.cleanup()

    def rows(self, sql: str) -> Rows:
        """Run a query and return its rows."""
        return self._connection.execute(sql).fetchall()

    def arrays(self, sql: str) -> Arrays:
        """Run a query and return its columns as numpy arrays."""
        return {name: np.ma.getdata(values) for name, values in self.masked(sql).items()}

    def masked(self, sql: str) -> Arrays:
        """Run a query and return its columns; those with nulls as masked arrays."""
        return dict(self._connection.execute(sql).fetchnumpy())

    def register(self, name: str, columns: Arrays) -> None:
        """Let queries read arrays of equal length as a table."""
        self._connection.register(name, columns)

    def trust_statistics(self, trusted: bool) -> None:  # noqa: FBT001 - the only thing to say
        """Let DuckDB draw conclusions from Parquet's statistics; do so only without floats.

        The statistics leave NaN out, and with them DuckDB answers ``isnan(x)`` with false,
        and ``x < 25`` with true, for a whole file. For the same reason no query may have a
        WHERE on a column of a file: use FILTER, or a condition above a window.
        """
        unwanted = {_TYPE_PUSHDOWN} if trusted else {_TYPE_PUSHDOWN, _STATISTICS}
        # Older versions do not know all of them, and refuse names that they do not know.
        names = ",".join(sorted(unwanted & self._optimizers))
        self.rows(f"SET disabled_optimizers = '{names}'")

    def load_httpfs(self, path: str) -> None:
        """Load what reads ``s3://`` and ``https://``; fetched once from DuckDB if not installed."""
        try:
            with suppress(duckdb.Error):
                self.rows("LOAD httpfs")
                return
            self.rows("INSTALL httpfs")
            self.rows("LOAD httpfs")
        except duckdb.Error as error:
            raise UserError(
                f"DuckDB's httpfs extension is needed to read it, and could not be loaded: "
                f"{str(error).splitlines()[0]}",
                "download the file and name its local copy, or install the extension where "
                "there is network: INSTALL httpfs",
                file=path,
            ) from None

    @contextmanager
    def phase(self) -> Iterator[None]:
        """Report progress of the queries inside; they are one of the announced phases."""
        if self._progress is None:
            yield
            return
        stop = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(stop,), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            stop.set()
            watcher.join()
        self._done += 1
        self._progress(min(self._done / self._phases, 1.0))

    def _watch(self, stop: threading.Event) -> None:
        assert self._progress is not None
        while not stop.wait(_POLL_SECONDS):
            share = min(max(self._connection.query_progress(), 0.0), 100.0) / 100
            self._progress(min((self._done + share) / self._phases, 1.0))


def _spill_directory() -> TemporaryDirectory[str]:
    try:
        return TemporaryDirectory(prefix="fairgate-", ignore_cleanup_errors=True)
    except OSError as error:
        cure = "free some disk space, or point TMPDIR to a larger disk"
        raise UserError(f"there is no temporary directory: {error.strerror}", cure) from None


@contextmanager
def reading(path: str) -> Iterator[None]:
    """Turn DuckDB's complaints about a file into :class:`fairgate.errors.UserError`."""
    try:
        yield
    except OUR_MISTAKES:
        raise
    except duckdb.Error as error:
        raise explain(path, str(error)) from None
