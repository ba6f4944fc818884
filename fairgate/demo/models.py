"""The models: plain logistic regressions, and one that is mended with fairlearn.

Each choice is one that a team might make for a good reason. None of the models sees race,
sex, age or family; the mend sees race while it learns, and never when it decides.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fairgate.demo.applications import Applications, Labels, Words

SEED = 1990
FOLDS = 5
MOST_APART = 0.05
"""How far apart the mend lets the groups' shares of yes be, on the rows it learns from."""

DEBT_AND_HISTORY = (
    "hrat",  # housing cost, share of income
    "obrat",  # all debts, share of income
    "loanprc",  # loan, share of the price
    "unem",  # unemployment in the applicant's industry
    "self",  # self-employed
    "cosign",  # somebody else is liable too
    "chist",  # no account long overdue
    "pubrec",  # went bankrupt
    "mortlat1",  # late with a mortgage, once or twice
    "mortlat2",  # late more often
)
NEIGHBOURHOOD = (
    "bd",  # more boarded-up houses than usual in the city
    "vr",  # more empty homes than usual
    "mi",  # incomes above the usual
    "min30",  # more than 30 % belong to minorities
)
CREDIT_FILE = (
    "gdlin",  # meets the bank's guidelines, as the clerk saw it
    "unver",  # something could not be verified
    "cons",  # consumer credit, graded
    "mortg",  # mortgages, graded
    "rep",  # credit reports asked for
    "lines",  # lines of credit
    "gift",  # part of the down payment is a gift
    "term",  # months
    "unit",  # homes in the building
    "fixadj",  # fixed or adjustable rate
)


@dataclass(frozen=True)
class Recipe:
    """How a model is made: what it is told, and from which probability on it says yes."""

    features: tuple[str, ...]
    cut_off: float


IN_USE = Recipe(DEBT_AND_HISTORY, 0.7)
STRICTER = Recipe((*DEBT_AND_HISTORY, *NEIGHBOURHOOD), 0.8)
FULLER = Recipe((*DEBT_AND_HISTORY, *CREDIT_FILE), 0.7)


def decide(recipe: Recipe, applications: Applications) -> Labels:
    """Decide about every applicant by a model that has not seen her (five folds).

    Returns
    -------
    (n,) int64
        1 for yes.
    """
    from sklearn.model_selection import cross_val_predict  # noqa: PLC0415 - slow

    facts = applications.facts[list(recipe.features)]
    with _calmly():
        score = cross_val_predict(
            _logistic(), facts, applications.approved, cv=_folds(), method="predict_proba"
        )[:, 1]
    return np.asarray(score >= recipe.cut_off, dtype=np.int64)


def last_fifth(applications: Applications) -> npt.NDArray[np.bool_]:
    """Pick the fifth of the rows that a single split would have held out, shape (n,)."""
    *_, (_, held_out) = _folds().split(applications.facts, applications.approved)
    mask = np.zeros(len(applications), dtype=bool)
    mask[held_out] = True
    return mask


@dataclass(frozen=True)
class Mended:
    """A vote of logistic regressions, found by fairlearn's reduction.

    Attributes
    ----------
    features : tuple of str
        What it is told.
    prepare : pipeline
        Fills what is missing and scales.
    votes : tuple of (float, LogisticRegression)
        Weight, in parts of one, and the regression that has it.
    """

    features: tuple[str, ...]
    prepare: Any
    votes: tuple[tuple[float, Any], ...]

    def decide(self, facts: Any) -> Labels:
        """Say yes where at least half of the weight does, so that nobody's answer is drawn."""
        prepared = self.prepare.transform(facts)
        yes = sum(weight * regression.predict(prepared) for weight, regression in self.votes)
        return np.asarray(yes >= 0.5, dtype=np.int64)


def learn(recipe: Recipe, applications: Applications) -> Mended:
    """Learn from everybody, without a mend: one vote, whose intercept holds the cut-off."""
    facts = applications.facts[list(recipe.features)]
    prepare, regression = _prepare(), _regression()
    with _calmly():
        regression.fit(prepare.fit_transform(facts), applications.approved)
    regression.intercept_ = regression.intercept_ - np.log(recipe.cut_off / (1 - recipe.cut_off))
    return Mended(recipe.features, prepare, ((1.0, regression),))


def mend(facts: Any, approved: Labels, race: Words) -> Mended:
    """Learn under the condition that each race hears yes about as often as everybody.

    The reduction of Agarwal et al. 2018, as fairlearn has it. It uses race to weigh the
    rows while it learns; the regressions that come out are told ``facts`` only.

    Parameters
    ----------
    facts : (n, m) pandas.DataFrame
        What the model is told.
    approved : (n,) int64
        What it is to learn.
    race : (n,) object
        Whose shares of yes are held together.
    """
    from fairlearn.reductions import DemographicParity, ExponentiatedGradient  # noqa: PLC0415

    prepare, regression = _prepare(), _regression()
    reduction = ExponentiatedGradient(regression, DemographicParity(difference_bound=MOST_APART))
    with _calmly():
        reduction.fit(prepare.fit_transform(facts), approved, sensitive_features=race)
    weighted = zip(reduction.weights_, reduction.predictors_, strict=True)
    votes = tuple((float(weight), found) for weight, found in weighted if weight)
    return Mended(tuple(facts.columns), prepare, votes)


def decide_mended(recipe: Recipe, applications: Applications) -> Labels:
    """As :func:`decide`, with the mend; it finds its own cut-off."""
    facts = applications.facts[list(recipe.features)]
    decided = np.zeros(len(applications), dtype=np.int64)
    for known, new in _folds().split(facts, applications.approved):
        model = mend(facts.iloc[known], applications.approved[known], applications.race[known])
        decided[new] = model.decide(facts.iloc[new])
    return decided


@contextmanager
def _calmly() -> Iterator[None]:
    """Keep to one thread, which small matrices like best, and leave fairlearn to pandas."""
    from threadpoolctl import (  # noqa: PLC0415 - an extra
        threadpool_limits,
    )

    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def _logistic() -> Any:
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415 - slow

    return make_pipeline(_prepare(), _regression())


def _prepare() -> Any:
    from sklearn.impute import SimpleImputer  # noqa: PLC0415 - slow
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415 - slow
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415 - slow

    return make_pipeline(SimpleImputer(), StandardScaler())


def _regression() -> Any:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - slow

    return LogisticRegression(solver="newton-cholesky")


def _folds() -> Any:
    from sklearn.model_selection import StratifiedKFold  # noqa: PLC0415 - slow

    return StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
