"""The mended model as a file that people can read: JSON with every number it decides by."""

from __future__ import annotations

import json

from fairgate.demo.models import Mended


def to_json(model: Mended) -> bytes:
    """Write a model so that anybody can compute its answers without running its code.

    A fact that is missing is replaced by ``fill``; then ``mean`` is taken away and ``scale``
    divided by. A regression votes yes where the weighted sum of the facts and the intercept
    is above 0. The model says yes where at least half of the weight votes yes.
    """
    fill, scale = (step for _, step in model.prepare.steps)
    document = {
        "kind": "vote of logistic regressions",
        "facts": list(model.features),
        "fill": fill.statistics_.tolist(),
        "mean": scale.mean_.tolist(),
        "scale": scale.scale_.tolist(),
        "votes": [
            {
                "weight": weight,
                "coefficients": regression.coef_[0].tolist(),
                "intercept": float(regression.intercept_[0]),
            }
            for weight, regression in model.votes
        ],
    }
    return json.dumps(document, indent=2).encode() + b"\n"
