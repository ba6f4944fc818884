"""What a change is compared with: the model in use at the base, the best that can be had.

In this order: the base's model, scored on the same rows in the same job; predictions that the
main branch signed; predictions tracked at the base commit; the counts of the evidence at the
base commit. Predictions with row ids are compared row by row, counts are not. Nothing of it is
read from the change's own tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ci_actions.base import trusted_keys
from ci_actions.git import LARGEST_FILE, Repository
from ci_actions.outcome import Note
from ci_actions.recorded import EVIDENCE, at_commit, covers, signed
from ci_actions.settings import Settings
from fairgate.errors import UserError, UserErrors
from fairgate.evaluation import Recorded, Request
from fairgate.evaluation.rankings import AnyRequest, RankingRequest
from fairgate.policyfile import parse_policy
from fairgate.yamlfile.syntax import MAX_BYTES


@dataclass(frozen=True)
class Baseline:
    """What is compared with.

    Attributes
    ----------
    sentence : str
        Which it is, for a reader.
    predictions, model : str or None
        Files of the base, put aside.
    recorded : Recorded or None
        Counts of the base's evidence.
    first_model : bool
        There is no model at the base, so nothing can have got worse.
    notes : tuple of Note
        What a reader must know about it.
    """

    sentence: str
    predictions: str | None = None
    model: str | None = None
    recorded: Recorded | None = None
    first_model: bool = False
    notes: tuple[Note, ...] = ()

    def beside(self, request: AnyRequest) -> AnyRequest:
        """Add it to what is asked."""
        if isinstance(request, RankingRequest):
            return replace(request, baseline=self.predictions, first_model=self.first_model)
        return replace(
            request,
            baseline=self.predictions,
            baseline_model=self.model,
            recorded=self.recorded,
            first_model=self.first_model,
        )


@dataclass(frozen=True)
class Search:
    """Where a baseline is looked for.

    Attributes
    ----------
    repository : Repository
    commit : str or None
        The base of a request, the commit before a push; None where there is none.
    request : Request or RankingRequest
        What is judged.
    settings : Settings
    policy_path : str
        Of the policy, from the root of the repository.
    folder : Path
        Where files of the base are put; gone when the run ends.
    """

    repository: Repository
    commit: str | None
    request: AnyRequest
    settings: Settings
    policy_path: str
    folder: Path


def find_baseline(search: Search) -> Baseline:
    """Find the best baseline there is.

    Raises
    ------
    UserError
        If one is given that can not be believed or read. Silence would be a weaker comparison
        than the team asked for.
    """
    for look in (_base_model, _signed, _tracked, _evidence):
        found = look(search)
        if found is not None:
            return found
    return _nothing(search)


def _base_model(search: Search) -> Baseline | None:
    request = search.request
    if search.commit is None or isinstance(request, RankingRequest) or not request.scores:
        return None
    for path in _artifacts(search, request):
        if search.repository.entries(search.commit, path):
            search.repository.export(search.commit, [path], search.folder)
            sentence = (
                f"Compared row by row with the model at {search.commit[:12]} ({path}), scored on "
                "the same rows in this job."
            )
            return Baseline(sentence, model=str(search.folder / path))
    return None


def _artifacts(search: Search, request: Request) -> tuple[str, ...]:
    """Paths under which the base may keep its model, most telling first."""
    spec = request.policy.policy.model
    names = [request.artifact]
    if spec is not None:
        names += [request.policy.beside(spec.artifact), _artifact_of_base(search)]
    inside = (search.repository.named(name) for name in reversed(names) if name)
    return tuple(dict.fromkeys(path for path in inside if path))


def _artifact_of_base(search: Search) -> str | None:
    """The artifact as the base's own policy names it, where that one is not what judges."""
    assert search.commit is not None
    try:
        text = search.repository.show(search.commit, search.policy_path, MAX_BYTES)
        file = parse_policy(text or b"", search.request.policy.path)
    except (UserError, UserErrors):  # an older policy may be no policy any longer
        return None
    return file.beside(file.policy.model.artifact) if file.policy.model else None


def _signed(search: Search) -> Baseline | None:
    given = search.settings.baseline
    if given is None:
        return None
    commit = search.commit or search.repository.resolve("HEAD") or "HEAD"
    keys = trusted_keys(search.repository, commit, search.settings)
    found = signed(
        given,
        search.repository,
        commit,
        folder=search.folder,
        keys=keys,
        policy=search.request.policy,
    )
    notes = tuple(_history(search, found.commit))
    what = f"of {found.commit[:12] if found.commit else 'an unnamed commit'}, {found.day}"
    if isinstance(search.request, RankingRequest):
        sentence = f"{_ranked(search.request, 'signed ')} {what}."
        return Baseline(sentence, predictions=found.predictions, notes=notes)
    if found.recorded is not None:
        _refuse_gaps(found.recorded, search.request, given)
        sentence = f"Compared with the signed counts {what}, and so not row by row."
        return Baseline(sentence, recorded=found.recorded, notes=notes)
    sentence = f"Compared row by row with the signed predictions {what}."
    if search.request.policy.policy.columns.row_id is None:
        sentence = f"Compared with the signed predictions {what}; without row ids, not row by row."
    return Baseline(sentence, predictions=found.predictions, notes=notes)


def _ranked(request: RankingRequest, which: str = "") -> str:
    if request.policy.policy.ranking.query_id is None:
        return f"Compared with the {which}ranking"
    return f"Compared query by query with the {which}rankings"


def _history(search: Search, stated: str | None) -> Iterator[Note]:
    """Say where signed evidence is of a commit that the base never had."""
    if search.commit is None or stated is None:
        return
    if not search.repository.is_ancestor(stated, search.commit):
        yield Note(
            "warning",
            f"The signed baseline is of commit {stated[:12]}, which this checkout does not know as "
            "a part of the base branch: check that it is the model in use.",
        )


def _tracked(search: Search) -> Baseline | None:
    if search.commit is None or search.request.scores:
        return None
    named = (search.request.rows, search.request.policy.predictions)
    paths = [search.repository.named(path) for path in named if path and "://" not in path]
    for path in filter(None, paths):
        if search.repository.entries(search.commit, path):
            return _tracked_at(search, search.commit, path)
    return None


def _tracked_at(search: Search, commit: str, path: str) -> Baseline:
    search.repository.export(commit, [path], search.folder)
    sentence = (
        f"{_with_file(search.request)} at {commit[:12]} ({path}); they are unsigned, and as "
        "trustworthy as the reviews of that branch."
    )
    notes = []
    judged = search.repository.named(search.request.rows)
    if judged == path and search.repository.same_as_here(commit, path):
        text = (
            "The predictions are byte by byte those of the base: if this change alters the model, "
            "they are not its predictions."
        )
        if isinstance(search.request, RankingRequest):
            text = text.replace("predictions", "rankings")
        notes.append(Note("warning", text, path))
    return Baseline(sentence, predictions=str(search.folder / path), notes=tuple(notes))


def _with_file(request: AnyRequest) -> str:
    if isinstance(request, RankingRequest):
        return _ranked(request)
    paired = request.policy.policy.columns.row_id is not None
    how = "Compared row by row with" if paired else "Without row ids not row by row: compared with"
    return f"{how} the predictions"


def _evidence(search: Search) -> Baseline | None:
    if search.commit is None or isinstance(search.request, RankingRequest):
        return None  # an order of groups does not say which query is which
    envelope = search.repository.show(search.commit, EVIDENCE, LARGEST_FILE)
    if envelope is None:
        return None
    keys = trusted_keys(search.repository, search.commit, search.settings)
    recorded, by = at_commit(envelope, keys, search.commit, search.request.policy)
    if not covers(recorded, search.request.policy.policy):
        return None
    sentence = (
        f"Compared with the counts of the evidence at {search.commit[:12]} ({EVIDENCE}, {by}), "
        "and so not row by row."
    )
    return Baseline(sentence, recorded=recorded)


def _refuse_gaps(recorded: Recorded, request: Request, name: str) -> None:
    if not covers(recorded, request.policy.policy):
        raise UserError(
            "its counts do not cover every grouping that the policy asks for",
            "let the main branch judge its model by this policy first",
            file=name,
        )


def _nothing(search: Search) -> Baseline:
    if search.commit is None or _is_first(search, search.commit):
        sentence = "There is no model to compare with yet, so rules that compare do not apply."
        return Baseline(sentence, first_model=True)
    comparing = [rule.id for rule in search.request.policy.policy.rules if rule.regression]
    sentence = "Compared with nothing: the base holds neither model, predictions nor evidence."
    if not comparing:
        return Baseline(sentence)
    cure = (
        "Track the model or its predictions in git, set FAIRGATE_BASELINE to predictions that the "
        f"main branch signed, or commit its evidence as {EVIDENCE}."
    )
    if isinstance(search.request, RankingRequest):
        cure = (
            "Track its rankings in git, or set FAIRGATE_BASELINE to rankings that the main branch "
            "signed."
        )
    lead = f"Rule {', '.join(comparing)} compares with the model in use, which can not be found."
    return Baseline(sentence, notes=(Note("warning", f"{lead} {cure}", search.policy_path),))


def _is_first(search: Search, commit: str) -> bool:
    """Whether the base shows that it has no model: no policy, or none of what git now tracks."""
    if not search.repository.entries(commit, search.policy_path):
        return True
    judged = search.request.artifact if search.request.scores else search.request.rows
    path = search.repository.named(judged) if judged and "://" not in judged else None
    return path is not None and bool(search.repository.entries("HEAD", path))
