"""Berkeley 1973: women were admitted less often overall, and not within departments."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from tables import judged, published, rates, tally

from fairgate.verdict import Outcome

TABLE = published("berkeley.csv", ("sex", "department"), rows="applicants", yes="admitted")
COUNTED = tally(TABLE, ["sex"], ["department"])
FOUR_FIFTHS = {"ratio": {"at_least": 0.8}, "groups": ["sex"]}


def test_overall_women_were_admitted_at_two_thirds_of_the_rate() -> None:
    """557 of 1,835 against 1,198 of 2,691: a ratio of .682, and shown."""
    found = judged(COUNTED, **FOUR_FIFTHS)
    assert found.outcome is Outcome.FAIL
    assert found.estimate == pytest.approx(0.682, abs=5e-4)
    assert found.worst == ("sex=female", "sex=male")
    assert found.rows == {"sex=female": 1835, "sex=male": 2691}


def test_within_departments_they_were_not() -> None:
    """Simpson's paradox: the same rule inside departments passes, and men are behind."""
    found = judged(COUNTED, **FOUR_FIFTHS, within=["department"])
    assert found.outcome is Outcome.PASS
    assert found.worst == ("sex=male", "sex=female")
    assert "compared within department, sex=male against sex=female" in found.message


def test_the_mantel_haenszel_ratio_of_women_to_men_is_1_06() -> None:
    """By hand: sum of admitted women x men's applications / all, over the same of men."""
    found = judged(COUNTED, **FOUR_FIFTHS, within=["department"], reference="sex=male")
    counted = dict(zip(TABLE.groups, TABLE.counts.tolist(), strict=True))
    above = below = 0.0
    for department in "ABCDEF":
        women, men = (counted[sex, department] for sex in ("female", "male"))
        n = sum(women) + sum(men)
        above += women[0] * sum(men) / n
        below += men[0] * sum(women) / n
    assert found.estimate == pytest.approx(above / below)
    assert found.estimate == pytest.approx(1.06, abs=5e-3)
    assert found.outcome is Outcome.PASS


def test_each_department_is_reported() -> None:
    """In department A it was men who were admitted less often: .753; the others are near 1."""
    found = judged(COUNTED, **FOUR_FIFTHS, within=["department"])
    strata = {stratum.name[-1]: stratum.estimate for stratum in found.strata}
    assert strata["A"] == pytest.approx(0.753, abs=5e-4)
    assert strata["B"] == pytest.approx(0.6304 / 0.68, abs=5e-4)
    assert strata["F"] == pytest.approx(0.0590 / 0.0704, abs=1e-3)
    assert {s.name[-1]: s.rows for s in found.strata} == {
        "A": 933,
        "B": 585,
        "C": 918,
        "D": 792,
        "E": 584,
        "F": 714,
    }


def log_rate(yes: int, _: int, no: int, __: int) -> tuple[float, float]:
    """Logarithm of a rate and its variance, half a row added to each count."""
    rate = (yes + 0.5) / (yes + no + 1)
    return math.log(rate), (1 - rate) / (rate * (yes + no + 1))


def test_departments_differ_among_themselves() -> None:
    """Cochran's Q, written out: a single ratio does not tell the story of department A."""
    found = judged(COUNTED, **FOUR_FIFTHS, within=["department"])
    counted = dict(zip(TABLE.groups, TABLE.counts.tolist(), strict=True))
    effects, weights = [], []
    for department in "ABCDEF":
        (men, v_men), (women, v_women) = (
            log_rate(*counted[sex, department]) for sex in ("male", "female")
        )
        effects.append(men - women)
        weights.append(1 / (v_men + v_women))
    mean = np.average(effects, weights=weights)
    q = sum(w * (x - mean) ** 2 for w, x in zip(weights, effects, strict=True))
    assert found.heterogeneity == pytest.approx(stats.chi2.sf(q, 5))
    assert found.heterogeneity < 0.01


def test_department_a_alone_is_beyond_four_fifths() -> None:
    """Men stand at .753: beyond the limit, and beyond chance."""
    men, women = (512, 825), (89, 108)
    limit = {"at_least": 0.8, "must_detect": 0.5}
    found = judged(rates("sex", {"male": men, "female": women}), ratio=limit)
    assert found.estimate == pytest.approx(0.753, abs=5e-4)
    assert found.worst == ("sex=male", "sex=female")
    assert found.outcome is Outcome.WARN
