"""Masking of what identifies a person, before it is shown to anyone or kept in the list of rejected rows."""

from __future__ import annotations

import re

DOT = "•"
_LONG_NUMBER = re.compile(r"\d(?:[\s.\-'’_]{0,2}\d){11,}")
_WORD = re.compile(r"[^\W\d_]+")

# Words that a clerk needs to see in a coded cell (date, number, flag ...); any longer word may be a name.
_PLAIN_WORDS = frozenset(
    """januari februari pebruari maret april mei juni juli agustus september oktober november nopember desember
    january february march may june july august october december tahun bulan tahap triwulan semester tanggal
    ribu juta miliar rupiah belum tidak true false laki perempuan pria wanita ada sudah bukan kepala keluarga
    istri suami anak cucu orang tua mertua menantu famili lain lainnya saudara senin selasa rabu kamis jumat
    sabtu minggu jan feb peb mar apr mei may jun jul agu agt aug sep okt oct nov nop des dec rt rw rp tw tk ya no idr
    jt rb sd""".split()
)


def mask_number(text: str) -> str:
    """A NIK or KK number with only its first and last four characters: ``3174••••••••0012``."""
    packed = re.sub(r"[\s.\-'’`_]", "", text)
    if re.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}", text.strip()):
        return text.strip()[:12]  # what Excel left over of a number identifies nobody
    if _WORD.search(packed):  # a slip such as the letter O for 0, or a name in the wrong column
        mostly_digits = sum(c.isdigit() for c in packed) * 2 > len(packed)
        return packed[:4] + DOT * (len(packed) - 4) if mostly_digits else mask_words(text)
    if len(packed) < 12:
        return packed[:2] + DOT * (len(packed) - 2)
    return packed[:4] + DOT * (len(packed) - 8) + packed[-4:]


def mask_words(text: str) -> str:
    """A name or an address with only the first letter of each word: ``S••• A••••``; digits go too."""
    hidden = _WORD.sub(lambda m: m[0][0] + DOT * (len(m[0]) - 1) if len(m[0]) > 1 else DOT, text)
    return re.sub(r"\d", DOT, hidden)


def mask_coded(text: str) -> str:
    """A cell meant for a date, number or code: shown, except what may be a name or NIK in the wrong column."""
    shown = mask_long_numbers(text)
    return _WORD.sub(lambda m: m[0] if len(m[0]) == 1 or m[0].lower() in _PLAIN_WORDS else mask_words(m[0]), shown)


def mask_long_numbers(text: str) -> str:
    """Any text, with each run of twelve or more digits masked (a NIK or KK in a column where it does not belong)."""
    return _LONG_NUMBER.sub(lambda m: mask_number(m[0]), text)


MASKS = {"number": mask_number, "words": mask_words, "coded": mask_coded, "open": mask_long_numbers}
"""How a column's values are shown: see the ``shown`` field of :class:`etl.contract.Column`."""
