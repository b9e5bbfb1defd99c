"""Are partners, agreements, contributions, activities, deliveries and outcomes loaded as stated, and taken back whole?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, select

from etl.batches import Blocked, rollback
from etl.load import load_file
from etl.quarantine import quarantine_of, write_quarantine
from etl.report import Report
from pantau import marts_parts
from pantau.reference import month_index
from pantau.schema import (
    NO_PERSON,
    activity,
    agreement,
    contribution,
    delivery,
    outcome,
    partner,
    person_identity,
    programme,
)
from tests.etl.office import CHILD, HEAD, KELURAHAN, OTHER, WIFE, load_rows, nik, settle
from tests.etl.test_batches import content, differences

STRANGER = nik(7, 7, 1977, 77)
RT_5, RT_1 = f"{KELURAHAN}.002.005", f"{KELURAHAN}.001.001"

FILES: dict[str, list[str]] = {
    "partners": [
        "KODE MITRA;NAMA MITRA;JENIS MITRA;CATATAN",
        "WARUNG;Koperasi Warung;komunitas;",
        "PABRIK;PT Pabrik Roti;CSR;",
    ],
    "agreements": [
        "NOMOR PERJANJIAN;KODE MITRA;JUDUL PERJANJIAN;BIDANG;PROGRAM;RW;TANGGAL MULAI PERJANJIAN;"
        "TANGGAL SELESAI PERJANJIAN;NILAI PERJANJIAN",
        "01/PKS/2025;PABRIK;Pelatihan roti;Usaha dan pekerjaan;;1;01/02/2025;31/01/2026;Rp 40.000.000",
        "01/pks/2025;pt pabrik roti;Pelatihan roti;ekonomi;;RW 002;01/02/2025;31/01/2026;",
        "02/PKS/2025;WARUNG;Pangan;pangan;BPNT;;01/03/2025;;",
    ],
    "contributions": [
        "KODE KONTRIBUSI;KODE MITRA;PROGRAM;BIDANG;RW;BENTUK;BARANG ATAU JASA;SATUAN;JUMLAH DIJANJIKAN;JUMLAH DITERIMA;"
        "NILAI DIJANJIKAN;NILAI DITERIMA;TANGGAL JANJI;BATAS WAKTU;TANGGAL DITERIMA",
        "K1;PABRIK;CSR;pangan;2;barang;Roti;paket;100;60;1.500.000;900.000;01/02/2025;30/04/2025;20/03/2025",
        "K2;PABRIK;;pendidikan;;uang;;;;;2.000.000;;05/02/2025;30/06/2025;",
    ],
    "activities": [
        "KODE KEGIATAN;JENIS KEGIATAN;PROGRAM;KODE MITRA;BIDANG;TEMA;JUDUL KEGIATAN;RW;RT;TANGGAL MULAI KEGIATAN;"
        "TANGGAL SELESAI KEGIATAN;JUMLAH SESI;KUOTA PESERTA;BIAYA;STATUS KEGIATAN",
        "ROTI-1;pelatihan;LATIH;PABRIK;ekonomi;Tata boga;Pelatihan roti;2;;03/03/2025;04/04/2025;2;20;5.000.000;selesai",
        "SEHAT-1;penyuluhan;LATIH;;kesehatan;Cuci tangan;Cuci tangan;;;10/05/2025;10/05/2025;1;;;",
    ],
    "deliveries": [
        "KODE KEGIATAN;SESI;TANGGAL;NIK;JENIS KELAMIN;UMUR;LAYANAN;DOSIS;BARANG;JUMLAH;STATUS",
        f"ROTI-1;;20/02/2025;{WIFE};;;terdaftar;;;;",
        f"ROTI-1;Sesi 1;03/03/2025;{WIFE};;;hadir;;;;hadir",
        f"ROTI-1;1;03/03/2025;{OTHER};;;hadir;;;;izin",
        "ROTI-1;1;03/03/2025;;P;17;hadir;;;;",
        f"ROTI-1;2;04/04/2025;{WIFE};;;hadir;;;;",
        f"SEHAT-1;;10/05/2025;{CHILD};;;vaksin;2;Influenza;;diberikan",
        f"SEHAT-1;;10/05/2025;{CHILD};;;kit;;Sabun;3;",
    ],
    "outcomes": [
        "KODE KEGIATAN;NIK;TANGGAL;PENGUKURAN;NILAI;LULUS;USAHA BERJALAN;PENDAPATAN;SKOR STIGMA;SKOR DUKUNGAN",
        f"ROTI-1;{WIFE};03/03/2025;awal;45,5;;;1.000.000;;",
        f"ROTI-1;{WIFE};04/04/2025;akhir;80;Ya;;;;",
        f"ROTI-1;{WIFE};04/10/2025;6 bulan;;;Tidak;1.250.000;;",
        f"SEHAT-1;{CHILD};10/05/2025;Gelombang 1;;;;;3,25;4",
    ],
}
TABLES = {
    "partners": partner,
    "agreements": agreement,
    "contributions": contribution,
    "activities": activity,
    "deliveries": delivery,
    "outcomes": outcome,
}
AMENDED: dict[str, list[str]] = {
    "partners": [FILES["partners"][0], "warung;Koperasi Warung Baru;lsm;", "KAMPUS;Kampus Kota;kampus;"],
    "agreements": [
        FILES["agreements"][0],
        "01/PKS/2025;PABRIK;Pelatihan roti;ekonomi;;1;01/02/2025;31/01/2026;50.000.000",
    ],
    "contributions": [
        FILES["contributions"][0],
        FILES["contributions"][1].replace(";60;", ";100;").replace("900.000", "1.500.000"),
    ],
    "activities": [FILES["activities"][0], FILES["activities"][1].replace("04/04/2025", "04/05/2025")],
    "deliveries": [FILES["deliveries"][0], f"ROTI-1;1;03/03/2025;{HEAD};;;hadir;;;;hadir"],
    "outcomes": [FILES["outcomes"][0], f"ROTI-1;{WIFE};04/04/2025;akhir;90;;;;;"],
}
SERVICE = [
    "KODE;NAMA;PELAKSANA;JENIS PELAKSANA;JENIS MANFAAT;PENERIMA;USIA MIN;USIA MAKS;MULAI",
    "LATIH;Pelatihan Warga;Kelurahan;daerah;jasa;perorangan;15;59;2025-01",
]


@pytest.fixture(autouse=True)
def touched(monkeypatch: pytest.MonkeyPatch) -> list[set[int] | None]:
    """The months that each load asked to be counted anew; how they are counted is tested beside the measures."""
    asked: list[set[int] | None] = []

    def rebuild(
        _connection: Connection, _of_transfers: object, months: set[int] | None, _changed: object
    ) -> set[str] | None:
        asked.append(months)
        return None if months is None else set()

    monkeypatch.setattr(marts_parts, "rebuild", rebuild)
    return asked


def load(engine: Engine, folder: Path, name: str, lines: Sequence[str]) -> Report:
    return load_rows(engine, folder, name, [line.split(";") for line in lines], form="semicolon")


def fill(engine: Engine, folder: Path, *kinds: str) -> dict[str, Report]:
    """Settle, and load the files of the kinds (all that is left out: every kind)."""
    settle(engine, folder)
    assert load(engine, folder, "program", SERVICE).problems == []
    return {kind: load(engine, folder, kind, FILES[kind]) for kind in kinds or FILES}


def rows_of(engine: Engine, table: Table, *names: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        query = select(*(table.c[name] for name in names)).order_by(
            table.c.batch_id, table.c.row_no, *table.primary_key
        )
        return [tuple(row) for row in connection.execute(query)]


def reasons(report: Report) -> list[tuple[int, str]]:
    return [(p.row, p.reason) for p in report.problems]


def test_the_six_kinds_are_loaded_as_stated(sqlite_engine: Engine, tmp_path: Path) -> None:
    engine, reports = sqlite_engine, fill(sqlite_engine, tmp_path)
    for kind, report in reports.items():
        assert (report.kind, report.loaded, report.problems) == (kind, len(FILES[kind]) - 1, []), report.as_json()
    assert rows_of(engine, partner, "code", "kind") == [("WARUNG", "komunitas"), ("PABRIK", "perusahaan")]
    kelurahan, rw_1, rw_2 = KELURAHAN, f"{KELURAHAN}.001", f"{KELURAHAN}.002"
    march = 2025 * 12 + 2
    assert rows_of(engine, agreement, "code", "area_code", "sector", "month_index", "end_month", "value") == [
        ("01/PKS/2025", rw_1, "ekonomi", march - 1, march + 10, 40_000_000),
        ("01/PKS/2025", rw_2, "ekonomi", march - 1, march + 10, None),
        ("02/PKS/2025", kelurahan, "pangan", march, None, None),
    ]
    assert rows_of(engine, contribution, "code", "kind", "quantity_delivered", "value_delivered", "delivered_date") == [
        ("K1", "barang", 60, 900_000, dt.date(2025, 3, 20)),
        ("K2", "uang", None, 0, None),
    ]
    assert reports["contributions"].sums["NILAI DIJANJIKAN"] == {"file": 3_500_000, "loaded": 3_500_000, "rejected": 0}
    assert rows_of(engine, activity, "code", "area_code", "partner_id", "sessions", "status") == [
        ("ROTI-1", rw_2, 2, 2, "selesai"),
        ("SEHAT-1", kelurahan, None, 1, "selesai"),  # as its days say
    ]
    assert rows_of(
        engine, delivery, "session_no", "area_code", "sex", "age", "service", "dose", "quantity", "status"
    ) == [
        (0, RT_5, "P", 43, "terdaftar", None, None, "hadir"),  # born 3 February 1982
        (1, RT_5, "P", 43, "hadir", None, None, "hadir"),
        (1, RT_1, "L", 74, "hadir", None, None, "izin"),  # born 5 May 1950: not yet 75
        (1, rw_2, "P", 17, "hadir", None, None, "hadir"),  # a guest, where the activity is
        (2, RT_5, "P", 43, "hadir", None, None, "hadir"),
        (0, RT_5, "L", 3, "vaksin", 2, None, "diberikan"),
        (0, RT_5, "L", 3, "kit", None, 3, "diberikan"),
    ]
    assert [ref == NO_PERSON for (ref,) in rows_of(engine, delivery, "person_ref")] == [i == 3 for i in range(7)]
    assert rows_of(engine, outcome, "row_no", "wave", "instrument", "value", "age") == [
        (2, 0, "nilai", 4550, 43),
        (2, 0, "pendapatan", 1_000_000, 43),
        (3, 1, "nilai", 8000, 43),
        (3, 1, "lulus", 1, 43),
        (4, 6, "usaha", 0, 43),
        (4, 6, "pendapatan", 1_250_000, 43),
        (5, 1, "stigma", 325, 3),
        (5, 1, "dukungan", 400, 3),
    ]
    ages = dict((code, (low, high)) for code, low, high in rows_of(engine, programme, "code", "min_age", "max_age"))
    assert ages["LATIH"] == (15, 59) and ages["BPNT"] == (None, None)


def test_what_counts_anew_is_the_months_of_each_row_now_and_before(
    sqlite_engine: Engine, tmp_path: Path, touched: list[set[int] | None]
) -> None:
    fill(sqlite_engine, tmp_path)
    year = 2025 * 12
    now = month_index(dt.date.today().year, dt.date.today().month)
    march_to_may = {year + 2, year + 3, year + 4}
    expected: list[set[int]] = [
        set(),  # a partner alone counts nowhere
        set(range(year + 1, max(year + 12, now) + 1)),  # one agreement has no end
        {year + 1, year + 2, year + 3, year + 5},  # pledged, delivered, due
        march_to_may,
        {year + 1, *march_to_may},  # one registered in February
        {*march_to_may, year + 9},  # the activities' whole lives, and half a year after
    ]
    shorter = [line.replace("04/04/2025", "20/03/2025") for line in FILES["activities"][:2]]
    load(sqlite_engine, tmp_path, "pendek", shorter)
    expected.append({year + 2, year + 3})  # it went on into April before
    load(sqlite_engine, tmp_path, "daftar", AMENDED["deliveries"])
    expected.append({year + 2})
    for wanted, months in zip(expected, touched[-8:], strict=True):
        assert months is not None and wanted <= months
    assert touched[-8] == set()


def test_newer_files_amend_and_all_is_taken_back(engine: Engine, tmp_path: Path) -> None:
    fill(engine, tmp_path, "partners")
    states = [content(engine)]
    batches: list[int] = []
    for kind in list(FILES)[1:]:
        number = load(engine, tmp_path, kind, FILES[kind]).batch_id
        assert number is not None
        batches.append(number)
        states.append(content(engine))
    before = states.pop()
    for kind, lines in AMENDED.items():
        report = load(engine, tmp_path, f"{kind}_baru", lines)
        said = {"deliveries": "list_replaced", "outcomes": "outcome_replaced"}.get(kind, "row_replaced")
        assert reasons(report) == [(2, said)] and report.batch_id is not None
        more = len(content(engine)[TABLES[kind].name]) - len(before[TABLES[kind].name])
        assert more == {"partners": 1, "deliveries": -2}.get(kind, 0)
        assert load(engine, tmp_path, f"{kind}_baru", lines).unchanged
        assert rollback(engine, report.batch_id, "petugas", "salah berkas") == [report.batch_id]
        assert differences(before, content(engine)) == {}, kind
    with pytest.raises(Blocked) as blocked:  # deliveries and outcomes are of activities
        rollback(engine, batches[2], "petugas", "uji")
    assert blocked.value.batch_ids == [batches[4], batches[3]]
    for number, state in zip(reversed(batches), reversed(states), strict=True):
        rollback(engine, number, "petugas", "uji")
        assert differences(state, content(engine)) == {}


DOUBTFUL: dict[str, list[tuple[str, str]]] = {
    "partners": [
        ("A*B;Nama;lsm;", "reference_invalid"),
        ("BARU;Nama;entah;", "choice_not_understood"),
        ("DUA;Nama;lsm;", ""),
        ("dua;Nama;lsm;", "key_twice"),
    ],
    "agreements": [
        ("P1;PABRIX;Judul;pangan;;;01/01/2025;;", "partner_unknown"),
        ("P1;PABRIK;Judul;pangan;XX;;01/01/2025;;", "programme_unknown"),
        ("P1;PABRIK;Judul;pangan;;9;01/01/2025;;", "rw_unknown"),
        ("P1;PABRIK;Judul;pangan;;;01/02/2025;01/01/2025;", "end_before_start"),
        ("P1;PABRIK;Judul;pangan;;;01/02/2098;;", "day_too_far"),
        ("P1;PABRIK;Judul;pangan;;;01/02/2025;;-5", "number_negative"),
        ("P1;PABRIK;Judul;pangan;;1;01/01/2025;;", ""),
        ("P1;WARUNG;Judul;pangan;;2;01/01/2025;;", "agreement_differs"),
        ("P1;PABRIK;Judul;pangan;;01;01/01/2025;;", "key_twice"),
    ],
    "contributions": [
        ("C1;PABRIK;;pangan;;barang;;;;;100;;01/01/2025;;", "item_missing"),
        ("C1;PABRIK;;pangan;;uang;;;;;;;01/01/2025;;", "required"),
        ("C1;PABRIK;;pangan;;uang;;;-1;;100;;01/01/2025;;", "number_out_of_range"),
        ("C1;PABRIK;;pangan;;uang;;;;;100;;01/01/2098;;", "day_in_future"),
        ("C1;PABRIK;;pangan;;uang;;;;;100;;01/01/2025;01/12/2024;", "end_before_start"),
        ("C1;PABRIK;;pangan;;uang;;;;;100;120;01/01/2025;;02/02/2025", "more_than_pledged"),
        ("C2;PABRIK;;pangan;;uang;;;;;100;20;01/01/2025;;", "delivered_without_date"),
    ],
    "activities": [
        ("X;pelatihan;LATIH;;ekonomi;;Judul;;5;01/01/2025;;;;;", "rt_incomplete"),
        ("X;pelatihan;LATIH;;ekonomi;;Judul;2;9;01/01/2025;;;;;", "rt_unknown"),
        ("X;pelatihan;;;ekonomi;;Judul;;;01/01/2025;;;;;", "required"),
        ("X;pelatihan;LATIH;;sihir;;Judul;;;01/01/2025;;;;;", "choice_not_understood"),
        ("X;pelatihan;LATIH;;ekonomi;;Judul;;;01/01/2025;31/12/2024;;;;", "end_before_start"),
        ("X;pelatihan;LATIH;;ekonomi;;Hubungi 0812-3456-7890;;;01/01/2025;;;;;", "public_number"),
        ("ROTI-1;pelatihan;BPNT;;ekonomi;;Judul;;;01/01/2025;;;;;", "activity_in_use"),
    ],
    "deliveries": [
        (f"ROTI-2;3;03/03/2025;{WIFE};;;edukasi;;;;", "activity_unknown"),
        (f"ROTI-1;3;03/03/2025;{STRANGER};;;edukasi;;;;", "nik_not_registered"),
        (f"ROTI-1;3;03/03/2098;{WIFE};;;edukasi;;;;", "day_in_future"),
        (f"ROTI-1;3;03/03/1998;{WIFE};;;edukasi;;;;", "date_out_of_range"),
        (f"ROTI-1;3;03/03/2021;{CHILD};;;edukasi;;;;", "born_later"),
        (f"ROTI-1;3;03/03/2025;{WIFE};;;vaksin;12;;;", "number_out_of_range"),
        (f"ROTI-1;3;03/03/2025;{WIFE};;;kit;;;-1;", "number_out_of_range"),
        (f"ROTI-1;2;04/04/2025;{WIFE};;;edukasi;;;;", ""),
        (f"ROTI-1;2;04/04/2025;{WIFE};;;edukasi;;;;tidak", "key_twice"),
        ("ROTI-1;2;04/04/2025;;P;20;edukasi;;;;", ""),
        ("ROTI-1;2;04/04/2025;;P;20;edukasi;;;;", ""),  # two guests may be alike
        (f"ROTI-1;2;05/04/2025;{HEAD};;;edukasi;;;;", "day_outside_activity"),
        (f"ROTI-1;3;04/04/2025;{HEAD};;;edukasi;;;;", "session_beyond_plan"),
        (f"ROTI-1;2;04/04/2025;{HEAD};;;hadir;;;;diberikan", "status_not_of_service"),
        (f"SEHAT-1;;10/05/2025;{OTHER};;;kit;;Sabun;3;hadir", "status_not_of_service"),
        (f"SEHAT-1;;10/05/2025;{HEAD};;;vaksin;;;;", "dose_missing"),
    ],
    "outcomes": [
        (f"ROTI-1;{WIFE};03/03/2025;kapan;50;;;;;", "wave_not_understood"),
        (f"ROTI-1;{WIFE};03/03/2025;12 bulan;;;;;;", "outcome_empty"),
        (f"ROTI-1;{WIFE};03/03/2025;12 bulan;101;;;;;", "number_out_of_range"),
        (f"ROTI-1;{WIFE};03/03/2025;12 bulan;;;;;0,5;", "number_out_of_range"),
        (f"ROTI-1;{WIFE};03/03/2025;12 bulan;;;;-5;;", "number_negative"),
        ("ROTI-1;;03/03/2025;12 bulan;5;;;;;", "required"),
        (f"ROTI-1;{STRANGER};03/03/2025;12 bulan;5;;;;;", "nik_not_registered"),
        (f"ROTI-1;{WIFE};05/04/2025;gelombang 2;5;;;;2;", ""),
        (f"ROTI-1;{WIFE};06/04/2025;gelombang 2;;Ya;;;3;", "key_twice"),
        (f"ROTI-1;{WIFE};06/04/2025;gelombang 2;;Ya;;;;", ""),  # another measure of the same wave
        (f"ROTI-1;{CHILD};05/04/2025;gelombang 2;5;;;;;", "not_a_participant"),
        (f"ROTI-1;{OTHER};05/02/2025;akhir;5;;;;;", "measured_too_early"),
    ],
}


def test_doubtful_rows_are_rejected_or_warned_of(sqlite_engine: Engine, tmp_path: Path) -> None:
    fill(sqlite_engine, tmp_path)
    for kind, expected in DOUBTFUL.items():
        report = load(sqlite_engine, tmp_path, f"{kind}_ragu", [FILES[kind][0], *(row for row, _ in expected)])
        told = [(row, reason) for row, (_, reason) in enumerate(expected, 2) if reason]
        assert [r for r in reasons(report) if r[1] != "list_replaced"] == told, kind
        assert report.loaded + report.rejected == len(expected)
        for problem in report.problems:
            assert not {STRANGER, WIFE, CHILD} & {problem.value, *problem.message_id.split()}


def test_rows_that_were_mended_are_added_to_their_list(sqlite_engine: Engine, tmp_path: Path) -> None:
    fill(sqlite_engine, tmp_path, "partners", "activities")
    stranger = [line.replace(OTHER, STRANGER) for line in FILES["deliveries"]]
    report = load(sqlite_engine, tmp_path, "daftar", stranger)
    assert reasons(report) == [(4, "nik_not_registered")] and report.batch_id is not None
    with sqlite_engine.connect() as connection:
        found = quarantine_of(connection, report.batch_id)
    assert found is not None
    found.to_mend[0].cells[3] = OTHER  # as the clerk mends it
    found.to_mend[0].said.clear()
    path = tmp_path / "diperbaiki.xlsx"
    write_quarantine(found, path)
    mended = load_file(sqlite_engine, path)
    assert (mended.kind, mended.loaded, mended.problems) == ("deliveries", 1, []), mended.as_json()
    query = select(person_identity.c.nik, delivery.c.status).join_from(
        delivery, person_identity, delivery.c.person_ref == person_identity.c.person_id, isouter=True
    )
    with sqlite_engine.connect() as connection:
        of_list = connection.execute(query.where(delivery.c.session_no == 1)).all()
    assert sorted((number or "", status) for number, status in of_list) == sorted(
        [("", "hadir"), (OTHER, "izin"), (WIFE, "hadir")]
    )
