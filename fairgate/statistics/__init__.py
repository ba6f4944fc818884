"""The statistics of the gate: limits, contrasts, error control, power.

Read in this order: :mod:`~fairgate.statistics.limits` (one group),
:mod:`~fairgate.statistics.mover` (two groups), :mod:`~fairgate.statistics.critical`
(all groups at once), :mod:`~fairgate.statistics.disparity` and
:mod:`~fairgate.statistics.regression` (a whole rule), :mod:`~fairgate.statistics.power`.
"""
