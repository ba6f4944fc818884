"""fairgate: a fairness gate for predictions, policies and rollouts.

The domain, without a framework around it. Start with :mod:`fairgate.gate` (what is
judged, and how), :mod:`fairgate.cells` (what it is judged on) and
:mod:`fairgate.metrics` (the catalogue).
"""

__version__ = "0.1.0"
