"""Shares as people say them, 7 out of 10; and texts of files in one line."""

from __future__ import annotations

from pantau.words import Words


def plain_share(words: Words, part: float, whole: float) -> str:
    """Seven in ten as "7 dari 10"; near the ends "97 dari 100"; "Semua" only for all and "0 dari 10" only for none."""
    if not whole > 0:
        return words.no_data
    if part >= whole:
        return words("Semua")
    tens = round(10 * part / whole)
    if 0 < tens < 10 or part <= 0:
        return words("{part} dari {whole}", part=words.number(tens), whole=words.number(10))
    return of_hundred(words, part / whole)


def of_hundred(words: Words, share: float) -> str:
    """A share as "88 dari 100"; 0 and 100 only for none and all."""
    hundreds = 0 if share <= 0 else 100 if share >= 1 else min(99, max(1, round(100 * share)))
    return words("{part} dari {whole}", part=words.number(hundreds), whole=words.number(100))


def cut(text: object, most: int) -> str:
    """A file's text in one line, shortened where it is long."""
    line = " ".join(str(text or "").split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
