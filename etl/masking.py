"""Masking of what identifies a person, before it is shown to anyone or kept in the list of rejected rows."""

from __future__ import annotations

import re

from pantau.masking import WORD, mask_number, mask_words

_LONG_NUMBER = re.compile(r"\d(?:[\s.\-'’_]{0,2}\d){11,}")

# Words that a clerk needs to see in a coded cell (date, number, flag ...); any longer word may be a name.
_PLAIN_WORDS = frozenset(
    """januari februari pebruari maret april mei juni juli agustus september oktober november nopember desember
    january february march may june july august october december tahun bulan tahap triwulan semester tanggal
    ribu juta miliar rupiah belum tidak true false laki perempuan pria wanita ada sudah bukan kepala keluarga
    istri suami anak cucu orang tua mertua menantu famili lain lainnya saudara senin selasa rabu kamis jumat
    sabtu minggu jan feb peb mar apr mei may jun jul agu agt aug sep okt oct nov nop des dec rt rw rp tw tk ya no idr
    jt rb sd""".split()
)


def mask_coded(text: str) -> str:
    """A cell meant for a date, number or code: shown, except what may be a name or NIK in the wrong column."""
    shown = mask_long_numbers(text)
    return WORD.sub(lambda m: m[0] if len(m[0]) == 1 or m[0].lower() in _PLAIN_WORDS else mask_words(m[0]), shown)


def mask_long_numbers(text: str) -> str:
    """Any text, with each run of twelve or more digits masked (a NIK or KK in a column where it does not belong)."""
    return _LONG_NUMBER.sub(lambda m: mask_number(m[0]), text)


MASKS = {"number": mask_number, "words": mask_words, "coded": mask_coded, "open": mask_long_numbers}
"""How a column's values are shown: see the ``shown`` field of :class:`etl.contract.Column`."""
