"""Does every value get the class and colour that the legend says?"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pantau.classify import NO_DATA_COLOUR, RANKS, SCHEMES, TARGET_COLOURS, Classes, Scheme, classify
from pantau.indicators import Direction

NAN = float("nan")


def _class(classes: Classes | None, value: float) -> str | None:
    assert classes is not None
    index = classes.index(value)
    return None if index is None else classes.ranks[index]


@given(
    values=st.lists(st.one_of(st.floats(0, 1), st.just(NAN)), min_size=1, max_size=120),
    scheme=st.sampled_from(SCHEMES),
    direction=st.sampled_from(["up", "down", "none"]),
    target=st.one_of(st.none(), st.floats(0.01, 1)),
)
def test_each_value_lies_in_the_range_of_its_class(
    values: list[float], scheme: Scheme, direction: Direction, target: float | None
) -> None:
    classes = classify(values, scheme, direction, target, near=0.05)
    known = [v for v in values if not math.isnan(v)]
    if not known:
        assert classes is None
        return
    assert classes is not None
    assert len(classes.bounds) == len(classes.colours) == len(classes.ranks) == len(set(classes.colours))
    assert list(classes.bounds) == sorted(classes.bounds)
    for value in known:
        index = classes.index(value)
        assert index is not None
        low, high = classes.ranges()[index]
        assert low <= value <= high or np.isclose(value, [low, high]).any()
    assert classes.colour(NAN) == NO_DATA_COLOUR


def test_quantiles_hold_equal_numbers_of_areas() -> None:
    classes = classify([float(i) for i in range(50)], "quantile", "up")
    assert [sum(_class(classes, float(i)) == rank for i in range(50)) for rank in RANKS] == [10] * 5


def test_equal_intervals_have_equal_widths() -> None:
    classes = classify([0.0, 1.0, 2.0, 7.0, 10.0], "equal", "up")
    assert classes is not None
    assert [high - low for low, high in classes.ranges()] == pytest.approx([2] * 5)


def test_natural_breaks_separate_what_is_apart() -> None:
    classes = classify([1.0, 1.1, 1.2, 5.0, 5.1, 9.0, 9.1, 20.0, 30.0], "natural", "up")
    assert _class(classes, 1.2) != _class(classes, 5.0)
    assert _class(classes, 5.1) != _class(classes, 9.0)


@pytest.mark.parametrize(
    ("value", "rank"), [(0.5, "far"), (0.72, "near"), (0.79, "near"), (0.80, "met"), (0.95, "met"), (0.97, "past")]
)
def test_against_a_target_that_should_be_reached(value: float, rank: str) -> None:
    assert _class(classify([0.5, value, 0.99], "target", "up", 0.80, near=0.08), value) == rank


@pytest.mark.parametrize(
    ("value", "rank"), [(0.05, "past"), (0.09, "met"), (0.10, "met"), (0.105, "near"), (0.12, "far")]
)
def test_against_a_target_that_should_not_be_passed(value: float, rank: str) -> None:
    assert _class(classify([0.05, value, 0.3], "target", "down", 0.10, near=0.01), value) == rank


def test_colours_against_a_target_keep_their_meaning_when_classes_are_empty() -> None:
    all_far = classify([0.1, 0.2], "target", "up", 0.8, near=0.05)
    assert all_far is not None
    assert all_far.colour(0.1) == TARGET_COLOURS[0]
    all_met = classify([0.85, 0.9], "target", "up", 0.8, near=0.05)
    assert all_met is not None
    assert all_met.colour(0.9) == TARGET_COLOURS[2]


@pytest.mark.parametrize("values", [[0.1, 0.2], [0.85, 0.89], [0.77]])
def test_the_legend_against_a_target_always_has_its_three_classes(values: list[float]) -> None:
    up = classify(values, "target", "up", 0.8, near=0.05)
    down = classify([1 - v for v in values], "target", "down", 0.2, near=0.05)
    assert up is not None and down is not None
    assert up.ranks[:3] == ("far", "near", "met")
    assert down.ranks[-3:] == ("met", "near", "far")
    assert [up.ranks[up.index(v) or 0] for v in values] == [down.ranks[down.index(1 - v) or 0] for v in values]
    assert up.ranges()[0][0] == -math.inf and up.ranges()[-1][1] == math.inf


def test_one_value_is_one_class() -> None:
    classes = classify([0.4, 0.4], "quantile", "up")
    assert classes is not None
    assert classes.ranges() == [(0.4, 0.4)]
