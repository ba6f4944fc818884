"""Ranking rules of ``fairgate.yaml``: what may be promised, how it is read, how it is judged."""
