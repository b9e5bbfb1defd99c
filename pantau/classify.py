"""Classes of a choropleth: breaks by mapclassify, colours that colour-blind readers tell apart, one class a value."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import mapclassify
import numpy as np

from pantau.indicators import ROUNDING, Direction

Scheme = Literal["quantile", "equal", "natural", "target"]
SCHEMES: tuple[Scheme, ...] = ("quantile", "equal", "natural", "target")

NO_DATA_COLOUR = "#d9d9d9"
# ColorBrewer YlGnBu and YlOrRd (sequential) and PuOr (diverging): all marked colour-blind safe there.
_MORE_IS_BETTER = ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494")
_MORE_IS_WORSE = ("#ffffb2", "#fecc5c", "#fd8d3c", "#f03b20", "#bd0026")
TARGET_COLOURS = ("#b35806", "#fdb863", "#b2abd2", "#542788")
RANKS = ("lowest", "low", "middle", "high", "highest")
TARGET_RANKS = ("far", "near", "met", "past")
CLASSES = 5
# Exact natural breaks cost k * n^2; past this many areas k-means comes as close as the eye can tell.
_EXACT_NATURAL = 400


@dataclass(frozen=True)
class Classes:
    """Upper bounds (inclusive) of the classes, low to high, with a colour and a rank for each; outer ones may be infinite.

    A rank is one of ``RANKS`` (against a target: ``TARGET_RANKS``) and is what the legend puts in words.
    """

    scheme: Scheme
    lower: float
    bounds: tuple[float, ...]
    colours: tuple[str, ...]
    ranks: tuple[str, ...]

    def index(self, value: float) -> int | None:
        """The class of a value; None for NaN. Values past the last bound fall in the last class."""
        if np.isnan(value):
            return None
        return min(int(np.searchsorted(self.bounds, value, side="left")), len(self.bounds) - 1)

    def colour(self, value: float) -> str:
        """The fill colour of a value."""
        index = self.index(value)
        return NO_DATA_COLOUR if index is None else self.colours[index]

    def ranges(self) -> list[tuple[float, float]]:
        """(from, to) of each class."""
        return list(zip((self.lower, *self.bounds[:-1]), self.bounds, strict=True))


def classify(
    values: Sequence[float], scheme: Scheme, direction: Direction, target: float | None = None, near: float = 0.0
) -> Classes | None:
    """Classes for ``values`` (NaN are left out); None when there is no value.

    ``target`` needs the target's value and what is still ``near`` it; without one the scheme falls back to quantiles. Fewer distinct values than
    classes give fewer classes.
    """
    known = np.array([v for v in values if not np.isnan(v)], dtype=float)
    if not len(known):
        return None
    if scheme == "target" and target is not None and not np.isnan(target) and direction != "none":
        return _against_target(known, direction, target, near)
    scheme = "quantile" if scheme == "target" else scheme
    distinct = np.unique(known)
    k = min(CLASSES, len(distinct))
    if k < 3 and len(distinct) <= 2:
        bounds = tuple(float(v) for v in distinct)
    else:
        bounds = _breaks(known, scheme, k)
    palette = _MORE_IS_WORSE if direction == "down" else _MORE_IS_BETTER
    picks = np.linspace(0, len(palette) - 1, len(bounds)).round().astype(int) if len(bounds) > 1 else [2]
    colours, ranks = tuple(palette[i] for i in picks), tuple(RANKS[i] for i in picks)
    return Classes(scheme, float(known.min()), bounds, colours, ranks)


def _breaks(known: np.ndarray, scheme: str, k: int) -> tuple[float, ...]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # mapclassify warns when ties leave fewer classes: handled below
        if scheme == "equal":
            found = mapclassify.EqualInterval(known, k=k).bins
        elif scheme == "quantile":
            found = mapclassify.Quantiles(known, k=k).bins
        elif len(known) <= _EXACT_NATURAL:
            found = mapclassify.FisherJenks(known, k=k).bins
        else:
            found = mapclassify.NaturalBreaks(known, k=k).bins
    return tuple(float(b) for b in np.unique(found))


def _against_target(known: np.ndarray, direction: Direction, target: float, near: float) -> Classes:
    """Far from the target, near it, meets it, and well past it where a value is; orange is worse, purple better.

    The first three are always there, so that the legend says how many areas are in each, none included. The outer
    classes have no end.
    """
    past = 2 * near
    # A value equal to a bound lies below it, so bounds make room for a value that equals the target.
    if direction == "up":
        bounds = [target - near - ROUNDING, target - ROUNDING, target + past]
        classes = list(zip(TARGET_RANKS, TARGET_COLOURS, [*bounds, np.inf], strict=True))
    else:
        bounds = [target - past, target + ROUNDING, target + near + ROUNDING]
        classes = list(zip(TARGET_RANKS[::-1], TARGET_COLOURS[::-1], [*bounds, np.inf], strict=True))
    if direction == "up" and not (known > bounds[-1]).any():
        classes = [*classes[:2], ("met", TARGET_COLOURS[2], np.inf)]
    elif direction == "down" and not (known <= bounds[0]).any():
        classes = classes[1:]
    ranks, colours, upper = zip(*classes, strict=True)
    return Classes("target", -np.inf, tuple(float(b) for b in upper), colours, ranks)
