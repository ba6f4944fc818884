"""Model artifact to predictions: whatever can run code runs in the sandbox.

Read in this order: :mod:`~fairgate.scoring.formats` (what a model file is),
:mod:`~fairgate.scoring.job` (what goes into the sandbox and what comes back),
:mod:`~fairgate.scoring.sandbox` (what keeps it in).
"""
