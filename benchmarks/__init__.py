"""Every claim about speed or statistics, as a module that measures it and prints its figure.

``python -m benchmarks [NAME ...] [--quick] [--write docs/benchmarks.md]``. Speeds are
printed as ratios to a peer or a limit measured in the same run; absolute times are only
information. Statistics are printed next to what was promised.
"""
