"""Predictions to count: sex x race x age band, 60 groups, as one Parquet file a size."""

from __future__ import annotations

from pathlib import Path

import duckdb

from fairgate.table import Attribute, Label, Prediction, PredictionTable

SENSITIVE = ("sex", "race", "age_band")
GROUPS = 60
ROW_GROUP = 122_880
"""DuckDB's own row groups; one big row group would keep all cores but one idle."""

_SQL = """
COPY (
  SELECT ['female', 'male'][1 + s] AS sex,
    ['asian', 'black', 'hispanic', 'other', 'white'][1 + r] AS race,
    ['<25', '25-34', '35-44', '45-54', '55-64', '>=65'][1 + a] AS age_band,
    (u < 0.3)::TINYINT AS y_true,
    (score >= 0.5)::TINYINT AS y_pred,
    score::FLOAT AS y_score
  FROM (
    SELECT (x % 2)::INT AS s, least(4, (x // 2 % 8)::INT) AS r, (x // 16 % 6)::INT AS a, u,
      greatest(0, least(1, 0.35 + 0.2 * (u < 0.3)::INT + 0.5 * (v + w - 1))) AS score
    FROM (
      SELECT hash(4 * i) >> 32 AS x, hash(4 * i + 1) / 18446744073709551616.0 AS u,
        hash(4 * i + 2) / 18446744073709551616.0 AS v, hash(4 * i + 3) / 18446744073709551616.0 AS w
      FROM range({rows}) AS t(i)
    )
  )
) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE {row_group})
"""


def predictions(directory: Path, rows: int) -> Path:
    """Return a Parquet file of so many rows; the same rows every time, made once."""
    path = directory / f"predictions-{rows}.parquet"
    if not path.exists():
        directory.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        with duckdb.connect() as connection:
            connection.execute("SET preserve_insertion_order = false")
            connection.execute(_SQL.format(rows=rows, path=unfinished, row_group=ROW_GROUP))
        unfinished.rename(path)
    return path


def table(path: Path) -> PredictionTable:
    """Bind the columns of :func:`predictions`."""
    return PredictionTable(
        str(path),
        Label("y_true"),
        Prediction("y_pred"),
        score="y_score",
        attributes=tuple(Attribute(name, name) for name in SENSITIVE),
    )
