"""Where something is: the columns RW and RT of lists that are not of families. A blank RW means the whole kelurahan."""

from __future__ import annotations

import numpy as np
from sqlalchemy import Connection, select

from etl import contract_rules as rules
from etl.contract import Checked, Column, Said
from etl.parse import Cells, Parsed, word_key
from etl.parse_codes import rt_rw
from etl.report import Report
from pantau.reference import home_kelurahan
from pantau.schema import area

_WHOLE = frozenset("kelurahan semua semuarw seluruhrw sekelurahan kel".split())
"""Words for the whole kelurahan in a column of RW numbers."""


def _rw_or_all(cells: Cells) -> Parsed:
    said = {text: "" for text in cells.text.unique().tolist() if word_key(text) in _WHOLE}
    return rt_rw("rw")(Cells(cells.text.replace(said), cells.kinds) if said else cells)


def rw_column(meaning: Said = ("", "")) -> Column:
    """The number of an RW; blank: the kelurahan."""
    return Column(
        "rw",
        ("RW", "NO RW", "NOMOR RW"),
        _rw_or_all,
        dtype="int64",
        neutral=0,
        meaning=meaning
        if meaning[0]
        else ("RW-nya; kosong: seluruh kelurahan.", "The RW; blank: the whole kelurahan."),
        rule=rules.RW,
        reasons=("rw_unknown",),
    )


def rt_column(meaning: Said = ("", "")) -> Column:
    """The number of an RT of that RW; blank: the RW."""
    return Column(
        "rt",
        ("RT", "NO RT", "NOMOR RT"),
        rt_rw("rt"),
        dtype="int64",
        neutral=0,
        meaning=meaning if meaning[0] else ("RT-nya; kosong: seluruh RW.", "The RT; blank: the whole RW."),
        rule=rules.RT,
        reasons=("rt_incomplete", "rt_contradicts", "rt_unknown"),
    )


def find_areas(checked: Checked, connection: Connection, report: Report) -> np.ndarray:
    """The area code of each row by its columns ``rw`` and, where the contract has it, ``rt``.

    Rows whose RW or RT is unknown, or whose RT is of no RW, are rejected.
    """
    kelurahan = home_kelurahan()
    names = {code: name for code, name in connection.execute(select(area.c.code, area.c.name))}
    has_rt = any(column.name == "rt" for column in checked.contract.columns)
    packed = [checked.values(name) for name in (("rw", "rt") if has_rt else ("rw",))]
    rw_no, rt_no = (np.max([part(values) for values in packed], axis=0) for part in (_rw_of, _rt_of))
    clash = np.any([(_rw_of(values) > 0) & (_rw_of(values) != rw_no) for values in packed], axis=0)
    where = "rt" if has_rt else "rw"
    codes = np.full(len(checked), kelurahan, dtype=object)
    for position in checked.kept().tolist():
        rw, rt = int(rw_no[position]), int(rt_no[position])
        here = np.array([position])
        if clash[position]:
            shown = " · ".join(checked.raw(name, position) for name in ("rt", "rw") if name in checked.headings)
            checked.reject(report, here, where, "rt_contradicts", shown)
        elif rt and not rw:
            checked.reject(report, here, where, "rt_incomplete")
        elif rw:
            codes[position] = f"{kelurahan}.{rw:03d}" + (f".{rt:03d}" if rt else "")
            if codes[position] not in names:
                place = {"rw": f"{rw:03d}", "kelurahan": names.get(kelurahan, kelurahan)}
                if rt:
                    checked.reject(report, here, where, "rt_unknown", rt=f"{rt:03d}", **place)
                else:
                    checked.reject(report, here, "rw", "rw_unknown", **place)
    return codes


def _rw_of(packed: np.ndarray) -> np.ndarray:
    return packed % 1000


def _rt_of(packed: np.ndarray) -> np.ndarray:
    return packed // 1000
