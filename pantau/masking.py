"""Masking of what identifies a person: the number or name is recognised by who knows it, and tells nobody else."""

from __future__ import annotations

import re

DOT = "•"
WORD = re.compile(r"[^\W\d_]+")


def mask_number(text: str) -> str:
    """A NIK or KK number with only its first and last four characters: ``3174••••••••0012``."""
    packed = re.sub(r"[\s.\-'’`_]", "", text)
    if re.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}", text.strip()):
        return text.strip()[:12]  # what Excel left over of a number identifies nobody
    if WORD.search(packed):  # a slip such as the letter O for 0, or a name in the wrong column
        mostly_digits = sum(c.isdigit() for c in packed) * 2 > len(packed)
        return packed[:4] + DOT * (len(packed) - 4) if mostly_digits else mask_words(text)
    if len(packed) < 12:
        return packed[:2] + DOT * (len(packed) - 2)
    return packed[:4] + DOT * (len(packed) - 8) + packed[-4:]


def mask_words(text: str) -> str:
    """A name or an address with only the first letter of each word: ``S••• A••••``; digits go too."""
    hidden = WORD.sub(lambda m: m[0][0] + DOT * (len(m[0]) - 1) if len(m[0]) > 1 else DOT, text)
    return re.sub(r"\d", DOT, hidden)
