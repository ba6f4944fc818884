"""The statistics of the gate: limits, contrasts, error control, power.

Read in this order: :mod:`~fairgate.statistics.limits` (one group),
:mod:`~fairgate.statistics.mover` (two groups), :mod:`~fairgate.statistics.contrasts` and
:mod:`~fairgate.statistics.critical` (all groups at once),
:mod:`~fairgate.statistics.disparity`, :mod:`~fairgate.statistics.value` and
:mod:`~fairgate.statistics.regression` (a whole rule), and
:mod:`~fairgate.statistics.detectability` (whether a violation would have been seen).
"""
