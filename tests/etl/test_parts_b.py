"""Are proposals, complaints, tranches, visits, the logframe and decisions loaded as stated, amended, and taken back whole?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, select

from etl.batches import Blocked, rollback
from etl.quarantine import quarantine_of
from etl.report import Report
from etl.sources.part_public import holds_number
from pantau import marts_parts
from pantau.reference import month_index
from pantau.schema import answer, aspiration, complaint, decision, logframe, programme, tranche, visit
from tests.etl.office import HEAD, KELURAHAN, KK, KK_2, KK_3, load_rows, settle
from tests.etl.test_batches import content, differences

PHONE = "0812-3456-7890"
FILES: dict[str, list[str]] = {
    "aspirations": [
        "NOMOR USULAN;TANGGAL USULAN;FORUM;RW;TEMA;USULAN;SUARA;STATUS USULAN;TANGGAL JAWABAN;JAWABAN;PROGRAM;NILAI USULAN;"
        "NILAI DIDANAI;TANGGAL TERLAKSANA",
        "USL-1;19/01/2025;Musrenbang;2;Air dan sanitasi;Jamban bersama RT 005;61;selesai;20/02/2025;"
        "Didanai Rp 240.000.000 tahun ini;BPNT;260.000.000;240.000.000;01/08/2025",
        "USL-2;19/01/2025;musyawarah RW;;Pangan;Pasar murah;;diajukan;;;;;;",
        "USL-3;19/01/2025;konsultasi;001;Pangan;Dapur umum;12;ditolak;03/02/2025;Di luar wewenang;;5.000.000;;",
    ],
    "complaints": [
        "NOMOR ADUAN;TANGGAL ADUAN;KANAL;KATEGORI ADUAN;RW;RT;PROGRAM;STANDAR HARI;TANGGAL DITUTUP;STATUS ADUAN",
        "ADU-1;25/03/2025;JAKI;terlambat;2;5;PKH;10;02/04/2025;selesai",
        "ADU-2;20/12/2025;RT/RW;tidak terdaftar;1;;;;;terbuka",
    ],
    "tranches": [
        "PROGRAM;TAHAP;PERIODE;PENYALUR;TANGGAL JATUH TEMPO;TANGGAL CAIR;NILAI CAIR;JUMLAH PENERIMA",
        "PKH;Tahap 1;Tahap 1 2025;Bank;10/02/2025;04/04/2025;Rp 1.500.000;2",
        "PKH;Tahap 1;Tahap 1 2025;Pos;10/02/2025;;750.000;",
        "BPNT;April;2025-04;;01/05/2025;30/04/2025;400.000;2",
    ],
    "visits": [
        "KODE ISIAN;FORMULIR;PETUGAS;RW;RT;NO KK;TANGGAL KUNJUNGAN;HASIL KUNJUNGAN;KEBUTUHAN;URUTAN;PROGRAM;DITERIMA;NOMINAL;"
        "PUAS",
        f"uuid:a-1;kebutuhan;p03;2;5;{KK};05/05/2025;selesai;kesehatan|pangan;;;;;",
        f"a-2;penerimaan;P03;2;5;{KK};06/05/2025;selesai;;;PKH|BPNT;ya|tidak;750.000|;Sangat puas|2",
        "a-3;survei;P-04;1;1;;07/05/2025;tidak ada;;;;;;",
    ],
    "logframe": [
        "KODE LOGFRAME;INDUK;TINGKAT;PERNYATAAN;PERNYATAAN INGGRIS;INDIKATOR;PROGRAM;RW;NILAI AWAL;PERIODE AWAL;TARGET;"
        "PERIODE TARGET;SUMBER VERIFIKASI;ASUMSI",
        "1.1;1;hasil;Bantuan tiba tepat waktu;Aid arrives on time;;PKH;2;;;;;;",
        "1;;tujuan;Keluarga miskin terlindungi;;coverage_eligible;;;70%;2024;0,85;2025-T1;Data penyaluran;Anggaran ada",
    ],
    "decisions": [
        "NOMOR KEPUTUSAN;TANGGAL KEPUTUSAN;YANG DIPELAJARI;KEPUTUSAN;INDIKATOR;PROGRAM;RW;PENANGGUNG JAWAB;TENGGAT;"
        "TANGGAL SELESAI;STATUS KEPUTUSAN;HASIL",
        "KPT-1;10/02/2025;RW 002 paling rendah;Rumah didatangi;coverage eligible;;2;Seksi Kesra;31/05/2025;20/05/2025;"
        "selesai;Semua didatangi",
        "KPT-2;11/02/2025;PKH terlambat;Jadwal dimajukan;;PKH;;;;;berjalan;",
    ],
}
TABLES: dict[str, Table] = {
    "aspirations": aspiration,
    "complaints": complaint,
    "tranches": tranche,
    "visits": visit,
    "logframe": logframe,
    "decisions": decision,
}
AMENDED: dict[str, list[str]] = {
    "aspirations": [FILES["aspirations"][0], FILES["aspirations"][2].replace("diajukan;;", "ditunda;01/03/2025;")],
    "complaints": [FILES["complaints"][0], FILES["complaints"][2].replace(";terbuka", "10/01/2026;ditolak")],
    "tranches": [FILES["tranches"][0], FILES["tranches"][2].replace("10/02/2025;", "10/02/2025;01/03/2025")],
    "visits": [FILES["visits"][0], FILES["visits"][2].replace("Sangat puas|2", "3|2")],
    "logframe": [FILES["logframe"][0], FILES["logframe"][1].replace("hasil", "keluaran")],
    "decisions": [FILES["decisions"][0], FILES["decisions"][2].replace("berjalan", "batal")],
}


@pytest.fixture(autouse=True)
def touched(monkeypatch: pytest.MonkeyPatch) -> list[set[int] | None]:
    """The months that each load asked to be counted anew; how they are counted is tested beside the measures."""
    asked: list[set[int] | None] = []

    def rebuild(_connection: Connection, _of_transfers: object, months: set[int] | None, _changed: object) -> set[str] | None:
        asked.append(months)
        return None if months is None else set()

    monkeypatch.setattr(marts_parts, "rebuild", rebuild)
    return asked


def load(engine: Engine, folder: Path, name: str, lines: Sequence[str]) -> Report:
    """Load lines whose cells are parted by semicolons; a bar stands for the semicolon within a cell."""
    rows = [[cell.replace("|", "; ") for cell in line.split(";")] for line in lines]
    return load_rows(engine, folder, name, rows)


def rows_of(engine: Engine, table: Table, *names: str) -> list[tuple[Any, ...]]:
    query = select(*(table.c[name] for name in names)).order_by(table.c.row_no, *table.primary_key)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def reasons(report: Report) -> list[tuple[int, str]]:
    return [(p.row, p.reason) for p in report.problems]


def test_the_six_kinds_are_loaded_as_stated(engine: Engine, tmp_path: Path, touched: list[set[int] | None]) -> None:
    settle(engine, tmp_path)
    touched.clear()
    for kind, lines in FILES.items():
        report = load(engine, tmp_path, kind, lines)
        assert (report.kind, report.loaded, report.problems) == (kind, len(lines) - 1, []), report.as_json()
        if kind == "aspirations":
            assert report.sums["NILAI USULAN"] == {"file": 265_000_000, "loaded": 265_000_000, "rejected": 0}
    ids = dict(rows_of(engine, programme, "code", "programme_id"))
    rw_1, rw_2 = f"{KELURAHAN}.001", f"{KELURAHAN}.002"
    day, jan = dt.date, month_index(2025, 1)
    names = [
        "code",
        "area_code",
        "forum",
        "theme",
        "votes",
        "status",
        "days_to_answer",
        "programme_id",
        "amount_funded",
    ]
    assert rows_of(engine, aspiration, *names) == [
        ("USL-1", rw_2, "musrenbang", "air_sanitasi", 61, "selesai", 32, ids["BPNT"], 240_000_000),
        ("USL-2", KELURAHAN, "musyawarah_rw", "pangan", None, "diajukan", None, 0, None),
        ("USL-3", rw_1, "konsultasi", "pangan", 12, "ditolak", 15, 0, None),
    ]
    names = [
        "area_code",
        "channel",
        "category",
        "programme_id",
        "standard_days",
        "due_date",
        "due_month",
        "closed_month",
    ]
    assert rows_of(engine, complaint, *names, "days_to_close", "status") == [
        (f"{rw_2}.005", "jaki", "terlambat", ids["PKH"], 10, day(2025, 4, 4), jan + 3, jan + 3, 8, "selesai"),
        (rw_1, "rt_rw", "tidak_terdaftar", 0, 14, day(2026, 1, 3), jan + 12, None, None, "terbuka"),
    ]
    names = ["programme_id", "month_from", "month_to", "channel", "due_month", "released_date", "amount", "recipients"]
    assert rows_of(engine, tranche, *names) == [
        (ids["PKH"], jan, jan + 2, "Bank", jan + 1, day(2025, 4, 4), 1_500_000, 2),
        (ids["PKH"], jan, jan + 2, "Pos", jan + 1, None, 750_000, None),
        (ids["BPNT"], jan + 3, jan + 3, "", jan + 4, day(2025, 4, 30), 400_000, 2),
    ]
    assert [(*row[:4], row[4] is None) for row in rows_of(engine, visit, "code", "form", "officer", "result", "household_id")] == [
        ("a-1", "kebutuhan", "P03", "selesai", False),
        ("a-2", "penerimaan", "P03", "selesai", False),
        ("a-3", "survei", "P-04", "tidak_ada", True),
    ]  # fmt: skip
    assert set(rows_of(engine, answer, "row_no", "question", "item", "value")) == {
        (2, "kebutuhan", "kesehatan", 1),
        (2, "kebutuhan", "pangan", 2),
        (3, "terima", "PKH", 1),
        (3, "nominal", "PKH", 750_000),
        (3, "puas", "PKH", 5),
        (3, "terima", "BPNT", 0),
        (3, "puas", "BPNT", 2),
    }
    names = [
        "code",
        "parent_code",
        "level",
        "statement_en",
        "indicator_id",
        "programme_id",
        "baseline",
        "target_period",
    ]
    assert rows_of(engine, logframe, *names) == [
        ("1.1", "1", "hasil", "Aid arrives on time", "", ids["PKH"], None, ""),
        ("1", "", "tujuan", "Keluarga miskin terlindungi", "coverage_eligible", 0, 0.7, "2025-T1"),
    ]
    assert rows_of(engine, decision, "code", "indicator_id", "programme_id", "area_code", "done_date") == [
        ("KPT-1", "coverage_eligible", 0, rw_2, day(2025, 5, 20)),
        ("KPT-2", "", ids["PKH"], KELURAHAN, None),
    ]
    assert touched == [
        {jan, jan + 1, jan + 7},
        {jan + 2, jan + 3, jan + 11, jan + 12},
        {jan, jan + 1, jan + 2, jan + 3, jan + 4},
        {jan + 4},
        set(),
        {jan + 1, jan + 4},
    ]


def test_newer_files_amend_and_each_kind_is_taken_back(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path)
    states, batches = [content(engine)], []
    for kind, lines in FILES.items():
        batches.append(load(engine, tmp_path, kind, lines).batch_id or 0)
        states.append(content(engine))
    for kind, lines in AMENDED.items():
        report = load(engine, tmp_path, f"{kind}_baru", lines)
        assert reasons(report) == [(2, "row_replaced")] and report.batch_id is not None, kind
        assert len(content(engine)[TABLES[kind].name]) == len(states[-1][TABLES[kind].name])
        assert load(engine, tmp_path, f"{kind}_baru", lines).unchanged
        with pytest.raises(Blocked):
            rollback(engine, batches[list(FILES).index(kind)], "petugas", "uji")
        assert rollback(engine, report.batch_id, "petugas", "salah berkas") == [report.batch_id]
        assert differences(states[-1], content(engine)) == {}, kind
    for number, state in zip(reversed(batches), reversed(states[:-1]), strict=True):
        assert rollback(engine, number, "petugas", "uji") == [number]
        assert differences(state, content(engine)) == {}


DOUBTFUL: dict[str, list[tuple[str, str]]] = {
    "aspirations": [
        ("A;19/01/2025;musrenbang;;pangan;Usulan;;diterima;18/01/2025;;;;;", "day_before_first"),
        ("A;19/01/2025;musrenbang;;pangan;Usulan;;selesai;20/01/2025;;;;;18/01/2025", "day_before_first"),
        ("A;19/01/2098;musrenbang;;pangan;Usulan;;diajukan;;;;;;", "day_in_future"),
        ("A;19/01/2025;warung;;pangan;Usulan;;diajukan;;;;;;", "choice_not_understood"),
        (f"A;19/01/2025;musrenbang;;pangan;Hubungi {PHONE};;diajukan;;;;;;", "public_number"),
        (f"A;19/01/2025;musrenbang;;pangan;Usulan;;diterima;20/01/2025;NIK {HEAD};;;;", "public_number"),
        ("A;19/01/2025;musrenbang;9;pangan;Usulan;;diajukan;;;;;;", "rw_unknown"),
        ("A;19/01/2025;musrenbang;;pangan;Usulan;-1;diajukan;;;;;;", "number_out_of_range"),
        ("B;19/01/2025;musrenbang;;pangan;Usulan;;selesai;20/01/2025;;;;;", "status_without_day"),
        ("C;19/01/2025;musrenbang;;pangan;Usulan;;diajukan;20/01/2025;;;;;", "day_without_status"),
        ("D;19/01/2025;musrenbang;;pangan;Usulan;;diterima;20/01/2025;;;;5.000;", "funded_without_status"),
        ("d;19/01/2025;musrenbang;;pangan;Usulan;;diajukan;;;;;;", "key_twice"),
    ],
    "complaints": [
        ("A;25/03/2025;JAKI;terlambat;;;;;24/03/2025;selesai", "day_before_first"),
        ("A;25/03/2025;JAKI;terlambat;;;;;26/03/2025;terbuka", "complaint_open_with_day"),
        ("A;25/03/2025;JAKI;marah;;;;;;terbuka", "choice_not_understood"),
        ("A;25/03/2025;JAKI;terlambat;;5;;;;terbuka", "rt_incomplete"),
        ("A;25/03/2025;JAKI;terlambat;2;9;;;;terbuka", "rt_unknown"),
        ("A;25/03/2025;JAKI;terlambat;;;;0;;terbuka", "number_out_of_range"),
        ("A;25/03/2025;JAKI;terlambat;;;XYZ;;;terbuka", "programme_unknown"),
        ("B;25/03/2025;JAKI;terlambat;;;;;;selesai", "status_without_day"),
    ],
    "tranches": [
        ("XYZ;Tahap;2025-01;;01/02/2025;;5;", "programme_unknown"),
        ("PKH;Tahap;Tahap 9 2025;;01/02/2025;;5;", "period_stage"),
        ("PKH;Tahap;2098-01;;01/02/2025;;5;", "period_too_far"),
        ("PKH;Tahap;2025-01;;01/02/2098;;5;", "day_too_far"),
        ("PKH;Tahap;2025-01;;01/02/2025;01/02/2098;5;", "day_in_future"),
        ("PKH;Tahap;2025-01;;01/02/2025;;-5;", "number_negative"),
        ("PKH;Tahap;2025-01;;01/02/2025;;5;", ""),
        ("PKH;Tahap;Triwulan I 2025;;01/02/2025;;5;", "key_twice"),
    ],
    "visits": [
        (f"v;survei;Ibu Petugas;2;5;{KK};05/05/2025;selesai;;;;;;", "officer_not_code"),
        (f"v;survei;P03;2;;{KK};05/05/2025;selesai;;;;;;", "required"),
        (f"v;survei;P03;2;5;{KK};05/05/2098;selesai;;;;;;", "day_in_future"),
        (f"v;survei;P03;2;5;{KK_3};05/05/2025;selesai;;;;;;", "kk_not_registered"),
        (f"w1;survei;P03;2;5;{KK_3};05/05/2025;pindah;;;;;;", "visit_kk_unknown"),
        ("w2;survei;P03;2;5;;05/05/2025;selesai;;;;;;", "visit_kk_missing"),
        (f"w3;survei;P03;2;5;{KK_2};05/05/2025;selesai;;;;;;", "visit_other_rt"),
        (f"v;kebutuhan;P03;2;5;{KK};05/05/2025;menolak;pangan;;;;;", "visit_answers_unexpected"),
        (f"v;kebutuhan;P03;2;5;{KK};05/05/2025;selesai;pangan|hunian;1|2|3;;;;", "visit_lists_differ"),
        (f"v;kebutuhan;P03;2;5;{KK};05/05/2025;selesai;pangan|makanan;;;;;", "visit_item_twice"),
        (f"v;kebutuhan;P03;2;5;{KK};05/05/2025;selesai;sihir;;;;;", "choice_not_understood"),
        (f"v;kebutuhan;P03;2;5;{KK};05/05/2025;selesai;pangan;9;;;;", "number_out_of_range"),
        (f"v;penerimaan;P03;2;5;{KK};05/05/2025;selesai;;;XYZ;ya;;", "programme_unknown"),
        (f"v;penerimaan;P03;2;5;{KK};05/05/2025;selesai;;;PKH|BPNT;ya|;;", "visit_answer_missing"),
        (f"v;penerimaan;P03;2;5;{KK};05/05/2025;selesai;;;PKH;tidak;5000;", "visit_not_received"),
        (f"v;penerimaan;P03;2;5;{KK};05/05/2025;selesai;;;PKH;ya;-5;", "number_negative"),
        (f"v;penerimaan;P03;2;5;{KK};05/05/2025;selesai;;;PKH;ya;;6", "satisfaction_not_understood"),
    ],
    "logframe": [
        ("1;;hasil;Pernyataan;;;;;;;;;;", "logframe_parent_missing"),
        ("2;9;hasil;Pernyataan;;;;;;;;;;", "logframe_parent_unknown"),
        ("3;;tujuan;Pernyataan;;coverage_elligible;;;;;;;;", "indicator_unknown"),
        ("3.1;3;hasil;Pernyataan;;;;;;;;;;", "logframe_parent_unknown"),
        ("4;;tujuan;Pernyataan;;;;;;;;;;", ""),
        ("4.1;4;keluaran;Pernyataan;;;;;;;;;;", ""),
        ("4.1.1;4.1;hasil;Pernyataan;;;;;;;;;;", "logframe_level_order"),
        ("5;5;tujuan;Pernyataan;;;;;;;;;;", "logframe_level_order"),
        ("6;;tujuan;Pernyataan;;coverage_eligible;;;1,5;2024;;;;", "share_out_of_range"),
        ("6;;tujuan;Pernyataan;;;;;;tahun lalu;;;;", "logframe_period_invalid"),
        ("6;;tujuan;Pernyataan;;;;;5;;;;;", "logframe_value_without_period"),
    ],
    "decisions": [
        ("A;10/02/2025;Terlihat;Diputuskan;;;;;09/02/2025;;berjalan;", "day_before_first"),
        ("A;10/02/2025;Terlihat;Diputuskan;;;;;;09/02/2025;selesai;", "day_before_first"),
        ("A;10/02/2025;Terlihat;Diputuskan;entah_apa;;;;;;berjalan;", "indicator_unknown"),
        (f"A;10/02/2025;Terlihat {PHONE};Diputuskan;;;;;;;berjalan;", "public_number"),
        ("B;10/02/2025;Terlihat;Diputuskan;;;;;;;selesai;", "status_without_day"),
        ("C;10/02/2025;Terlihat;Diputuskan;;;;;;11/02/2025;berjalan;", "day_without_status"),
    ],
}


def test_doubtful_rows_are_rejected_or_warned_of(settled: Engine, tmp_path: Path) -> None:
    for kind, expected in DOUBTFUL.items():
        report = load(settled, tmp_path, f"{kind}_ragu", [FILES[kind][0], *(row for row, _ in expected)])
        assert report.kind == kind
        told = [(row, reason) for row, (_, reason) in enumerate(expected, 2) if reason]
        assert reasons(report) == told, kind
        for problem in report.problems:
            shown = f"{problem.value} {problem.message_id} {problem.message_en}"
            assert not any(secret in shown for secret in (KK, KK_2, KK_3, HEAD, PHONE, "Ibu Petugas")), shown


def test_what_was_complained_of_and_by_whom_is_not_even_kept_with_the_rejected_rows(
    settled: Engine, tmp_path: Path
) -> None:
    text, who = "Tetangga saya menerima dua kali", "Warga Pelapor"
    heading = f"{FILES['complaints'][0]};ISI ADUAN;NAMA PELAPOR"
    rows = ["ADU-9;25/03/2025;JAKI;entah;;;;;;terbuka", "ADU-8;25/03/2025;JAKI;petugas;;;;;;terbuka"]
    report = load(settled, tmp_path, "aduan", [heading, *(f"{row};{text};{who}" for row in rows)])
    assert (report.loaded, report.rejected) == (1, 1) and report.batch_id is not None
    with settled.connect() as connection:
        found = str(quarantine_of(connection, report.batch_id))
        assert "ADU-9" in found and text not in found and who not in found
        dump = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert "ADU-8" in dump and text not in dump and who not in dump


@pytest.mark.parametrize(
    "text, held",
    [
        ("Hubungi 081234567890", True),
        ("Telp. (021) 7654 3210", True),
        ("+62 812-3456-7890", True),
        (f"NIK {HEAD}", True),
        ("Kartu 3174 0601 0120 0001", True),
        ("Dana Rp 1.240.000.000 dari RP. 2.000.000.000", False),
        ("Mulai 12-01-2026 sampai 2026-03-31, 120 KK di RT 005/RW 002", False),
        ("Usulan nomor 12345678", False),
    ],
)
def test_numbers_that_lead_to_a_person_are_seen(text: str, held: bool) -> None:
    assert holds_number(text) is held
