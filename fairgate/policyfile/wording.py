"""The words of complaints that only policies need; the others are :mod:`fairgate.modelfile`'s."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fairgate.errors import did_you_mean
from fairgate.modelfile.shape import Shape
from fairgate.modelfile.values import shown
from fairgate.modelfile.wording import SENTENCES as GENERAL
from fairgate.modelfile.wording import Sentence, Wording, choice
from fairgate.yamlfile.reader import Path

_ALIASES = {
    "acceptance_rate": "selection_rate",
    "demographic_parity": "selection_rate",
    "disparate_impact": "selection_rate",
    "statistical_parity": "selection_rate",
    "equal_opportunity": "true_positive_rate",
    "equalised_odds": "equalized_odds",
    "recall": "true_positive_rate",
    "sensitivity": "true_positive_rate",
    "specificity": "true_negative_rate",
    "tpr": "true_positive_rate",
    "fpr": "false_positive_rate",
    "tnr": "true_negative_rate",
    "fnr": "false_negative_rate",
    "ppv": "precision",
    "npv": "negative_predictive_value",
    "fdr": "false_discovery_rate",
    "for": "false_omission_rate",
    "auc": "roc_auc",
    "calibration": "calibration_gap",
}
"""Other names under which people know the metrics."""


def _too_few(_shape: Shape, path: Path, _value: Any) -> Sentence:
    cures = {
        "rules": "add a rule: a policy without one promises nothing",
        "sensitive": "name at least one attribute, such as race: race",
        "groups": "name an attribute of columns.sensitive",
    }
    cure = cures.get(str(path[-1]) if path else "", "add one, or remove the key")
    return "expected at least one entry, got none", cure


def _choice(shape: Shape, path: Path, value: Any) -> Sentence:
    if path[-1:] == ("metric",):
        word, known = str(value).lower(), [str(word) for word in shape.allowed(path)]
        hint = f"did you mean {_ALIASES[word]}?" if word in _ALIASES else did_you_mean(word, known)
        return f"there is no metric {shown(value)}", hint
    problem, cure = choice(shape, path, value)
    if path == ("version",) and isinstance(value, int) and value > 1:
        cure = "write 1, or install a fairgate that reads this version"
    return problem, cure


SENTENCES: Mapping[str, Wording] = MappingProxyType(
    {**GENERAL, "too_short": _too_few, "literal_error": _choice}
)
"""For every kind of pydantic's errors: how a policy's reader is told."""
