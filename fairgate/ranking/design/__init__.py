"""Weights that are fair, and the smallest change that leads to them.

An oracle says of a ranking whether it will do. :func:`sweep` finds every weighting of two
attributes that satisfies it, exactly; :func:`search` draws weightings of more than two and
reports the closest it found; :func:`rounded` gives either in few decimals.

Source: Asudeh, Jagadish, Stoyanovich & Das, "Designing Fair Ranking Schemes", SIGMOD 2019.
"""

from fairgate.ranking.design.decimals import rounded
from fairgate.ranking.design.oracles import Oracle, TopK, measured
from fairgate.ranking.design.plane import Satisfactory, sweep
from fairgate.ranking.design.proposal import Proposal
from fairgate.ranking.design.search import search

__all__ = ["Oracle", "Proposal", "Satisfactory", "TopK", "measured", "rounded", "search", "sweep"]
