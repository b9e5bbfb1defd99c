"""Does the catalogue say what the field says, and do its pieces fit together?"""

from __future__ import annotations

import math

import pandas as pd
import pytest

from pantau import dictionary
from pantau.indicators import CATALOGUE, HEADLINE, evaluate, status, wilson_interval
from pantau.parts import COUNTS, TALLIES, YEARLY
from pantau.schema import MEASURES

DERIVED = {"median_days_late", "p90_days_late", "amount_paid_to_date", "budget"}


def test_each_indicator_is_complete_and_reads_measures_that_exist() -> None:
    for key, indicator in CATALOGUE.items():
        assert key == indicator.id
        assert all([indicator.name_id, indicator.name_en, indicator.formula_id, indicator.formula_en, indicator.source])
        assert {measure.partition(":")[0] for measure in indicator.measures} <= {
            *MEASURES,
            *DERIVED,
            *COUNTS,
            *YEARLY,
            *TALLIES,
        }
        assert set(indicator.ranks or ()) <= set(CATALOGUE) and bool(indicator.numerator) != bool(indicator.ranks)
    assert set(HEADLINE) <= set(CATALOGUE)


def test_a_ratio_with_denominator_0_has_no_value() -> None:
    measures = pd.DataFrame({key: [0.0] for key in MEASURES})
    shown = evaluate(CATALOGUE["coverage_eligible"], measures)
    assert math.isnan(shown["value"].iloc[0])
    assert shown["denominator"].iloc[0] == 0


def test_exclusion_and_effective_coverage_are_complements() -> None:
    measures = pd.DataFrame(
        {**{key: [0.0] for key in MEASURES}, "eligible_households": [40.0], "eligible_recipients": [30.0]}
    )
    covered = evaluate(CATALOGUE["coverage_eligible"], measures)["value"].iloc[0]
    missed = evaluate(CATALOGUE["exclusion_error"], measures)["value"].iloc[0]
    assert (covered, missed) == (0.75, 0.25)


def test_cgh_is_1_when_the_poorest_two_fifths_get_two_fifths() -> None:
    measures = pd.DataFrame(
        {**{key: [0.0] for key in MEASURES}, "amount_received": [1000.0], "amount_received_poor": [400.0]}
    )
    assert evaluate(CATALOGUE["cgh"], measures)["value"].iloc[0] == pytest.approx(1)


@pytest.mark.parametrize(
    ("indicator", "value", "target", "light"),
    [
        ("coverage_eligible", 0.80, 0.80, "green"),
        ("coverage_eligible", 0.75, 0.80, "amber"),
        ("coverage_eligible", 0.7499, 0.80, "red"),
        ("inclusion_error", 0.08, 0.08, "green"),
        ("inclusion_error", 0.13, 0.08, "amber"),
        ("inclusion_error", 0.131, 0.08, "red"),
        ("median_days_late", 5.4, 5.0, "amber"),
        ("median_days_late", 5.6, 5.0, "red"),
        ("recipients", 10.0, 20.0, "none"),
        ("coverage_eligible", float("nan"), 0.8, "none"),
        ("coverage_eligible", 0.5, float("nan"), "none"),
    ],
)
def test_traffic_lights(indicator: str, value: float, target: float, light: str) -> None:
    assert status(CATALOGUE[indicator], value, target) == light


@pytest.mark.parametrize("covered", [0.80, 0.86, 0.863, 0.88, 0.7, 0.83])
def test_reached_and_missed_have_the_same_light(covered: float) -> None:
    lights = [
        status(CATALOGUE["coverage_eligible"], covered, 0.88),
        status(CATALOGUE["exclusion_error"], 1 - covered, 0.12),
    ]
    assert lights[0] == lights[1]


@pytest.mark.parametrize(  # published: Newcombe 1998, table I, method 3 (Wilson score)
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_interval_equals_the_published_table(part: int, whole: int, low: float, high: float) -> None:
    assert wilson_interval(part, whole) == pytest.approx((low, high), abs=5e-5)


def test_wilson_interval_of_nothing_is_unknown() -> None:
    assert all(math.isnan(bound) for bound in wilson_interval(0, 0))


def test_the_dictionary_on_paper_is_the_catalogue() -> None:
    assert dictionary.FILE.read_text(encoding="utf-8") == dictionary.markdown(), "run: python -m pantau.dictionary"
