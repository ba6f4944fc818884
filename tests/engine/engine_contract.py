"""What every engine must do. Derive a class from ``EngineContract`` and give it an ``engine``."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine import naive
from engine.odd_tables import TABLES, files, repeat, table, write
from hypothesis import given, settings
from hypothesis import strategies as st

from fairgate.engine.base import Engine
from fairgate.errors import UserError
from fairgate.question import Question
from fairgate.table import Attribute, Label, Prediction, PredictionTable

SUFFIXES = (".csv", ".parquet")
GROUPINGS = (
    (),
    ("race",),
    ("region",),
    ("age_band",),
    ("veteran", "race"),
    ("race", "veteran"),
    ("age_band", "region", "race"),
    ("age_is_known",),
    ("household",),
)
LABELS = (Label("repaid"), Label("outcome", "paid"), Label("outcome", 'it"s'))
PREDICTIONS = (Prediction("granted"), Prediction("p", 0.5), Prediction("logit", -0.25))


def as_table(cells: Any) -> dict[Any, Any]:
    """Write cells as a mapping from group to counts."""
    return dict(zip(cells.groups, cells.counts.tolist(), strict=True))


class EngineContract:
    """Tests that any engine passes, checked against a naive count in pure Python."""

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> Engine:
        """Give the engine under test."""
        raise NotImplementedError

    @given(rows=TABLES, label=st.sampled_from(LABELS), prediction=st.sampled_from(PREDICTIONS))
    @settings(max_examples=20)
    def test_cells_are_what_a_naive_count_gives(
        self, engine: Engine, rows: Any, label: Label, prediction: Prediction
    ) -> None:
        """Odd words, nulls, NaN, bins at their edges, thresholds: from CSV and Parquet alike."""
        if not any(row[label.column] in (1, label.positive) for row in rows):
            label = Label("repaid")
        for suffix in SUFFIXES:
            with files(suffix, rows) as (path,):
                asked = table(path, label=label, prediction=prediction)
                tally = engine.tally(asked, Question(GROUPINGS))
            assert tally.rows == len(rows)
            for grouping in GROUPINGS:
                assert as_table(tally.cells[grouping]) == naive.count(asked, rows, grouping)
                assert tally.cells[grouping].attributes == grouping

    @given(rows=TABLES, score=st.sampled_from(["p", "logit"]), bins=st.sampled_from([1, 10, 256]))
    @settings(max_examples=12)
    def test_histograms_are_what_a_naive_count_gives(
        self, engine: Engine, rows: Any, score: str, bins: int
    ) -> None:
        """Bins cover [0, 1] if all scores do, else their range; groups are those of the cells."""
        scored = (("race",), ("race", "household"), ())
        for suffix in SUFFIXES:
            with files(suffix, rows) as (path,):
                asked = table(path, score=score)
                tally = engine.tally(asked, Question((("race",), ("region",)), scored, bins))
            assert set(tally.histograms) == set(scored)
            assert tally.histograms["race",].groups == tally.cells["race",].groups
            for grouping, found in tally.histograms.items():
                expected = naive.histogram(asked, rows, grouping, bins)
                assert set(found.groups) == set(expected)
                for power, sums in ((1, found.sums), (2, found.squares)):
                    added = naive.moments(asked, rows, grouping, power)
                    np.testing.assert_allclose(
                        sums, [added[group] for group in found.groups], rtol=1e-12, atol=1e-12
                    )
                np.testing.assert_array_equal(
                    found.counts, [expected[group] for group in found.groups]
                )

    @given(rows=TABLES, data=st.data())
    @settings(max_examples=12)
    def test_paired_cells_are_what_a_naive_join_gives(
        self, engine: Engine, rows: Any, data: st.DataObject
    ) -> None:
        """In any order, with other decisions, with rows that only one of the files has."""
        ids = data.draw(st.permutations(range(len(rows))))
        mine = [{**row, "id": f"p{i}"} for i, row in enumerate(rows)]
        theirs = [{**mine[i], "granted": data.draw(st.integers(0, 1))} for i in ids]
        theirs = [*theirs[data.draw(st.integers(0, len(rows))) :], {**mine[0], "id": "other"}]
        groupings = ((), ("race",), ("age_band", "veteran"))
        with files(".csv", mine) as (path,), files(".parquet", theirs) as (other,):
            asked = table(path, row_id="id")
            question = Question(groupings)
            tally = engine.tally(asked, question, table(other, row_id="id"))
        assert (tally.rows, tally.baseline_rows) == (len(mine), len(theirs))
        assert tally.paired_rows == len(theirs) - 1
        assert bool(tally.paired) == (tally.paired_rows > 0)
        for grouping in groupings:
            assert as_table(tally.cells[grouping]) == naive.count(asked, mine, grouping)
            assert as_table(tally.baseline[grouping]) == naive.count(asked, theirs, grouping)
        for grouping, cells in tally.paired.items():
            expected = naive.pair(asked, mine, theirs, grouping)
            assert as_table(cells) == {group: n.tolist() for group, n in expected.items()}

    def test_numbers_and_truth_values_are_named_as_short_as_they_are(
        self, engine: Engine, tmp_path: Path
    ) -> None:
        """Whole floats lose their .0, truth values are lower case, words keep theirs."""
        rows = [
            {"whole": 1, "float": 1.0, "truth": True, "word": "1.0", "code": "007", "y": 1},
            {"whole": None, "float": 2.5, "truth": False, "word": "True", "code": "1", "y": 0},
        ]
        names = {"whole": ["1"], "float": ["1", "2.5"], "truth": ["false", "true"]}
        names |= {"word": ["1.0", "True"], "code": ["1", "007"]}
        for suffix in SUFFIXES:
            path = write(tmp_path / f"t{suffix}", rows)
            attributes = tuple(Attribute(name, name) for name in names)
            asked = PredictionTable(str(path), Label("y"), Prediction("y"), attributes=attributes)
            tally = engine.tally(asked, Question(tuple((name,) for name in names)))
            for name, values in names.items():
                found = [group[0] for group in tally.cells[name,].groups if group[0] is not None]
                assert found == values

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_groups_come_in_the_same_order_whatever_the_order_of_the_rows(
        self, engine: Engine, tmp_path: Path, suffix: str
    ) -> None:
        """Bins in their order, numbers by size, words by letter, missing values last."""
        ages = [70.0, None, 30.0, 20.0, 45.0]
        regions = [10, 9, None, -1, 2]
        rows = [{"age": age, "region": region, "y": 1} for age in ages for region in regions]
        attributes = (Attribute("age", "age", (25, 40, 65)), Attribute("region", "region"))
        random.Random(suffix).shuffle(rows)  # noqa: S311 - an order, not a secret
        path = write(tmp_path / f"t{suffix}", rows)
        asked = PredictionTable(str(path), Label("y"), Prediction("y"), attributes=attributes)
        cells = engine.tally(asked, Question((("age", "region"),))).cells["age", "region"]
        bands, numbers = ["<25", "25-40", "40-65", ">=65", None], ["-1", "2", "9", "10", None]
        assert cells.groups == tuple((band, number) for band in bands for number in numbers)

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_a_table_without_rows_has_no_groups(
        self, engine: Engine, tmp_path: Path, suffix: str
    ) -> None:
        """An empty table is not an error here; the gate says that nothing is known."""
        names = [
            "Race of applicant",
            "region",
            "veteran",
            "household",
            "age",
            "repaid",
            "granted",
            "p",
        ]
        path = write(tmp_path / f"t{suffix}", [], names)
        if suffix == ".parquet":  # a column without values has no type, so scores are not asked
            tally = engine.tally(table(path), Question((("race",), ("age_band",))))
        else:
            asked = table(path, score="p")
            tally = engine.tally(asked, Question((("race",), ("age_band",)), (("race",),), 16))
            assert tally.histograms["race",].counts.shape == (0, 2, 16)
        assert tally.rows == 0
        assert tally.cells["race",].counts.shape == (0, 4)
        assert tally.cells["age_band",].groups == ()

    def test_the_same_scores_give_the_same_sums_to_the_last_bit(
        self, engine: Engine, tmp_path: Path
    ) -> None:
        """Sums do not depend on the order of the rows, so neither do seeds made from them."""
        numbers = random.Random(1)  # noqa: S311 - scores, not secrets
        rows = [{"sex": "f", "y": i % 2, "p": numbers.random() ** 3} for i in range(2000)]
        sums = []
        for shuffle in (False, True):
            if shuffle:
                numbers.shuffle(rows)
            path = write(tmp_path / f"{shuffle}.parquet", rows)
            asked = PredictionTable(
                str(path), Label("y"), Prediction("y"), "p", attributes=(Attribute("sex", "sex"),)
            )
            found = engine.tally(asked, Question((("sex",),), (("sex",),), 64)).histograms["sex",]
            sums.append((found.sums.tolist(), found.squares.tolist()))
        assert sums[0] == sums[1]

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_progress_rises_and_ends_at_one(
        self, engine: Engine, tmp_path: Path, suffix: str
    ) -> None:
        """Every phase is counted, with scores and a baseline too."""
        rows = [{"id": i, "sex": "f", "y": i % 2, "p": 0.5} for i in range(50)]
        path = write(tmp_path / f"t{suffix}", rows)
        asked = PredictionTable(
            str(path), Label("y"), Prediction("y"), "p", "id", (Attribute("sex", "sex"),)
        )
        seen: list[float] = []
        engine.tally(asked, Question((("sex",),), (("sex",),)), asked, seen.append)
        assert seen == sorted(seen)
        assert seen[-1] == 1

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_column_names_are_taken_literally(
        self, engine: Engine, tmp_path: Path, suffix: str
    ) -> None:
        """Quotes, commas, keywords, and names that differ in their case only."""
        odd = ['x"); DROP TABLE t; --', "it's", "select", "Age", "age", "a,b", "c0"]
        rows = [{name: (i + j) % 2 for j, name in enumerate(odd)} for i in range(3)]
        path = write(tmp_path / f"t{suffix}", rows)
        assert list(engine.columns(str(path))) == odd
        attributes = tuple(Attribute(name, name) for name in odd)
        asked = PredictionTable(str(path), Label(odd[0]), Prediction("it's"), attributes=attributes)
        tally = engine.tally(asked, Question((("Age",), ("age",), ("c0",))))
        for name in ("Age", "age", "c0"):
            assert as_table(tally.cells[name,]) == naive.count(asked, rows, (name,))
        with pytest.raises(UserError, match="did you mean select") as error:
            engine.tally(
                PredictionTable(str(path), Label("selec"), Prediction("it's")), Question(())
            )
        assert error.value.place == "column selec"

    @pytest.mark.parametrize("suffix", SUFFIXES)
    @pytest.mark.parametrize("name", ["a*", "a[1]", "a?", "it's", "race=white", "a b", "ü{1,2}"])
    def test_paths_are_taken_literally(
        self, engine: Engine, tmp_path: Path, suffix: str, name: str
    ) -> None:
        """No pattern, no partition, no quote: another file beside it is not read."""
        (tmp_path / name).mkdir()
        path = write(tmp_path / name / f"{name}{suffix}", [{"sex": "f", "y": 1}])
        write(tmp_path / name / f"a1{suffix}", [{"sex": "m", "y": 1}] * 2)
        asked = PredictionTable(
            str(path), Label("y"), Prediction("y"), attributes=(Attribute("sex", "sex"),)
        )
        tally = engine.tally(asked, Question((("sex",),)))
        assert as_table(tally.cells["sex",]) == {("f",): [1, 0, 0, 0]}
        assert list(engine.columns(str(path))) == ["sex", "y"]

    def test_a_baseline_without_row_ids_is_counted_on_its_own(
        self, engine: Engine, tmp_path: Path
    ) -> None:
        """Unpaired: no paired cells, and the gate can say so."""
        mine = repeat("""
            sex repaid granted
            f   1      1       x3
            m   1      0       x2
        """)
        theirs = repeat("""
            sex repaid granted
            f   1      0       x4
        """)
        paths = [write(tmp_path / f"{i}.csv", rows) for i, rows in enumerate((mine, theirs))]
        sex = (Attribute("sex", "sex"),)
        asked, other = (table(path, attributes=sex) for path in paths)
        tally = engine.tally(asked, Question((("sex",),)), other)
        assert (tally.paired, tally.paired_rows, tally.baseline_rows) == ({}, 0, 4)
        assert as_table(tally.baseline["sex",]) == {("f",): [0, 0, 4, 0]}

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_a_profile_says_what_a_starter_policy_needs(
        self, engine: Engine, tmp_path: Path, suffix: str
    ) -> None:
        """Types, distinct and missing values, the frequent ones first, ranges of numbers."""
        rows = [
            {
                "id": i,
                "race": [None, "white", "white", "black"][i % 4],
                "age": i % 60 + 0.5,
                "veteran": i % 3 == 0,
                "p": (i * 7919 % 4001) / 4001,
            }
            for i in range(2400)
        ]
        profile = engine.profile(str(write(tmp_path / f"t{suffix}", rows)))
        columns = {column.name: column for column in profile.columns}
        assert profile.rows == 2400
        assert list(columns) == ["id", "race", "age", "veteran", "p"]
        assert [column.type for column in profile.columns] == [
            "BIGINT",
            "VARCHAR",
            "DOUBLE",
            "BOOLEAN",
            "DOUBLE",
        ]
        assert (columns["id"].distinct, columns["id"].values) == (2400, ())
        assert columns["race"].values == ("white", "black")
        assert (columns["race"].distinct, columns["race"].missing) == (2, 600)
        assert (columns["age"].low, columns["age"].high, columns["age"].distinct) == (0.5, 59.5, 60)
        assert columns["veteran"].values == ("false", "true")
        assert len(columns["age"].values) == 20
