"""What a figure is made of, in words."""

from __future__ import annotations

from pantau.indicators import Indicator
from pantau.words import Words


def fraction(words: Words, indicator: Indicator, part: float, whole: float) -> str:
    """Numerator and denominator of a ratio in words: 3.120 dari 4.050."""
    show = (lambda v: words.rupiah(v, short=True)) if _is_money(indicator) else words.number
    return words("{part} dari {whole}", part=show(part), whole=show(whole))


def _is_money(indicator: Indicator) -> bool:
    return any("amount" in m or "budget" in m or "income" in m for m in indicator.denominator)
