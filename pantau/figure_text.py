"""What a figure is made of, in words."""

from __future__ import annotations

from pantau.indicators import Indicator
from pantau.words import Words


def fraction(words: Words, indicator: Indicator, part: float, whole: float) -> str:
    """Numerator and denominator of a ratio in words: 3.120 dari 4.050; of a mean, how many it is of."""
    if indicator.squares:
        return words("rata-rata dari {n}", n=words.number(whole))
    shown = [words.figure(v, unit, short=True) for v, unit in zip((part, whole), indicator.part_units, strict=True)]
    return words("{part} dari {whole}", part=shown[0], whole=shown[1])
