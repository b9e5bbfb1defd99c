"""A very small kelurahan, loaded file by file by the ETL: 2 RW, 5 RT, of which one is empty; three programmes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from etl.load import load_file
from tests.etl.office import KELURAHAN, REGISTRY_HEADING, load_rows, nik

RW = [f"{KELURAHAN}.{i:03d}" for i in (1, 2)]
RT = [f"{RW[0]}.001", f"{RW[0]}.002", f"{RW[1]}.001", f"{RW[1]}.002", f"{RW[1]}.003"]
EMPTY_RT = RT[-1]
HOUSES = 40  # in each RT but the last: enough for a rate to be a finding
CODES = ("SATU", "DUA", "TIGA")

Row = Sequence[str]


class Town:
    """Writes the files and loads them. Its names begin with ``texts``, in turn; ``note`` is that of the boundaries."""

    def __init__(self, engine: Engine, folder: Path, texts: Sequence[str] = ("",), note: str = "batas contoh") -> None:
        self.engine, self.folder, self.texts, self.note = engine, folder, texts, note

    def _load(self, kind: str, rows: Sequence[Row]) -> None:
        report = load_rows(self.engine, self.folder, kind, rows)
        assert report.exit_code() == 0, [p.message_en for p in report.problems[:5]]

    def name(self, usual: str, turn: int = 0) -> str:
        """A name with the text whose turn it is."""
        return f"{self.texts[turn % len(self.texts)]} {usual}".strip()

    def area_name(self, code: str) -> str:
        """Name of an RW or RT."""
        return self.name(f"{'RW' if code in RW else 'RT'} {code[-3:]}", [*RW, *RT].index(code) + 1)

    def programme_name(self, code: str, language: str = "id") -> str:
        """Name of a programme."""
        return self.name(("Aid " if language == "en" else "Bantuan ") + code.title(), CODES.index(code))

    def areas(self) -> None:
        rows = [["KODE", "KODE INDUK", "TINGKAT", "NAMA"], [KELURAHAN, "", "KELURAHAN", self.name("Kota Kecil")]]
        rows += [[code, KELURAHAN, "RW", self.area_name(code)] for code in RW]
        rows += [[code, code[:17], "RT", self.area_name(code)] for code in RT]
        self._load("areas", rows)

    def programmes(self) -> None:
        heading = [
            "KODE",
            "NAMA",
            "NAMA INGGRIS",
            "PELAKSANA",
            "JENIS PELAKSANA",
            "JENIS MANFAAT",
            "PENERIMA",
            "NOMINAL",
        ]
        heading += ["BULAN PER TAHAP", "DESIL MAKS", "MULAI", "CATATAN", "CATATAN INGGRIS"]
        rows = []
        for i, code in enumerate(CODES):
            who = [self.name("Pelaksana", i), "lsm", "tunai", "keluarga", "200000", "1", "4", "2026-01"]
            notes = [self.name("catatan", i), self.name("note", i)]
            rows.append([code, self.programme_name(code), self.programme_name(code, "en"), *who, *notes])
        self._load("programmes", [heading, *rows])

    def registry(self) -> None:
        rows: list[Row] = [REGISTRY_HEADING]
        for place, code in enumerate(RT[:-1]):
            for house in range(HOUSES):
                serial = place * HOUSES + house + 1
                day, year = serial % 28 + 1, 1950 + serial % 50
                person = [
                    f"31740601012{serial:05d}",
                    nik(day, 3, year, serial),
                    f"Warga {serial}",
                    f"Jl Contoh {serial}",
                ]
                person += [code[-3:], code[14:17], f"{day:02d}/03/{year}", "L", "Kepala Keluarga", str(house % 8 + 1)]
                rows.append([*person, "", "", "", "", "", "1.000.000"])
        self._load("registry", rows)

    def transfers(self, month: str) -> None:
        """A month (``2026-03``) of transfers: fewer and later in the second RW."""
        rows: list[Row] = [
            ["PROGRAM", "NO KK", "PERIODE", "JATUH TEMPO", "TANGGAL BAYAR", "NOMINAL", "KANAL", "STATUS"]
        ]
        for serial in range(1, 4 * HOUSES + 1):
            second_rw = serial > 2 * HOUSES
            if serial % 3 and not (second_rw and serial % 4 == 0):
                paid = f"{month}-{20 if second_rw else 9:02d}" if serial % 7 else ""
                for code in CODES[: 2 + serial % 2]:
                    kk = f"31740601012{serial:05d}"
                    rows.append([code, kk, month, f"{month}-10", paid, "200000", self.name("Tunai")[-40:], ""])
        self._load(f"disbursement_{month}", rows)

    def targets(self) -> None:
        rows = [["JENIS", "INDIKATOR", "PROGRAM", "WILAYAH", "TAHUN", "NILAI"]]
        rows += [
            ["target", i, "SEMUA", "", "2026", "90%"] for i in ("coverage_eligible", "timeliness", "disbursement_rate")
        ]
        rows += [["anggaran", "", code, "", "2026", "500000000"] for code in CODES]
        self._load("targets", rows)

    def boundaries(self) -> None:
        """Each RT a square; each RW the row of its RT."""
        west, south, size = 106.80, -6.31, 0.004
        features = []

        def add(code: str, x: float, y: float, width: float) -> None:
            corners = [(x, y), (x + width, y), (x + width, y + size), (x, y + size), (x, y)]
            properties = {"kode": code, "nama": "", "keterangan": self.note}
            geometry = {"type": "Polygon", "coordinates": [corners]}
            features.append({"type": "Feature", "properties": properties, "geometry": geometry})

        for row, code in enumerate(RW):
            mine = [rt for rt in RT if rt.startswith(code)]
            add(code, west, south + row * size, 3 * size)
            for column, rt in enumerate(mine):
                add(rt, west + column * 3 * size / len(mine), south + row * size, 3 * size / len(mine))
        path = self.folder / "boundaries.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        report = load_file(self.engine, path)
        assert report.exit_code() == 0, [p.message_en for p in report.problems[:5]]

    def all(self) -> None:
        self.areas()
        self.programmes()
        self.registry()
        self.transfers("2026-02")
        self.transfers("2026-03")
        self.targets()
        self.boundaries()
