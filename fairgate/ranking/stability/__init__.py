"""How little it takes to change a ranking.

:func:`slope` is the line of Ranking Facts; :func:`two_d` is exact for two attributes;
:func:`sampled` draws weights for any number of them; :func:`perturbed` shakes the data.

Sources: Asudeh, Jagadish, Miklau & Stoyanovich, "On Obtaining Stable Rankings",
PVLDB 12(3), 2018; Yang et al., "A Nutritional Label for Rankings", SIGMOD 2018.
"""

from fairgate.ranking.stability.line import slope
from fairgate.ranking.stability.part import What
from fairgate.ranking.stability.plane import Region, Regions, two_d
from fairgate.ranking.stability.sampling import Frequent, Sampled, perturbed, sampled

__all__ = [
    "Frequent",
    "Region",
    "Regions",
    "Sampled",
    "What",
    "perturbed",
    "sampled",
    "slope",
    "two_d",
]
