"""Rows to cells.

:mod:`fairgate.engine.base` is the interface, :mod:`fairgate.engine.duckdb` the engine.
"""
