"""What is to be judged: files by name, and what is known about them. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairgate.cells import Tally
from fairgate.errors import UserError
from fairgate.policyfile import PolicyFile

if TYPE_CHECKING:
    from fairgate.evidence import Artifact


@dataclass(frozen=True)
class Request:
    """What is to be judged: files by name, as seen from the working directory.

    Attributes
    ----------
    policy : PolicyFile
        The promise; its own ``predictions`` or ``model`` hold where nothing else is said.
    predictions : str or None
        Predictions to judge in place of what the policy names, ``model`` included.
    model, data : str or None
        Artifact and evaluation data in place of those under the policy's ``model``.
    baseline : str or None
        Predictions of the model in use now.
    baseline_model : str or None
        The model in use now, scored on the same rows in the same way.
    recorded : Recorded or None
        Counts of the model in use now, from its evidence; compared unpaired.
    first_model : bool
        There is no model in use yet.
    subject : str or None
        The model that the evidence is about; with ``model`` it is that artifact anyway.
    commit : str or None
        Of the change.
    issues : tuple of str
        Keys of the issues it belongs to.
    """

    policy: PolicyFile
    predictions: str | None = None
    model: str | None = None
    data: str | None = None
    baseline: str | None = None
    baseline_model: str | None = None
    recorded: Recorded | None = None
    first_model: bool = False
    subject: str | None = None
    commit: str | None = None
    issues: tuple[str, ...] = ()

    @property
    def scores(self) -> bool:
        """Whether fairgate itself scores a model."""
        return self.predictions is None and self.policy.policy.model is not None

    @property
    def artifact(self) -> str | None:
        """The model that is scored, if one is."""
        spec = self.policy.policy.model
        if self.predictions is not None or spec is None:
            return None
        return self.model or self.policy.beside(spec.artifact)

    @property
    def rows(self) -> str:
        """The file that is judged row by row: predictions, or evaluation data of a model.

        Raises
        ------
        UserError
            If there is none.
        """
        spec = self.policy.policy.model
        if self.predictions is None and spec is not None:
            return self.data or self.policy.beside(spec.data)
        found = self.predictions or self.policy.predictions
        if found is None:
            cure = "give --predictions FILE, or write predictions: or model: in the policy"
            raise UserError("no predictions to judge", cure, self.policy.path, place="predictions")
        return found

    @property
    def reads(self) -> tuple[str, ...]:
        """Every file and directory that is read.

        Raises
        ------
        UserError
            For a name that no file can have.
        """
        named = (
            self.policy.path,
            self.rows,
            self.artifact,
            self.baseline,
            self.baseline_model,
            self.subject,
        )
        given = tuple(path for path in named if path is not None)
        for path in given:
            if "\0" in path:
                problem = f"no file can have the name {path!r}"
                raise UserError(problem, "take the null character out", file=self.policy.path)
        return given


@dataclass(frozen=True)
class Recorded:
    """What a base branch's evidence says of its model.

    Attributes
    ----------
    tally : Tally
        Its counts; ``cells`` are compared with.
    artifact : Artifact
        The evidence file, by name and digest.
    """

    tally: Tally
    artifact: Artifact


def refuse_contradictions(request: Request) -> None:
    """Refuse a request that says two things at once, or one that makes no sense alone.

    Raises
    ------
    UserError
        With the contradiction, and what to leave out.
    """
    compared = {
        "a baseline's predictions": request.baseline,
        "a baseline's model": request.baseline_model,
        "recorded counts": request.recorded,
        "that there is no model yet": request.first_model or None,
    }
    given = [name for name, value in compared.items() if value is not None]
    _ = request.reads  # refuses names that no file can have
    if len(given) > 1:
        problem = f"{given[0]} and {given[1]} are given, and only one can be compared with"
        raise UserError(problem, "keep one of the two")
    for word in (request.commit, *request.issues):
        if word is not None and not (word and word.isprintable()):
            problem = f"expected a commit or an issue key of one line, got {word!r}"
            raise UserError(problem, "take the control characters out, or leave it out")
    if not request.scores:
        for name, value in (("model", request.model), ("data", request.data)):
            if value is not None:
                raise UserError(
                    f"this {name} is given, but no model is scored",
                    "write model: in the policy, and give no predictions",
                    file=value,
                )
        if request.baseline_model is not None:
            raise UserError(
                "this model can be scored only beside a candidate that is scored as well",
                "write model: in the policy and give no predictions, or give its predictions "
                "as the baseline",
                file=request.baseline_model,
            )
