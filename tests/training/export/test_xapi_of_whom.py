"""Who learnt, and what local progress has to tell: statements that make nothing up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xapi_rules import AMARA, told

from fairgate.errors import UserError
from fairgate.training.export.actors import agent
from fairgate.training.export.learnt import Completed, noted
from fairgate.training.export.xapi import statements
from fairgate.training.module import Module
from fairgate.training.progress import Done

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_local_progress_tells_the_best_attempt_and_the_days(module: Module) -> None:
    """Progress keeps no answers, no version and no hour."""
    done = Done(
        quiz="2026-11-19", exercise="2026-11-21", best=5 / 6, best_on="2026-11-20", attempts=3
    )
    quiz, exercise, whole = told(
        statements(noted({"90": done}, [module]), actor=AMARA, modules=[module])
    )
    assert quiz["verb"]["display"]["en"] == "passed"
    assert quiz["result"]["score"]["raw"] == 5
    assert "extensions" not in quiz["result"]
    assert "revision" not in quiz["context"]
    assert exercise["object"]["id"] == "urn:fairgate:training:90:exercise"
    assert whole["object"]["id"] == "urn:fairgate:training:90"
    days = [each["timestamp"][:10] for each in (quiz, exercise, whole)]
    assert days == ["2026-11-20", "2026-11-21", "2026-11-21"]


def test_a_quiz_that_is_not_passed_ends_nothing(module: Module) -> None:
    """Nothing is made up."""
    done = {"90": Done(exercise="2026-11-21", best=0.5, best_on="2026-11-20", attempts=1),
            "77": Done(attempts=9)}  # fmt: skip
    said = told(statements(noted(done, [module]), actor=AMARA, modules=[module]))
    assert [each["verb"]["display"]["en"] for each in said] == ["failed", "completed"]
    assert [each["timestamp"][:10] for each in said] == ["2026-11-20", "2026-11-21"]


@pytest.mark.parametrize(("attempts", "day"), [(1, "2026-11-20"), (2, None)])
def test_a_best_score_without_a_day_has_the_day_of_the_only_attempt_or_none(
    module: Module, attempts: int, day: str | None
) -> None:
    """Earlier versions did not note when the best score was reached."""
    done = {"90": Done(quiz="2026-11-20", best=5 / 6, attempts=attempts)}
    (quiz,) = told(statements(noted(done, [module]), actor=AMARA, modules=[module]))
    assert quiz["verb"]["display"]["en"] == "passed"
    assert quiz.get("timestamp", "")[:10] == (day or "")


def test_a_better_score_is_another_statement_and_the_same_one_is_not(module: Module) -> None:
    """Each has its day; a store that got them all keeps two."""
    done = Done()
    ids, days = [], []
    for share, day in ((0.5, "2026-01-01"), (5 / 6, "2026-02-01"), (5 / 6, "2026-03-01"),
                       (0.1, "2026-04-01"), (1.0, "2026-06-01")):  # fmt: skip
        done = done.answered(share, passed=share > 0.8, day=day)
        (quiz,) = told(statements(noted({"90": done}, [module]), actor=AMARA))
        ids.append(quiz["id"])
        days.append(quiz["timestamp"][:10])
    assert days == ["2026-01-01", "2026-02-01", "2026-02-01", "2026-02-01", "2026-06-01"]
    assert len(set(ids)) == 3


def test_who_did_nothing_tells_nothing(module: Module) -> None:
    """No line, and no empty one."""
    assert statements(noted({}, [module]), actor=AMARA) == ""


def test_a_day_that_is_none_is_a_mistake_in_the_file(module: Module) -> None:
    """Somebody wrote into it."""
    with pytest.raises(UserError, match="progress of module 90 notes 'soon' as a day"):
        statements(noted({"90": Done(quiz="soon", attempts=1)}, [module]), actor=AMARA)


@pytest.mark.parametrize("share", [2.0, -0.5, float("nan"), float("inf")])
def test_a_share_that_is_none_is_a_mistake_in_the_file(module: Module, share: float) -> None:
    """No store takes a score beyond its ends."""
    with pytest.raises(UserError, match=r"progress of module 90 notes .* as a share"):
        statements(noted({"90": Done(best=share, attempts=1)}, [module]), actor=AMARA)


@pytest.mark.parametrize(
    "who", ["", "  ", "mailto:", "mailto:amara", "mailto:a@b, c@d", "mailto:a b@c"]
)
def test_who_has_to_be_somebody(who: str) -> None:
    """An address in full, or a name."""
    with pytest.raises(UserError):
        agent(who)


@given(st.text(min_size=1).filter(str.strip), st.text())
def test_any_words_make_one_line_of_json(who: str, title: str) -> None:
    """Names and titles are data, whatever is in them."""
    if not who.lower().startswith("mailto:"):
        text = statements([Completed("05", "1", title, NOON)], actor=agent(who))
        assert text.isascii()
        (said,) = told(text)
        assert said["actor"]["account"]["name"] == who.strip()
