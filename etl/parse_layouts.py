"""Codes in exports of national registers: each list of codes is understood only under headings that belong to it.

The same digit means different things: in the registers that follow BPS (PBDT, BDT/DTKS) relation 3 is a child, in those of
the civil registry (SIAK, OpenSID) a wife. Where the heading does not tell, a digit is a fault, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from etl.parse import BLANKS, Cells, Fault, Parsed, Parser, clean, map_unique, word_key
from etl.parse_codes import FLAGS, RELATIONS, SEXES

_CODE = re.compile(r"0*([0-9]{1,2})(?:\.0+)?")


def code_in(text: str) -> int | None:
    """The number of a code (``01``, ``1``, ``1.0`` -> 1); None for anything else."""
    found = _CODE.fullmatch(text.lstrip("'’`").strip())
    return int(found[1]) if found else None


def _coded(
    codes: Mapping[int, object],
    words: Mapping[str, object],
    reason: str,
    dtype: object = object,
    neutral: object = "",
) -> Parser:
    """Codes of one list, and the words that mean the same."""

    def understand(text: str, _kind: int) -> object:
        code = code_in(text)
        return words.get(word_key(text), Fault(reason)) if code is None else codes.get(code, Fault(reason))

    return lambda cells: map_unique(cells, understand, dtype, neutral)


_BPS = ("kepala", "pasangan", "anak", "menantu", "cucu", "orang_tua", "lainnya", "lainnya", "lainnya")
relation_bps = _coded(dict(enumerate(_BPS, 1)), RELATIONS, "relation_not_understood")
"""Relation to the head in the registers that follow BPS: 1 head, 2 spouse, 3 child, 4 child-in-law, 5 grandchild,
6 parent or parent-in-law, 7 servant, 8 and 9 others."""

_CIVIL = ("kepala", "pasangan", "pasangan", "anak", "menantu", "cucu", "orang_tua", "orang_tua", "famili", "lainnya", "lainnya")  # fmt: skip
relation_civil = _coded(dict(enumerate(_CIVIL, 1)), RELATIONS, "relation_not_understood")
"""Relation in the civil registry: 1 head, 2 husband, 3 wife, 4 child, 5 child-in-law, 6 grandchild, 7 parent,
8 parent-in-law, 9 other relative, 10 servant, 11 others."""


def relation_words(cells: Cells) -> Parsed:
    """Relation in words; a digit is unclear because two lists of codes are in use."""

    def understand(text: str, _kind: int) -> object:
        if code_in(text) is not None:
            return Fault("relation_code_unclear")
        return RELATIONS.get(word_key(text), Fault("relation_not_understood"))

    return map_unique(cells, understand, object, "")


def sex_words(cells: Cells) -> Parsed:
    """Sex in words or letters; a digit is unclear."""
    return _sex(cells, None)


def sex_or_code(cells: Cells) -> Parsed:
    """Sex in words, letters or the codes 1 (L) and 2 (P) that all national registers share.

    In a column that also holds 0 the digits are those of another list (0/1), and are unclear.
    """
    others = any(code_in(text) == 0 for text in map(clean, cells.text.unique().tolist()) if text not in BLANKS)
    return _sex(cells, None if others else {1: "L", 2: "P"})


def _sex(cells: Cells, codes: Mapping[int, str] | None) -> Parsed:
    def understand(text: str, _kind: int) -> object:
        code = code_in(text)
        if code is None:
            return SEXES.get(word_key(text), Fault("sex_not_understood"))
        return (codes or {}).get(code, Fault("sex_code_unclear" if codes is None else "sex_not_understood"))

    return map_unique(cells, understand, object, "")


pregnant_bps = _coded({0: False, 1: True, 2: False}, FLAGS, "flag_not_understood", np.bool_, False)
"""Pregnancy in the registers that follow BPS: 1 yes, 2 no, 0 not asked."""

disability_bps = _coded(
    {0: False, **{code: True for code in range(1, 100)}}, FLAGS, "flag_not_understood", np.bool_, False
)
"""Kind of disability in PBDT and BDT: 00 none, any other code one of its kinds."""
