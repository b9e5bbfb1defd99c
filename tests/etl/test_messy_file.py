"""Is every row of a messy office file accounted for, does the money reconcile, and can a clerk read why?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from etl.load import check_file, load_file
from etl.report import Report
from pantau.schema import disbursement, person, rejected_row
from tests.etl.office import (
    FORMS,
    HEAD,
    KK,
    KK_2,
    KK_3,
    OTHER,
    REGISTRY_HEADING,
    WIFE,
    Cell,
    nik,
    settle,
    write_file,
)

Expected = tuple[str, Sequence[Cell]]
"""The expected reason ("" = loaded, "blank" = no data row) and the cells."""

# --- a registry file ------------------------------------------------------------------------------------

TITLES: list[list[Cell]] = [["DAFTAR KELUARGA KELURAHAN CONTOH"], ["Per 1 Oktober 2026"], []]
MESSY_HEADING = ["NOMOR_KK", "Nik", "Nama Lengkap", "alamat", "RT", "RW", "Tgl. Lahir", "JK", "SHDK", "Desil"]
MESSY_HEADING += ["Lansia", "Disabilitas", "Hamil", "Balita", "Pelajar", "Penghasilan (Rp)"]
STREET, NAME = "Gang Melati Contoh No. 17", "Sitirahayu Contohwati"
SERIAL = iter(range(100, 9999))


def member(reason: str, **cells: Cell) -> Expected:
    """A good row of a family of its own, with some cells changed."""
    number = next(SERIAL)
    row: dict[str, Cell] = {
        "kk": f"317406020220{number:04d}",
        "nik": nik(12, 1, 1980, number),
        "name": NAME,
        "address": STREET,
        "rt": "005",
        "rw": "002",
        "birth": "12/01/1980",
        "sex": "L",
        "relation": "Kepala Keluarga",
        "desil": "3",
        **dict.fromkeys(("elderly", "disability", "pregnant", "child", "pupil"), "T"),
        "income": "1.250.000",
    }
    return reason, list({**row, **cells}.values())


FIRST = nik(12, 1, 1980, 11)
REGISTRY_ROWS: list[Expected] = [
    # Office habits that are understood.
    member("", kk=KK, nik=FIRST, income="Rp 600.000,00"),
    member("", kk=KK, rt="5", rw="2", relation="Istri", sex="L"),
    member("", kk=KK, rt="RT 005/RW 002", rw="", relation="Anak", income="600,000.00"),
    member("", kk=KK, rt="RT.05 RW.02", rw="", relation="anak kandung", income="Rp600.000,-"),
    member("", kk="'3174 0601 0120 0099", birth="12 Januari 1980", income="600000"),
    member("", nik=" 317406-120180-0098", birth="12 Jan 1980"),
    member("", birth="1980-01-12", sex="Laki-laki", desil="", income="-"),
    member("", birth="29232", pregnant="", child="-", pupil="1", elderly="X"),  # the serial number of 12/01/1980
    member("", birth=29232.0, rt=5.0, rw=2.0, income=600000.0, desil=3.0),
    member("", birth="12-01-80", name="  Sitirahayu\u00a0  Contohwati ", income=""),
    ("blank", [""] * 16),
    # Bad rows.
    ("repeated_heading", MESSY_HEADING),
    ("total_row", ["TOTAL", *[""] * 14, "Rp 6.450.000"]),
    ("total_row", ["", "JUMLAH", *[""] * 13, "6.450.000"]),
    ("not_data", [f"Mengetahui, {NAME}", *[""] * 15]),
    member("required", kk=""),
    member("required", nik=""),
    member("required", name=" "),
    member("required", birth=""),
    member("number_length", nik="31740612018001"),
    member("number_length", kk="317406010120000101"),
    member("number_not_digits", nik="31740612O1800012"),
    member("number_rounded", nik="3,17407E+15"),
    member("number_rounded", kk=3.1740601012e15),
    member("number_rounded", nik="3174061201800000"),
    member("number_province", nik="0074061201800012"),
    member("nik_district", nik="3174001201800012"),
    member("nik_birth_date", nik="3174063102800012"),
    member("nik_birth_date", nik="3174067513800012"),
    member("nik_twice", nik=FIRST),
    member("date_impossible", birth="31/02/1980"),
    member("date_impossible", birth="01/13/1980"),
    member("date_not_understood", birth="tahun delapan puluh"),
    member("date_not_understood", birth=NAME),  # cells shifted by one
    member("birth_in_future", birth="12/01/2090"),
    member("birth_too_old", birth="12/01/1880"),
    member("sex_not_understood", sex=NAME),
    member("relation_not_understood", relation="Tetangga"),
    member("desil_out_of_range", desil="11"),
    member("desil_out_of_range", desil="miskin"),
    member("flag_not_understood", elderly="mungkin"),
    member("rt_unknown", rt="099"),
    member("rt_not_understood", rt="RT lima"),
    member("rt_incomplete", rw=""),
    member("rt_contradicts", rt="RT 005/RW 001"),
    member("household_other_rt", kk=KK, rt="001", relation="Cucu"),
    member("number_negative", income="(1.000)"),
    member("fractional_rupiah", income="1000,50"),
    member("number_not_understood", income="sejuta"),
    member("number_too_large", income="999999999999999"),
    member("text_too_long", name="Contoh " * 40),
    ("too_many_cells", [*member("")[1], "", STREET]),
]


# --- a disbursement file --------------------------------------------------------------------------------

TRANSFER_HEADING = ["Program", "NO_KK", "NIK", "Periode", "Jatuh Tempo", "Tgl Bayar", "Nominal", "Nominal Seharusnya"]
TRANSFER_HEADING += ["Barang", "Jumlah Barang", "Kanal", "Status"]
STRANGER = nik(7, 7, 1977, 77)


def transfer(reason: str, **cells: Cell) -> Expected:
    row: dict[str, Cell] = {
        "programme": "BPNT",
        "kk": KK,
        "nik": "",
        "period": "2026-03",
        "due": "15/03/2026",
        "paid": "16/03/2026",
        "amount": "Rp 200.000,00",
        "entitled": "",
        "goods": "",
        "quantity": "",
        "channel": "PT Pos",
        "status": "Dibayar",
    }
    return reason, list({**row, **cells}.values())


DISBURSEMENT_ROWS: list[Expected] = [
    transfer(""),
    transfer("", period="Januari 2026", due="15 Januari 2026", paid="16 Jan 2026", amount="200000"),
    transfer("", period="02/2026", due="46068", paid="2026-02-17", amount="200,000.00", status="Salur"),
    transfer("", period="Apr-26", due="15-04-26", paid="", amount="", status="Belum"),
    transfer("", period="Mei 2026", paid="", amount="200.000", status="Gagal"),
    transfer("", period="Juni 2026", amount="200.000", status="Retur"),
    transfer("", programme="Program Keluarga Harapan", period="Triwulan I 2026", amount="Rp750.000,-", status=""),
    transfer("", programme="pkh", period="2026-T2", entitled="750.000", amount="700.000"),
    transfer("", programme="PKH", period="Juli 2026", amount=750000.0),
    transfer("", programme="PKH", period="Tahap 4 2026", amount="750000", kk=KK_2),
    transfer("", programme="KLJ", kk="", nik=f"'{OTHER}", period="Januari-Februari 2026", amount="600.000"),
    transfer("", programme="KLJ", nik=HEAD, amount="300.000", period="TW 1 2026"),
    transfer("", programme="CSR", amount="", goods="Beras 5 kg", quantity="2", channel=""),
    ("blank", [""] * 12),
    ("repeated_heading", TRANSFER_HEADING),
    ("total_row", ["Jumlah", *[""] * 5, "Rp 3.100.000", *[""] * 5]),
    ("too_many_cells", [*transfer("")[1], "", "lebih"]),
    transfer("required", programme=""),
    transfer("required", period=""),
    transfer("required", due=""),
    transfer("programme_unknown", programme="BNPT"),
    transfer("programme_unknown", programme="Kartu Lansia"),
    transfer("recipient_missing", kk="", nik=""),
    transfer("kk_not_registered", kk=KK_3),
    transfer("nik_not_registered", kk="", nik=STRANGER),
    transfer("nik_other_household", kk=KK_2, nik=WIFE),
    transfer("number_length", kk="31740601012"),
    transfer("number_rounded", kk=3.1740601012e15),
    transfer("number_rounded", kk="3174060101200000"),
    transfer("number_not_digits", kk="tidak punya"),
    transfer("period_not_understood", period="triwulan depan"),
    transfer("period_not_understood", period="13/2026"),
    transfer("period_stage", period="Tahap 1 2026"),
    transfer("period_backwards", period="Maret-Januari 2026"),
    transfer("date_not_understood", due="segera"),
    transfer("date_impossible", due="31/06/2026"),
    transfer("date_impossible", paid="30/02/2026"),
    transfer("date_out_of_range", due="15/03/1926"),
    transfer("paid_in_future", paid="16/03/2091"),
    transfer("period_too_far", period="Maret 2071"),
    transfer("due_too_far", due="16/03/2071"),
    transfer("paid_without_date", paid=""),
    transfer("amount_missing", amount=""),
    transfer("amount_not_positive", amount="0"),
    transfer("amount_not_positive", amount="-200.000"),
    transfer("amount_not_positive", entitled="0"),
    transfer("number_not_understood", amount="dua ratus ribu"),
    transfer("fractional_rupiah", amount="200.000,75"),
    transfer("quantity_missing", programme="CSR", amount="150.000"),
    transfer("not_whole", programme="CSR", amount="", quantity="1,5"),
    transfer("amount_not_positive", programme="CSR", amount="", quantity="0"),
    transfer("status_not_understood", status="entah"),
    transfer("transfer_twice"),
    transfer("text_too_long", channel="Bank " * 20),
]


# --- the tests ------------------------------------------------------------------------------------------


def worth(cell: Cell) -> int:
    """What the test itself makes of a money cell; 0 when it is no whole number."""
    if isinstance(cell, float):
        return int(cell)
    if not isinstance(cell, str):
        return 0
    text = re.sub(r"^Rp ?", "", cell.strip())
    negative = text.startswith(("(", "-"))
    text = re.sub(r"[.,](00|-)$", "", text.strip("()-"))
    digits = text.replace(".", "").replace(",", "")
    if not digits.isdecimal() or re.search(r"[.,]\d{1,2}$", text) or int(digits) > 10**12:
        return 0
    return -int(digits) if negative else int(digits)


def assert_accounted(report: Report, rows: Sequence[Expected], money: dict[str, int]) -> None:
    """Each data row is loaded or has one entry with its expected reason; the sums are those of the raw cells."""
    found = report.as_json()
    data = {i + 2: (reason, cells) for i, (reason, cells) in enumerate(rows) if reason != "blank"}
    expected = {row: reason for row, (reason, _) in data.items() if reason}
    assert {r["row"]: r["reason"] for r in found["rejections"]} == expected
    assert (found["rows"], found["rejected"]) == (len(data), len(expected))
    assert found["loaded"] == found["rows"] - found["rejected"]
    for heading, column in money.items():
        values = {row: worth(cells[column]) for row, (_, cells) in data.items()}
        loaded = sum(value for row, value in values.items() if row not in expected)
        whole = sum(values.values())
        assert found["sums"][heading] == {"file": whole, "loaded": loaded, "rejected": whole - loaded}, heading


def assert_readable(report: Report, secrets: Sequence[str]) -> None:
    """Every message says something in both languages, and nothing that identifies a person."""
    problems = report.problems
    assert problems
    for problem in problems:
        assert problem.message_id and problem.message_en and problem.message_id != problem.message_en
        assert problem.message_id[-1] in ".;" and problem.message_en[-1] in ".;"
        everything = " ".join((problem.value, problem.message_id, problem.message_en))
        assert not re.search(r"\d(?:[ .'-]?\d){11,}", everything), everything
        for secret in secrets:
            assert secret.lower() not in everything.lower(), everything


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_messy_registry(sqlite_engine: Engine, tmp_path: Path, form: str) -> None:
    settle(sqlite_engine, tmp_path)
    grid: list[Sequence[Cell]] = [*TITLES, MESSY_HEADING, *(cells for _, cells in REGISTRY_ROWS)]
    path = write_file(tmp_path, "messy", form, grid)
    checked = check_file(sqlite_engine, path)
    report = load_file(sqlite_engine, path)
    assert report.kind == "registry" and report.heading_row == 4
    assert_accounted(report, REGISTRY_ROWS, {"Penghasilan (Rp)": 15})
    assert_readable(report, [*NAME.split(), "Melati"])
    assert checked.problems == report.problems and checked.sums == report.sums
    with sqlite_engine.connect() as connection:
        here = person.c.batch_id == report.batch_id
        assert connection.scalar(select(func.count()).where(here)) == report.loaded
        assert (
            connection.scalar(select(func.sum(person.c.income)).where(here))
            == report.sums["Penghasilan (Rp)"]["loaded"]
        )
        kept = select(func.count()).where(rejected_row.c.batch_id == report.batch_id)
        assert connection.scalar(kept) == len(report.problems)


def test_messy_disbursement(sqlite_engine: Engine, tmp_path: Path, form: str) -> None:
    settle(sqlite_engine, tmp_path)
    path = write_file(tmp_path, "messy", form, [TRANSFER_HEADING, *(cells for _, cells in DISBURSEMENT_ROWS)])
    report = load_file(sqlite_engine, path)
    assert report.kind == "disbursement" and report.heading_row == 1
    assert_accounted(report, DISBURSEMENT_ROWS, {"Nominal": 6, "Nominal Seharusnya": 7, "Jumlah Barang": 9})
    assert_readable(report, [KK, HEAD, OTHER])
    with sqlite_engine.connect() as connection:
        here = disbursement.c.batch_id == report.batch_id
        assert connection.scalar(select(func.count()).where(here)) == report.loaded
        paid = connection.scalar(select(func.sum(disbursement.c.amount_paid)).where(here))
    unpaid, goods = 200_000 + 200_000, 2 * 150_000  # Gagal and Retur; two parcels at their unit value
    assert paid == report.sums["Nominal"]["loaded"] - unpaid + goods


def test_there_are_many_kinds_of_bad_rows() -> None:
    reasons = {reason for reason, _ in REGISTRY_ROWS + DISBURSEMENT_ROWS} - {"", "blank"}
    assert len(reasons) >= 30


def test_a_row_with_several_faults_has_one_entry(sqlite_engine: Engine, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    _, cells = transfer("", period="kapan", due="kapan", status="entah")
    found = load_file(sqlite_engine, write_file(tmp_path, "faults", "comma", [TRANSFER_HEADING, cells])).as_json()
    (entry,) = found["rejections"]
    assert entry["column"] == "Periode"
    assert [other["column"] for other in entry["others"]] == ["Jatuh Tempo", "Status"]


_UNWRITABLE = re.compile(r"[\ud800-\udfff\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ODD = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="0123456789.,-/ RpE+()%", max_size=20),
    st.sampled_from(
        ["", KK, HEAD, "PKH", "2026-03", "12/01/1980", "Tahap 1 2026", "L", "Ya", "Kepala Keluarga", "5", "1e999"]
    ),
)


@pytest.mark.parametrize("heading", [REGISTRY_HEADING, TRANSFER_HEADING], ids=["registry", "disbursement"])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_any_text_reconciles(sqlite_engine: Engine, tmp_path: Path, heading: list[str], data: st.DataObject) -> None:
    """Whatever is in the cells, in CSV or XLSX: nothing raises, each row is counted, the sums add up."""
    good = transfer("")[1] if heading is TRANSFER_HEADING else [*member("")[1]]
    cell = st.one_of(st.none(), _ODD)
    rows = data.draw(st.lists(st.lists(cell, min_size=len(heading), max_size=len(heading)), min_size=1, max_size=6))
    filled = [[g if c is None else c for g, c in zip(good, row, strict=True)] for row in rows]
    # Lone surrogates cannot stand in a file; XML has no control characters.
    plain = [[_UNWRITABLE.sub("", str(c)) for c in row] for row in filled]
    form = data.draw(st.sampled_from(["comma", "tab", "xlsx"]))
    path = write_file(tmp_path, "any", form, [heading, *plain])
    report = check_file(sqlite_engine, path)
    if report.status == "ok":
        assert report.rows == report.loaded + report.rejected
        assert len(report.as_json()["rejections"]) == report.rejected
        assert all(s["file"] == s["loaded"] + s["rejected"] for s in report.sums.values())
    else:
        assert {p.reason for p in report.problems} <= {"file_without_rows", "kind_unknown", "column_missing"}
