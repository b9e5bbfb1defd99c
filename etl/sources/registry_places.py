"""Does a registry row belong to the kelurahan it is loaded into?"""

from __future__ import annotations

import re

import numpy as np
from rapidfuzz import fuzz

from etl.contract import Checked
from etl.parse import word_key
from etl.parse_codes import area_code_value
from etl.report import Report

_ALIKE = 80.0
"""From this similarity (0 to 100) on, a name is a misspelling of the kelurahan's rather than another place."""


def _name_key(name: str) -> str:
    """``KEL. PONDOK LABU`` and ``Pondok Labu`` are the same."""
    return word_key(re.sub(r"^\s*(?:kelurahan|kel\.?|desa)\s+", "", name.lower()))


def reject_other_kelurahan(checked: Checked, kelurahan: np.ndarray, names: dict[str, str], report: Report) -> None:
    """Reject rows that name another kelurahan than the code of theirs (``kelurahan``, by row); ``names`` are all areas.

    An export of a whole kecamatan has the same RT and RW numbers for every kelurahan: without this its families would all
    be taken for ours.
    """
    others = {_name_key(name) for code, name in names.items() if code.count(".") == 3}
    has, stated = checked.has("kelurahan_name"), checked.values("kelurahan_name")
    same: dict[tuple[str, str], bool] = {}
    for position in np.flatnonzero(has & ~checked.rejected).tolist():
        pair = stated[position], kelurahan[position]
        if pair not in same:
            same[pair] = _names(pair[0], pair[1], names.get(pair[1], ""), others)
        if not same[pair]:
            own = names.get(pair[1], pair[1])
            checked.reject(report, np.array([position]), "kelurahan_name", "kelurahan_other", kelurahan=own)


def _names(text: str, code: str, name: str, others: set[str]) -> bool:
    """Whether ``text`` means the kelurahan of this code and name."""
    if stated_code := area_code_value(text):
        return stated_code == code
    key, own = _name_key(text), _name_key(name)
    return not own or key == own or (key not in others and fuzz.ratio(key, own) >= _ALIKE)
