"""What a learner has done, in one local file that is never half-written and never thrown away.

Nobody else reads it, and nothing is sent anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from fairgate.errors import UserError
from fairgate.files import read_bytes, user_error, write_atomically

SCHEMA = "fairgate/progress/v1"
_LIMIT = 10_000_000


@dataclass(frozen=True)
class Done:
    """What was done in a module.

    Attributes
    ----------
    steps : tuple of str
        Steps of the exercise that are passed.
    tries : dict of str to int
        How often a step was tried without passing. Hints are counted in the exercise's folder:
        one person may try several, or several people one after the other.
    exercise : str
        Day on which every step passed that may not be left out; empty until then.
    quiz : str
        Day on which the quiz was passed first; empty until then.
    best : float
        Best share of right answers, from 0 to 1.
    best_on : str
        Day on which it was reached first; empty until then, and where an earlier version noted
        the best share alone.
    attempts : int
        How often the quiz was taken.
    """

    steps: tuple[str, ...] = ()
    tries: dict[str, int] = field(default_factory=dict)
    exercise: str = ""
    quiz: str = ""
    best: float = 0.0
    best_on: str = ""
    attempts: int = 0

    @property
    def complete(self) -> bool:
        """Whether exercise and quiz are passed."""
        return bool(self.exercise and self.quiz)

    def failed(self, step: str) -> Done:
        """Note that a step was tried in vain.

        Examples
        --------
        >>> Done().failed("a").failed("a").tries
        {'a': 2}
        """
        return replace(self, tries={**self.tries, step: self.tries.get(step, 0) + 1})

    def checked(self, passed: tuple[str, ...], *, whole: bool, day: str) -> Done:
        """Note which steps pass now."""
        kept = {step: tries for step, tries in self.tries.items() if step not in passed}
        exercise = self.exercise or (day if whole else "")
        return replace(self, steps=passed, tries=kept, exercise=exercise)

    def answered(self, share: float, *, passed: bool, day: str) -> Done:
        """Note a quiz that was taken; the best one counts.

        Examples
        --------
        >>> done = Done().answered(0.8, passed=True, day="2026-01-01")
        >>> done = done.answered(1.0, passed=True, day="2026-06-01")
        >>> done.quiz, done.best, done.best_on
        ('2026-01-01', 1.0, '2026-06-01')
        """
        quiz = self.quiz or (day if passed else "")
        if share > self.best or not self.attempts:
            return replace(self, best=share, best_on=day, attempts=self.attempts + 1, quiz=quiz)
        return replace(self, attempts=self.attempts + 1, quiz=quiz)


class Progress:
    """Progress in a file.

    Parameters
    ----------
    path : Path
        Where; made with its folders when something is noted first.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def of(self, module: str) -> Done:
        """What was done in a module.

        Raises
        ------
        UserError
            Where the file cannot be understood.
        """
        return self._read().get(module, Done())

    def all(self) -> dict[str, Done]:
        """What was done, by id of the module."""
        return self._read()

    @contextmanager
    def changing(self, module: str) -> Iterator[list[Done]]:
        """Change what is noted of a module, while nobody else does.

        Yields a list of one; what is in it at the end is kept.
        """
        with self._held():
            known = self._read()
            one = [known.get(module, Done())]
            yield one
            self._write({**known, module: one[0]})

    def _read(self) -> dict[str, Done]:
        if not self.path.exists():
            return {}
        try:
            data = json.loads(read_bytes(self.path, _LIMIT))
            return _modules(data)
        except (ValueError, KeyError, TypeError, AttributeError):
            problem = "this is no file of progress, or of a later version"
            cure = "move it away to begin anew; nothing was changed in it"
            raise UserError(problem, cure, file=str(self.path)) from None

    def _write(self, modules: dict[str, Done]) -> None:
        entries = {name: asdict(done) for name, done in sorted(modules.items())}
        text = json.dumps({"schema": SCHEMA, "modules": entries}, indent=2, ensure_ascii=False)
        write_atomically(self.path, text.encode() + b"\n", mode=0o600)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Let two commands at the same time change one after the other."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self.path.with_suffix(".lock").open("ab") as lock:
                with suppress(ImportError):  # Windows: the last one to write wins
                    import fcntl  # noqa: PLC0415 - POSIX only

                    fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise user_error(error, self.path, "write") from None


def _modules(data: dict[str, Any]) -> dict[str, Done]:
    if data["schema"] != SCHEMA:
        raise ValueError(data["schema"])
    return {str(name): _done(entry) for name, entry in data["modules"].items()}


def _done(entry: dict[str, Any]) -> Done:
    return Done(
        steps=tuple(map(str, entry["steps"])),
        tries={str(name): int(tries) for name, tries in entry["tries"].items()},
        exercise=str(entry["exercise"]),
        quiz=str(entry["quiz"]),
        best=float(entry["best"]),
        best_on=str(entry.get("best_on", "")),
        attempts=int(entry["attempts"]),
    )
