"""The DuckDB engine keeps the contract of engines."""

from __future__ import annotations

import pytest
from engine.engine_contract import EngineContract

from fairgate.engine.duckdb import DuckDBEngine


class TestDuckDB(EngineContract):
    """DuckDB, straight from CSV and Parquet."""

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> DuckDBEngine:
        """Give the engine under test."""
        return DuckDBEngine()
