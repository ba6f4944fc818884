"""Small questionnaires in the form of Canada's."""

from __future__ import annotations

from typing import Any

YES_NO = [
    {"value": "item1-3", "weight": 3.0, "text": "Yes"},
    {"value": "item2-0", "weight": 0.0, "text": "No"},
]


def question(name: str, **changes: Any) -> dict[str, Any]:
    """A question as the questionnaire has it."""
    plain = {"page": "risk", "type": "radiogroup", "kind": "risk", "title": f" {name}?\n"}
    return {**plain, "id": name, "visible_if": None, "choices": YES_NO, **changes}


def survey(*questions: dict[str, Any], **numbers: Any) -> dict[str, Any]:
    """A questionnaire with the numbers that its weights give."""
    weights = {"risk": 0, "mitigation": 0}
    for each in questions:
        if each["kind"] in weights:
            weights[each["kind"]] += 3
    scoring = {
        "max_raw_impact": weights["risk"],
        "max_mitigation_per_phase": weights["mitigation"] // 2,
        "mitigation_trigger": ">= 0.8",
        "deduction": 0.15,
        "level_cutoffs": [0.25, 0.5, 0.75],
        **numbers,
    }
    return {"source": "a test", "scoring": scoring, "questions": list(questions)}


DEMANDS = [{"text": "None"}, {"text": "Ask"}, {"text": "Ask "}, {"text": "Ask two:\n\nA\nB\n\nC"}]
REQUIREMENTS = {
    "source": "a test",
    "requirements": {"title": "All", "elements": [{"title": "Peer review", "elements": DEMANDS}]},
}
PHASE = question(
    "projectDetailsPhase",
    kind="not_scored",
    choices=[
        {"value": "item1", "weight": 0, "text": "Design"},
        {"value": "item2", "weight": 0, "text": "Implementation"},
    ],
)
SMALL = survey(
    PHASE,
    question("first"),
    question("second-NS", kind="risk", page="other"),
    question("why", type="comment", kind="text", choices=[], visible_if='{first} = "item1-3"'),
    question("either", visible_if='{first} contains "item2" or {first} = "item1-3"'),
    question("designed", kind="mitigation", page="privacyDesign"),
    question("built", kind="mitigation", page="privacyImplementation"),
    max_raw_impact=6,
)
