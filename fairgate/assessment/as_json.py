"""A result for programs: ``fairgate/assessment/v1``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from fairgate.assessment.assess import Result
from fairgate.assessment.canada.words import sum_lines
from fairgate.assessment.points import Range, Reason
from fairgate.assessment.rescore import Difference
from fairgate.assessment.scoring import Risk
from fairgate.assessment.template import Obligation, RedLine

SCHEMA = "fairgate/assessment/v1"


def as_json(
    result: Result,
    *,
    digest: str,
    subject: str = "",
    notes: Sequence[str] = (),
    changed: Difference | None = None,
) -> str:
    """Write a result as one JSON object.

    ``level`` and ``score`` are what the answers show at least; ``at_most`` and
    ``score_at_most`` are larger only while answers are missing. Every point is explained
    under ``risks``. Where weights are added up, ``sums`` explains them; a missing
    mitigation can then make the score smaller, down to ``sums.least``.

    Parameters
    ----------
    result : Result
        What the assessment found.
    digest : str
        ``sha256:...`` of the template's bytes.
    subject : str
        What was assessed.
    notes : sequence of str
        Remarks about versions.
    changed : Difference, optional
        What differs from an earlier version.
    """
    document = assessment(result, digest=digest, subject=subject, notes=notes)
    if changed is not None:
        document["rescored"] = vars(changed) | {
            key: list(getattr(changed, key)) for key in ("gone", "unfit", "unanswered")
        }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def assessment(
    result: Result, *, digest: str, subject: str = "", notes: Sequence[str] = ()
) -> dict[str, Any]:
    """Return a result as plain values."""
    template = result.template
    return {
        "schema": SCHEMA,
        "template": {"id": template.id, "version": template.version, "digest": digest},
        "subject": subject or None,
        "level": result.level or None,
        "at_most": result.at_most or None,
        "complete": result.complete,
        "score": result.score.low,
        "score_at_most": result.score.high,
        "red_lines": [_line(line) for line in result.red_lines],
        "possible_red_lines": [_line(line) for line in result.possible_red_lines],
        "obligations": [_obligation(duty, result) for duty in result.obligations],
        "hours": result.hours,
        "approvers": list(result.approvers),
        "missing": [question.id for question in result.missing],
        "ignored": list(result.ignored),
        "risks": [_risk(risk) for risk in result.risks],
        "sums": _sums(result),
        "notes": list(notes),
    }


def _line(line: RedLine) -> dict[str, Any]:
    return {"id": line.id, "text": line.text, "floor": line.floor}


def _obligation(duty: Obligation, result: Result) -> dict[str, Any]:
    promises = [rule.model_dump(mode="json", exclude_defaults=True) for rule in duty.promises]
    return {
        "id": duty.id,
        "text": duty.text,
        "undecided": duty.id in result.undecided,
        "approves": list(duty.approves),
        "hours": duty.hours,
        "see": list(duty.see),
        "promises": promises,
    }


def _risk(risk: Risk) -> dict[str, Any]:
    return {
        "id": risk.id,
        "stakeholder": risk.stakeholder,
        "harm": risk.harm,
        "inherent": _range(risk.inherent),
        "mitigated": _range(risk.credit),
        "residual": _range(risk.residual),
        "factors": {
            factor.dimension: {
                "value": _range(factor.value),
                "because": [_reason(reason) for reason in factor.reasons],
            }
            for factor in risk.factors
        },
        "mitigations": [_reason(reason) for reason in risk.mitigations],
    }


def _sums(result: Result) -> dict[str, Any] | None:
    """Explain a score that is a sum of weights."""
    sums = result.sums
    if sums is None:
        return None
    return {
        **asdict(sums),
        "mitigation_per_phase": sums.per_phase,
        "mitigation_needed": sums.needed,
        "deducted": sums.deducted,
        "level_least": result.template.level_at(sums.least).id,
        "level_most": result.template.level_at(sums.most).id,
        "explanation": sum_lines(sums),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "question": reason.question,
        "answer": reason.answer,
        "amount": _range(reason.amount),
    }


def _range(value: Range) -> list[float]:
    return [value.low, value.high]
