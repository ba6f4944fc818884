"""CI jobs that run the gate: GitHub, GitLab, Jenkins. Read-only, and commented.

Their texts are the files under ``jobs/``; ``examples/lending`` carries them filled in. The change
under judgement never supplies the judge: whatever these jobs call takes policy, baseline and
keys from the target branch.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*([./][A-Za-z0-9_-]+)+")


@dataclass(frozen=True)
class _File:
    """A file of a platform's.

    Attributes
    ----------
    source : str
        Its text, under ``jobs/``.
    paths : tuple of str
        Where the platform looks, and a name beside it where that one is the team's own.
    """

    source: str
    paths: tuple[str, ...]


_FILES: Mapping[str, tuple[_File, ...]] = MappingProxyType(
    {
        "github": (
            _File("fairness.yml", (".github/workflows/fairness.yml",)),
            _File("fairness-report.yml", (".github/workflows/fairness-report.yml",)),
        ),
        "gitlab": (_File("gitlab-ci.yml", (".gitlab-ci.yml", "fairness.gitlab-ci.yml")),),
        "jenkins": (_File("Jenkinsfile", ("Jenkinsfile", "Jenkinsfile.fairness")),),
    }
)

PLATFORMS = tuple(_FILES)


def job_paths(platform: str) -> tuple[tuple[str, ...], ...]:
    """Where a platform looks for each of its files, and a name beside it where that is taken."""
    return tuple(file.paths for file in _FILES[platform])


def jobs(platform: str, policy: str, *, predictions: str, version: str) -> tuple[str, ...]:
    """Write the files for a platform, in the order of :func:`job_paths`.

    Parameters
    ----------
    platform : str
        One of :data:`PLATFORMS`.
    policy : str
        Path of the policy from the root of the repository.
    predictions : str
        What the policy calls its data: a path from the policy's folder.
    version : str
        Release of fairgate to run.

    Examples
    --------
    >>> (text,) = jobs("gitlab", "ml/fairgate.yaml", predictions="p.csv", version="0.1.0")
    >>> "policy: ml/fairgate.yaml" in text, "paths: [ml/p.csv]" in text
    (True, True)
    """
    data = posixpath.normpath(posixpath.join(posixpath.dirname(policy), predictions))
    quoted = _groovy if platform == "jenkins" else _yaml
    values = {
        "VERSION": version,
        "POLICY": quoted(policy),
        "PREDICTIONS": quoted(data),
        "FOLDER": quoted(posixpath.dirname(data) or "."),
    }
    return tuple(_filled(_text(file.source), values) for file in _FILES[platform])


def _text(source: str) -> str:
    return resources.files("fairgate.starter").joinpath("jobs", source).read_text("utf-8")


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Fill in ``@NAME@``; what is filled in is not looked at again."""
    return re.sub("@([A-Z]+)@", lambda found: values[found[1]], text)


def _yaml(text: str) -> str:
    """Write a path as a YAML scalar: plain where it is plain.

    Examples
    --------
    >>> _yaml("ml/p.csv"), _yaml("no"), _yaml("a: b")
    ('ml/p.csv', '"no"', '"a: b"')
    """
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _groovy(text: str) -> str:
    r"""Write a path as a Groovy string in which nothing is interpolated.

    Examples
    --------
    >>> print(_groovy("it's"))
    'it\'s'
    """
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"
