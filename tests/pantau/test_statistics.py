"""Are the statistics those of the literature, of SciPy, of statsmodels and of lifelines?"""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.weightstats import DescrStatsW

from pantau.statistics import kaplan_meier, log_rank, mean_interval, paired_gain, percentile_of_counts, spearman

# Freireich et al. 1963: weeks in remission of 42 children with leukaemia; 0 = still in remission when last seen.
# The values are those of the textbooks (Kleinbaum & Klein, Survival Analysis, table 2.1; Collett).
MERCAPTOPURINE = (
    (6, 1, 3), (6, 0, 1), (7, 1, 1), (9, 0, 1), (10, 1, 1), (10, 0, 1), (11, 0, 1), (13, 1, 1), (16, 1, 1), (17, 0, 1),
    (19, 0, 1), (20, 0, 1), (22, 1, 1), (23, 1, 1), (25, 0, 1), (32, 0, 2), (34, 0, 1), (35, 0, 1),
)  # fmt: skip
MERCAPTOPURINE_SHARES = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
PLACEBO = ((1, 2), (2, 2), (3, 1), (4, 2), (5, 2), (8, 4), (11, 2), (12, 2), (15, 1), (17, 1), (22, 1), (23, 1))
PLACEBO_SHARES = {
    1: 0.9048, 2: 0.8095, 3: 0.7619, 4: 0.6667, 5: 0.5714, 8: 0.3810, 11: 0.2857, 12: 0.1905, 15: 0.1429, 17: 0.0952,
    22: 0.0476, 23: 0.0,
}  # fmt: skip
# Days of the fruit flies "miR-137" of lifelines.datasets.load_waltons(), all of which died.
FLIES = (
    (6, 1),
    (9, 3),
    (13, 3),
    (15, 2),
    (19, 3),
    (22, 4),
    (26, 5),
    (29, 5),
    (33, 2),
    (36, 2),
    (43, 1),
    (47, 1),
    (62, 2),
)


def _treated():
    weeks, ended, counts = zip(*MERCAPTOPURINE, strict=True)
    return weeks, [bool(e) for e in ended], counts


def _all_ended(rows):
    times, counts = zip(*rows, strict=True)
    return times, [True] * len(times), counts


def test_the_curve_is_the_published_one_of_freireich_1963():
    curve = kaplan_meier(*_treated())
    assert {t: round(curve.share_at(t), 4) for t in MERCAPTOPURINE_SHARES} == MERCAPTOPURINE_SHARES
    # Published numbers at risk (Kleinbaum & Klein).
    at_risk = {6: 21, 7: 17, 10: 15, 13: 12, 16: 11, 22: 7, 23: 6}
    assert {t: curve.at_risk_at(t) for t in at_risk} == at_risk
    assert curve.share_at(5.9) == 1 and curve.share_at(12) == curve.share_at(10)
    assert math.isnan(curve.share_at(36))  # nobody was seen that long
    placebo = kaplan_meier(*_all_ended(PLACEBO))
    assert {t: round(placebo.share_at(t), 4) for t in PLACEBO_SHARES} == PLACEBO_SHARES
    assert placebo.share_at(99) == 0  # everybody's remission had ended


def test_intervals_medians_and_log_rank_are_those_of_lifelines():
    """Figures printed by lifelines 0.30.3 (with pandas 2.3.3, in an environment of its own) on its own data sets."""
    curve = kaplan_meier(*_treated())
    band = curve.steps.set_index("time")[["low", "high"]].round(6)
    assert tuple(band.loc[6]) == (0.619718, 0.951552)
    assert tuple(band.loc[13]) == (0.431610, 0.849066)
    assert tuple(band.loc[23]) == (0.188052, 0.680143)
    assert tuple(band.loc[35]) == (0.188052, 0.680143)
    assert curve.median()[:2] == (23, 13) and math.isnan(curve.median().high)
    placebo = kaplan_meier(*_all_ended(PLACEBO))
    assert placebo.median() == (8, 4, 11, 21)
    assert log_rank(_treated(), _all_ended(PLACEBO)) == pytest.approx(4.168809109334511e-05, rel=1e-9)
    flies = kaplan_meier(*_all_ended(FLIES))
    assert flies.median() == (26, 19, 29, 34)
    assert flies.share_at(22) == pytest.approx(0.529412, abs=5e-7)
    assert tuple(flies.steps.set_index("time").loc[47, ["low", "high"]].round(6)) == (0.010527, 0.171579)


def test_the_curve_is_that_of_statsmodels_on_many_ties():
    rng = np.random.default_rng(4)
    durations, observed = rng.integers(1, 25, 400), rng.random(400) < 0.6
    ours = kaplan_meier(durations, observed)
    theirs = sm.SurvfuncRight(durations, observed.astype(int))
    assert [ours.share_at(t) for t in theirs.surv_times] == pytest.approx(theirs.surv_prob)
    assert [ours.at_risk_at(t) for t in theirs.surv_times] == theirs.n_risk.tolist()
    assert ours.median().value == theirs.quantile(0.5)
    assert ours.time_until(0.75).value == theirs.quantile(0.25)  # there: the share that has left


def test_an_empty_curve_and_one_without_an_end_claim_nothing():
    none = kaplan_meier([], [])
    assert none.n == 0 and math.isnan(none.share_at(0)) and math.isnan(none.median().value)
    lasting = kaplan_meier([3, 5], [False, False], [2, 4])
    assert lasting.share_at(5) == 1 and lasting.n == 6
    assert all(math.isnan(v) for v in lasting.median()[:3]) and lasting.steps["low"].isna().all()
    assert math.isnan(log_rank(([3], [False], None), ([4], [False], None)))
    with pytest.raises(ValueError):
        kaplan_meier([1, 2], [True])


def test_a_mean_and_its_interval_are_students():
    values = [60.0, 72.5, 80.0, 55.0, 91.0, 68.0]
    ours = mean_interval(len(values), sum(values), sum(v * v for v in values))
    assert ours[:3] == pytest.approx((np.mean(values), *DescrStatsW(values).tconfint_mean()))
    # By hand: 1, 2, 3 has mean 2, s = 1, and t of 2 degrees of freedom is 4.302653.
    assert mean_interval(3, 6, 14)[:3] == pytest.approx((2, 2 - 4.302653 / math.sqrt(3), 2 + 4.302653 / math.sqrt(3)))
    assert mean_interval(1, 7, 49).value == 7 and math.isnan(mean_interval(1, 7, 49).low)
    assert all(math.isnan(v) for v in mean_interval(0, 0, 0)[:3])
    wages = [4_900_000_001, 4_900_000_002, 4_900_000_003]  # squares beyond what a float holds exactly
    exact = mean_interval(3, sum(wages), sum(w * w for w in wages))
    assert exact.high - exact.value == pytest.approx(4.302653 / math.sqrt(3), rel=1e-6)


def test_a_gain_is_that_of_a_paired_t_test_over_whoever_was_measured_twice():
    before, after = [55, 60, 70, 40, 65, 50], [70, 66, 75, 62, 64, 71]
    theirs = stats.ttest_rel(after, before).confidence_interval()
    ours = paired_gain([*before, 80, math.nan], [*after, math.nan, 90])
    assert ours[:3] == pytest.approx((68 / 6, theirs.low, theirs.high)) and ours.n == 6  # 15 + 6 + 5 + 22 − 1 + 21 = 68
    with pytest.raises(ValueError):
        paired_gain([1], [1, 2])


def test_a_rank_correlation_is_spearmans_with_an_exact_p_for_few_pairs():
    x, y = [1, 2, 3, 4, 5], [5, 6, 7, 8, 7]  # a classroom example with a tie: rho = 0.8208
    ours = spearman(x, y)
    assert ours.rho == pytest.approx(stats.spearmanr(x, y).statistic)
    # By hand, without ties: d² = 4, rho = 1 − 6·4/(4·15) = 0.6; Σd² is at most 4 or at least 16 in 10 of 24 orders.
    hand = spearman([1, 2, 3, 4], [2, 1, 4, 3])
    assert (hand.rho, hand.p) == pytest.approx((0.6, 10 / 24))
    rng = np.random.default_rng(3)
    for n in (4, 5, 6):
        a, b = rng.integers(0, 5, n), rng.integers(0, 9, n)
        every = stats.permutation_test(
            (a,), lambda v, b=b: stats.spearmanr(v, b).statistic, permutation_type="pairings", n_resamples=np.inf
        )
        far = np.abs(every.null_distribution) >= abs(every.statistic) - 1e-9  # at least as far from 0, on either side
        assert spearman(a, b).p == pytest.approx(far.mean())
    assert spearman(range(10), range(10)).p == pytest.approx(2 / math.factorial(10))
    many, other = rng.normal(size=40), rng.normal(size=40)
    assert spearman(many, other).p == pytest.approx(stats.spearmanr(many, other).pvalue)


def test_the_interval_of_a_rank_correlation_is_bonett_and_wrights():
    """rho = 0.5 of 28 pairs: z = 0.549306, its standard error √(1.125 / 25) = 0.212132, so 0.1328 to 0.7480."""
    found = [spearman(range(28), row) for row in _orders_near_one_half()]
    ours = min(found, key=lambda r: abs(r.rho - 0.5))
    z, error = math.atanh(ours.rho), math.sqrt((1 + ours.rho**2 / 2) / 25)
    assert (ours.low, ours.high) == pytest.approx((math.tanh(z - 1.959964 * error), math.tanh(z + 1.959964 * error)))
    assert (ours.low, ours.high) == pytest.approx((0.1328, 0.7480), abs=0.005)
    assert math.isnan(spearman([1, 2, 3], [1, 3, 2]).low)  # n − 3 = 0
    assert math.isnan(spearman([1, 2, 3, 4], [1, 2, 3, 4]).low) and spearman([1, 2, 3, 4], [1, 2, 3, 4]).rho == 1
    assert all(math.isnan(v) for v in spearman([1, 2, 3, 4], [5, 5, 5, 5])[:4])
    assert spearman([1, 2, math.nan, 4, 5], [2, 1, 7, math.nan, 3]).n == 3


def _orders_near_one_half() -> list[np.ndarray]:
    rng = np.random.default_rng(8)
    return [np.argsort(np.argsort(np.arange(28) + rng.normal(0, 13, 28))) for _ in range(200)]


def test_a_percentile_of_counts_is_numpys_of_the_values_written_out():
    rng = np.random.default_rng(5)
    for _ in range(60):
        x, n = rng.permutation(np.arange(-5, 15))[:8], rng.integers(0, 6, 8)
        if not n.sum():
            continue
        q = float(rng.choice([0, 0.1, 0.25, 0.5, 0.9, 0.95, 1]))
        assert percentile_of_counts(x, n, q) == np.quantile(np.repeat(x, n), q, method="inverted_cdf")
    assert percentile_of_counts(range(1, 11), [1] * 10, 0.9) == 9  # nine of ten values are at most 9
    assert math.isnan(percentile_of_counts([], [], 0.5)) and math.isnan(percentile_of_counts([1], [0], 0.5))
