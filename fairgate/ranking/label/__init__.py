"""The nutritional label of a ranking."""
