"""scikit-learn's estimators, and whatever else offers ``predict``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from fairgate.scoring.child.answers import Answers, RefusalError, Wanted
from fairgate.scoring.child.tables import Table


class Estimator:
    """An estimator: a classifier, with or without probabilities, or a regressor.

    Parameters
    ----------
    model : Any
        Offers ``predict``; perhaps ``predict_proba``, ``classes_``, ``feature_names_in_``.
    """

    def __init__(self, model: Any) -> None:
        if not callable(getattr(model, "predict", None)):
            raise RefusalError(f"the file holds a {type(model).__name__}, which cannot predict")
        self._model = model
        classes = getattr(model, "classes_", None)
        self.classes: Sequence[Any] | None = (
            None if classes is None else np.asarray(classes).tolist()
        )

    def answer(self, table: Table, wanted: Wanted) -> Answers:
        """Answer for a batch of rows."""
        rows = self._rows(table)
        if self.classes is None:
            return Answers.of(self._model.predict(rows))
        scores = labels = None
        if wanted.score and callable(getattr(self._model, "predict_proba", None)):
            scores = np.asarray(self._model.predict_proba(rows), dtype=np.float64)
        if wanted.prediction:
            labels = np.asarray(self._model.predict(rows))
        return Answers(scores, labels)

    def _rows(self, table: Table) -> Any:
        """Named columns for a model that was trained on them, a matrix for one that was not."""
        names = getattr(self._model, "feature_names_in_", None)
        if names is not None:
            return table.frame(_ordered([str(name) for name in names], table.names))
        if hasattr(self._model, "n_features_in_"):
            return table.matrix()
        return table.frame()


def _ordered(wanted: Sequence[str], given: Sequence[str]) -> Sequence[str]:
    lacking = [name for name in wanted if name not in given]
    if lacking:
        names = ", ".join(lacking[:10])
        raise RefusalError(f"the model was trained on {names} as well: add it to model.features")
    surplus = [name for name in given if name not in wanted]
    if surplus:
        names = ", ".join(surplus[:10])
        raise RefusalError(f"the model does not know {names}: take it out of model.features")
    return wanted
