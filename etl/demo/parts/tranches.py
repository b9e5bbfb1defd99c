"""``tahap_penyaluran.xlsx``: each stage of each programme and channel: due, released, how much, for how many."""

from __future__ import annotations

import datetime as dt

import numpy as np

from etl.demo.parts.table import Cells, Table, headings, said
from etl.demo.programmes import PAID_PROGRAMMES, Programme, month_text
from etl.demo.settings import generator
from etl.demo.transfers import PAID, Transfers
from etl.demo.writing import MONTHS

_HEADING = headings("PROGRAM|TAHAP|PERIODE|PENYALUR|TANGGAL JATUH TEMPO|TANGGAL CAIR|NILAI CAIR|JUMLAH PENERIMA")


def make(transfers: Transfers) -> Table:
    """One row for each programme, first month and channel of the transfers: what was released for all of them.

    Money is released on the day on which the first of it arrives.
    """
    names = sorted({channel for p in PAID_PROGRAMMES for channel in p.channels})
    code = np.zeros((len(PAID_PROGRAMMES), max(len(p.channels) for p in PAID_PROGRAMMES)), dtype=np.int64)
    for number, programme in enumerate(PAID_PROGRAMMES):
        for i, channel in enumerate(programme.channels):
            code[number, i] = names.index(channel)
    through = code[transfers.programme, transfers.channel]
    key = (transfers.programme * 100_000 + transfers.month) * len(names) + through
    keys, back = np.unique(key, return_inverse=True)
    amount = np.bincount(back, weights=transfers.amount_due).astype(np.int64)
    count = np.bincount(back)
    due = np.full(len(keys), np.datetime64("2100-01-01", "D"))
    np.minimum.at(due, back, transfers.due)
    released = np.full(len(keys), np.datetime64("2100-01-01", "D"))
    paid = transfers.status == PAID
    np.minimum.at(released, back[paid], transfers.paid[paid])
    rows: list[Cells] = []
    for i, k in enumerate(keys.tolist()):
        at, channel = divmod(k, len(names))
        number, month = divmod(at, 100_000)
        day: dt.date = released[i].item()
        rows.append(
            {
                "PROGRAM": PAID_PROGRAMMES[number].code,
                "TAHAP": _name(PAID_PROGRAMMES[number], month),
                "PERIODE": _period(PAID_PROGRAMMES[number], month),
                "PENYALUR": names[channel],
                "TANGGAL JATUH TEMPO": said(due[i].item(), "long"),
                "TANGGAL CAIR": said(day if day.year < 2100 else None, "long"),
                "NILAI CAIR": int(amount[i]),
                "JUMLAH PENERIMA": int(count[i]),
            }
        )
    table = Table("tahap_penyaluran.xlsx", _HEADING, rows)
    table.spoil(
        generator(65),
        ("program tidak dikenal", lambda _row: {"PROGRAM": "BANSOS KARANGAN"}, 1),
        ("periode tidak dimengerti", lambda _row: {"PERIODE": "Tahap 9"}, 1),
        ("baris dua kali", lambda _row: {}, 1),
        ("nilai negatif", lambda _row: {"PERIODE": "Januari 2020", "NILAI CAIR": -1_000_000}, 1),
    )
    return table


def _name(programme: Programme, month: int) -> str:
    months = programme.cycle or tuple(sorted({m % 12 + 1 for m in programme.stages}))
    number = month % 12 + 1
    stage = months.index(number) + 1 if number in months else number
    return f"Tahap {stage} {month // 12}"


def _period(programme: Programme, month: int) -> str:
    year, number = divmod(month, 12)
    if programme.months == 3:
        return f"Triwulan {('I', 'II', 'III', 'IV')[number // 3]} {year}"
    if programme.months == 2:
        return f"{MONTHS[number]}-{MONTHS[number + 1]} {year}"
    return month_text(month)
