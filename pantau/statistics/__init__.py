"""Statistics that the parts of the programme share: survival curves, means and gains, rank correlation, percentiles.

Pure functions of numbers: no database, no page. What is not defined (one observation has no spread) is NaN, which pages
show as "tidak ada data". The interval of a proportion is :func:`pantau.indicators.wilson_interval`.
"""

from pantau.statistics.estimates import LEVEL as LEVEL
from pantau.statistics.estimates import Estimate as Estimate
from pantau.statistics.estimates import mean_interval as mean_interval
from pantau.statistics.estimates import paired_gain as paired_gain
from pantau.statistics.ranks import RankCorrelation as RankCorrelation
from pantau.statistics.ranks import spearman as spearman
from pantau.statistics.spreads import percentile_of_counts as percentile_of_counts
from pantau.statistics.survival import Survival as Survival
from pantau.statistics.survival import kaplan_meier as kaplan_meier
from pantau.statistics.survival import log_rank as log_rank
