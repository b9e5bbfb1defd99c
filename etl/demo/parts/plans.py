"""``kerangka_logis.xlsx`` and ``catatan_keputusan.xlsx``: what is aimed at, and what was changed because of what was learned."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from etl.demo.parts.table import Cells, Table, headings, said
from etl.demo.settings import generator

_FILE = Path(__file__).with_name("plans.toml")
_BOOK: dict[str, list[dict[str, Any]]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))


def logframe() -> Table:
    """The logical framework: goal, outcomes, outputs and activities."""
    heading = headings(
        "KODE LOGFRAME|INDUK|TINGKAT|PERNYATAAN|PERNYATAAN INGGRIS|INDIKATOR|PROGRAM|RW|NILAI AWAL|PERIODE AWAL|TARGET|"
        "PERIODE TARGET|SUMBER VERIFIKASI|ASUMSI"
    )
    rows: list[Cells] = []
    for entry in _BOOK["logframe"]:
        baseline, aim = entry.get("baseline", [None, ""]), entry.get("target", [None, ""])
        rows.append(
            {
                "KODE LOGFRAME": entry["code"],
                "INDUK": entry.get("parent", ""),
                "TINGKAT": entry["level"],
                "PERNYATAAN": entry["id"],
                "PERNYATAAN INGGRIS": entry["en"],
                "INDIKATOR": entry["indicator"],
                "PROGRAM": entry.get("programme", ""),
                "NILAI AWAL": baseline[0],
                "PERIODE AWAL": baseline[1],
                "TARGET": aim[0],
                "PERIODE TARGET": aim[1],
                "SUMBER VERIFIKASI": entry["source"],
                "ASUMSI": entry.get("assumption", ""),
            }
        )
    table = Table("kerangka_logis.xlsx", heading, rows)
    table.spoil(
        generator(67),
        ("indikator tidak dikenal", lambda _row: {"KODE LOGFRAME": "1.9", "INDIKATOR": "kebahagiaan_warga"}, 1),
        ("kode dua kali", lambda _row: {}, 1),
    )
    return table


def decisions() -> Table:
    """The log of decisions."""
    heading = headings(
        "NOMOR KEPUTUSAN|TANGGAL KEPUTUSAN|YANG DIPELAJARI|KEPUTUSAN|INDIKATOR|PROGRAM|RW|PENANGGUNG JAWAB|TENGGAT|"
        "TANGGAL SELESAI|STATUS KEPUTUSAN|HASIL"
    )
    rows: list[Cells] = []
    for entry in _BOOK["decision"]:
        done: dt.date | None = entry.get("done")
        rows.append(
            {
                "NOMOR KEPUTUSAN": entry["code"],
                "TANGGAL KEPUTUSAN": said(entry["date"], "long"),
                "YANG DIPELAJARI": entry["learned"],
                "KEPUTUSAN": entry["decided"],
                "INDIKATOR": entry["indicator"],
                "PROGRAM": entry.get("programme", ""),
                "RW": f"{entry['rw']:03d}" if "rw" in entry else "",
                "PENANGGUNG JAWAB": entry["responsible"],
                "TENGGAT": said(entry["due"], "long"),
                "TANGGAL SELESAI": said(done, "long"),
                "STATUS KEPUTUSAN": entry.get("status", "selesai"),
                "HASIL": entry.get("result", ""),
            }
        )
    table = Table("catatan_keputusan.xlsx", heading, rows)
    table.spoil(
        generator(68),
        ("nomor dua kali", lambda _row: {}, 1),
        ("selesai sebelum diputuskan", lambda _row: {"NOMOR KEPUTUSAN": "KPT/90/2024", "TANGGAL SELESAI": "1 Maret 2019", "STATUS KEPUTUSAN": "selesai"}, 1),
    )  # fmt: skip
    return table
