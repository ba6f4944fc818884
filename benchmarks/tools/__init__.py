"""What the benchmarks share: figures, clocks, predictions to count, worlds to draw tables from."""
