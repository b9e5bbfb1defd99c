"""Does each audit check flag what its words say, and nothing that comes near it; and do findings keep their state?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, select, update

from etl import batches
from etl.messages import MESSAGES, SEVERITY
from etl.sources.disbursement_contract import CONTRACT
from pantau import audit, audit_refused, audit_rows
from pantau.audit_checks import CHECKS, OTHER, SEVERITIES, check_of
from pantau.audit_rules import RULES
from pantau.schema import (
    audit_finding,
    batch,
    disbursement,
    household_identity,
    person_identity,
    programme,
    wage_line,
)
from tests.etl.office import AREAS, KK, KK_2, KK_3, PROGRAMMES, REGISTRY_HEADING, load_rows, nik

HEADING = [*REGISTRY_HEADING, "STATUS", "TANGGAL STATUS"]
PAYMENTS = ["PROGRAM", "NO KK", "NIK", "PERIODE", "JATUH TEMPO", "TANGGAL BAYAR", "NOMINAL", "NOMINAL SEHARUSNYA"]
PAYMENTS += ["JUMLAH BARANG", "STATUS"]
STAYS = ["PROGRAM", "NO KK", "NIK", "TANGGAL MASUK", "TANGGAL KELUAR", "ALASAN KELUAR"]

OLD = nik(5, 5, 1950, 4)
HEAD, WIFE = nik(12, 1, 1980, 1), nik(3, 2, 1982, 2, woman=True)
SON = nik(1, 1, 2001, 5)

Found = dict[tuple[str, str, str, str], tuple[int, int]]
"""(programme, KK, NIK or "", year) -> (transfers, rupiah)."""


def member(
    number: str, kk: str = KK, relation: str = "Kepala Keluarga", income: str = "", status: str = "", since: str = ""
) -> list[str]:
    """A registry row; birth date and sex are those of the NIK; an elderly person is one born before 1960."""
    day, month, year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    woman, full = day > 40, 2000 + year if year < 30 else 1900 + year
    born = f"{day - 40 * woman:02d}/{month:02d}/{full}"
    flags = ["Ya" if full < 1960 else "T", "T", "T", "T", "T"]
    rt = "005" if kk == KK else "001"
    row = [kk, number, f"Warga {number[-1]}", "Jl Contoh", rt, "002", born, "P" if woman else "L", relation, "3"]
    return [*row, *flags, income, status, since]


def pay(
    code: str, period: str, due: str, paid: str, amount: int, kk: str = "", number: str = "", right: int = 0
) -> list[str]:
    """A row of a disbursement file; without a paid date it failed."""
    status = "Dibayar" if paid else "Gagal"
    return [code, kk, number, period, due, paid, str(amount), str(right or amount), "", status]


def settle(engine: Engine, folder: Path, people: Sequence[list[str]], payments: Sequence[list[str]] = ()) -> None:
    """Load areas, programmes, these people and these payments: all rows must be accepted."""
    files: dict[str, list] = {"areas": AREAS, "programmes": PROGRAMMES, "registry": [HEADING, *people]}
    if payments:
        files["payments"] = [PAYMENTS, *payments]
    for name, rows in files.items():
        report = load_rows(engine, folder, name, rows)
        assert report.status == "ok" and not report.rejected, report.as_json()["rejections"]


def found(engine: Engine, check_id: str) -> Found:
    """What a check found, by the numbers that pages never show."""
    f = audit_finding.c
    rows = (
        select(programme.c.code, household_identity.c.kk, person_identity.c.nik, f.year, f.transfers, f.rupiah)
        .join_from(audit_finding, programme, programme.c.programme_id == f.programme_id)
        .join(household_identity, household_identity.c.household_id == f.household_id)
        .join(person_identity, person_identity.c.person_id == f.person_ref, isouter=True)
        .where(f.check_id == check_id, f.state == "open")
    )
    with engine.connect() as connection:
        return {(code, kk, who or "", year): (n, r) for code, kk, who, year, n, r in connection.execute(rows)}


# --- each check, and what comes near it -----------------------------------------------------------------------


def test_a_dead_person_is_flagged_from_the_day_after(engine: Engine, tmp_path: Path) -> None:
    people = [member(HEAD), member(OLD, relation="Orang Tua", status="Meninggal", since="10/05/2025")]
    due = ("09/05/2025", "10/05/2025", "11/05/2025", "11/06/2025", "11/07/2025")
    payments = [
        pay("KLJ", f"2025-0{i}", day, "" if i == 7 else day, 300_000, number=OLD) for i, day in enumerate(due, start=3)
    ]
    settle(engine, tmp_path, people, payments)
    audit.run(engine, "petugas")
    assert found(engine, "dead_paid") == {("KLJ", KK, OLD, "2025"): (2, 600_000)}  # the fifth was not paid
    assert not found(engine, "moved_paid") and not found(engine, "name_of_dead")


def test_a_household_is_dead_when_all_of_it_is(engine: Engine, tmp_path: Path) -> None:
    people = [
        member(HEAD, status="Meninggal", since="01/03/2025"),
        member(WIFE, relation="Istri", status="Meninggal", since="01/06/2025"),
        member(OLD, KK_2, status="Meninggal", since="01/03/2025"),
        member(SON, KK_2, "Anak"),
        member(nik(2, 2, 1970, 7), KK_3, "Famili Lain", status="Meninggal", since="01/03/2025"),
        member(nik(3, 3, 1975, 8, woman=True), KK_3, "Kepala Keluarga"),
    ]
    payments = [
        pay("BPNT", period, due, due, 200_000, kk)
        for kk in (KK, KK_2, KK_3)
        for period, due in (("2025-02", "20/02/2025"), ("2025-05", "20/05/2025"), ("2025-06", "20/06/2025"))
    ]
    settle(engine, tmp_path, people, payments)
    audit.run(engine, "petugas")
    assert found(engine, "dead_paid") == {("BPNT", KK, "", "2025"): (1, 200_000)}  # after the last of them died
    # The son lives, but the money still comes in his father's name; the third household has a new head.
    assert found(engine, "name_of_dead") == {("BPNT", KK_2, "", "2025"): (2, 400_000)}
    assert not found(engine, "not_eligible")  # nobody is left to be eligible


def test_who_moved_or_was_not_found_and_a_household_that_is_gone(engine: Engine, tmp_path: Path) -> None:
    people = [
        member(HEAD, status="Meninggal", since="01/03/2025"),
        member(WIFE, relation="Istri", status="Pindah", since="01/04/2025"),
        member(OLD, KK_2, status="Tidak ditemukan", since="01/03/2025"),
        member(SON, KK_2, "Anak", status="Pindah", since="01/03/2025"),
        member(nik(2, 2, 1950, 7), KK_3, status="Pindah", since="31/01/2025"),
        member(nik(3, 3, 1975, 8, woman=True), KK_3, "Istri"),
    ]
    payments = [
        pay("BPNT", "2025-03", "15/03/2025", "15/03/2025", 200_000, KK),
        pay("BPNT", "2025-04", "15/04/2025", "15/04/2025", 200_000, KK),
        pay("KLJ", "2025-04", "15/04/2025", "15/04/2025", 300_000, number=OLD),
        pay("BPNT", "2025-04", "15/04/2025", "15/04/2025", 200_000, KK_3),
    ]
    settle(engine, tmp_path, people, payments)
    audit.run(engine, "petugas")
    assert found(engine, "moved_paid") == {
        ("BPNT", KK, "", "2025"): (1, 200_000),  # one died, the other moved: not all are dead
        ("KLJ", KK_2, OLD, "2025"): (1, 300_000),
    }
    assert not found(engine, "dead_paid")


def test_a_status_without_a_date_holds_from_the_day_its_file_was_loaded(engine: Engine, tmp_path: Path) -> None:
    today = dt.date.today()
    before, after = (f"{today + dt.timedelta(days=n):%d/%m/%Y}" for n in (-3, 3))
    paid = f"{today:%d/%m/%Y}"
    payments = [
        pay("KLJ", "2025-01", before, paid, 300_000, number=OLD),
        pay("KLJ", "2025-02", after, paid, 300_000, number=OLD),
    ]
    settle(engine, tmp_path, [member(OLD, status="Meninggal")], payments)
    audit.run(engine, "petugas")
    assert sum(n for n, _ in found(engine, "dead_paid").values()) == 1


def test_paid_twice_by_overlapping_periods_and_by_two_numbers(engine: Engine, tmp_path: Path) -> None:
    other = nik(6, 6, 1951, 6)
    people = [member(HEAD), member(WIFE, relation="Istri"), member(OLD, KK_2), member(other, KK_2, "Orang Tua")]
    payments = [
        pay("PKH", "2025-T1", "20/03/2025", "20/03/2025", 900_000, KK),
        pay("PKH", "2025-03", "20/04/2025", "20/04/2025", 900_000, KK),  # March to May: a third was paid already
        pay("PKH", "2025-T3", "20/09/2025", "20/09/2025", 900_000, KK),
        pay("PKH", "2025-T4", "20/12/2025", "20/12/2025", 900_000, KK),  # right after
        pay("PKH", "2026-T1", "20/03/2026", "", 900_000, KK),
        pay("PKH", "2026-02", "20/04/2026", "20/04/2026", 900_000, KK),  # the first was not paid
        pay("BPNT", "2025-01", "20/01/2025", "25/01/2025", 200_000, KK),
        pay("BPNT", "2025-01", "20/01/2025", "21/01/2025", 200_000, number=WIFE),  # paid first: the other is flagged
        pay("BPNT", "2025-02", "20/02/2025", "20/02/2025", 200_000, number=HEAD),
        pay("BPNT", "2025-02", "20/02/2025", "21/02/2025", 200_000, number=WIFE),
        pay("KLJ", "2025-01", "20/01/2025", "20/01/2025", 300_000, number=OLD),  # two persons of one household
        pay("KLJ", "2025-01", "20/01/2025", "20/01/2025", 300_000, number=other),
    ]
    settle(engine, tmp_path, people, payments)
    audit.run(engine, "petugas")
    assert found(engine, "paid_twice") == {
        ("PKH", KK, "", "2025"): (1, 300_000),
        ("BPNT", KK, "", "2025"): (1, 200_000),
        ("BPNT", KK, WIFE, "2025"): (1, 200_000),
    }


def test_three_payments_of_one_month_are_two_too_many(engine: Engine, tmp_path: Path) -> None:
    people = [member(HEAD), member(WIFE, relation="Istri")]
    day = "20/01/2025"
    payments = [pay("BPNT", "2025-01", day, day, 200_000, kk, n) for kk, n in ((KK, ""), ("", HEAD), ("", WIFE))]
    settle(engine, tmp_path, people, payments)
    audit.run(engine, "petugas")
    assert sum(rupiah for _, rupiah in found(engine, "paid_twice").values()) == 400_000


def test_above_the_entitlement_by_how_much(engine: Engine, tmp_path: Path) -> None:
    day = "20/01/2025"
    amounts = ((200_000, 200_000), (200_001, 200_000), (150_000, 200_000), (300_000, 200_000))
    payments = [pay("BPNT", f"2025-0{i}", day, day, *a[:1], KK, right=a[1]) for i, a in enumerate(amounts, start=1)]
    settle(engine, tmp_path, [member(HEAD)], payments)
    audit.run(engine, "petugas")
    assert found(engine, "above_entitlement") == {("BPNT", KK, "", "2025"): (2, 100_001)}


def test_not_eligible_by_desil_or_category(engine: Engine, tmp_path: Path) -> None:
    rich = member(SON, KK_2)
    rich[9] = "5"
    day = "20/01/2025"
    payments = [
        pay("BPNT", "2025-01", day, day, 200_000, KK),
        pay("BPNT", "2025-01", day, day, 200_000, KK_2),  # desil 5
        pay("BPNT", "2025-02", day, "", 200_000, KK_2),
        pay("PKH", "2025-T1", day, day, 900_000, KK),  # no elderly person or small child
    ]
    settle(engine, tmp_path, [member(HEAD), rich], payments)
    audit.run(engine, "petugas")
    expected = {("BPNT", KK_2, "", "2025"): (1, 200_000), ("PKH", KK, "", "2025"): (1, 900_000)}
    assert found(engine, "not_eligible") == expected


def test_income_above_the_wage_of_that_year(engine: Engine, tmp_path: Path) -> None:
    with engine.connect() as connection:
        lines = dict(connection.execute(select(wage_line.c.year, wage_line.c.amount)).all())
    people = [
        member(HEAD, income=str(lines["2025"])),  # just at the line of 2025
        member(WIFE, relation="Istri", income="9.000.000"),  # not the head
        member(OLD, KK_2, income=str(lines["2025"] + 1)),
    ]
    payments = [
        pay("BPNT", f"{year}-01", f"20/01/{year}", f"20/01/{year}", 200_000, kk)
        for year in (2024, 2025, 2026)
        for kk in (KK, KK_2)
    ]
    settle(engine, tmp_path, people, [*payments, pay("KLJ", "2025-01", "20/01/2025", "20/01/2025", 300_000, "", OLD)])
    audit.run(engine, "petugas")
    assert found(engine, "above_wage") == {
        ("BPNT", KK, "", "2024"): (1, 200_000),
        ("BPNT", KK_2, "", "2024"): (1, 200_000),
        ("BPNT", KK_2, "", "2025"): (1, 200_000),
        ("KLJ", KK_2, OLD, "2025"): (1, 300_000),
    }


def test_before_entry_after_exit_and_in_again(engine: Engine, tmp_path: Path) -> None:
    months = {month: f"20/{month:02d}/2025" for month in range(1, 11)}
    payments = [pay("BPNT", f"2025-{m:02d}", day, day, 200_000, KK) for m, day in months.items()]
    payments += [pay("BPNT", "2025-01", "20/01/2025", "20/01/2025", 200_000, KK_2)]  # is on no list
    payments += [pay("KLJ", f"2025-0{m}", months[m], months[m], 300_000, "", OLD) for m in (1, 2)]
    settle(engine, tmp_path, [member(HEAD), member(OLD, KK_2), member(SON, KK_2, "Anak")], payments)
    stays = [
        ["BPNT", KK, "", "31/03/2025", "01/06/2025", "graduasi"],  # March and June are within
        ["BPNT", KK, "", "15/09/2025", "", ""],
        ["KLJ", KK_2, OLD, "01/01/2025", "31/01/2025", "mundur"],
    ]
    assert not load_rows(engine, tmp_path, "stays", [STAYS, *stays]).rejected
    audit.run(engine, "petugas")
    assert found(engine, "before_entry") == {("BPNT", KK, "", "2025"): (2, 400_000)}
    assert found(engine, "after_exit") == {
        ("BPNT", KK, "", "2025"): (2, 400_000),  # July and August
        ("KLJ", KK_2, OLD, "2025"): (1, 300_000),
    }


def test_outside_the_programmes_run(engine: Engine, tmp_path: Path) -> None:
    def parcel(month: str) -> list[str]:
        row = pay("CSR", month, "20/06/2026", "20/06/2026", 150_000, KK)
        row[6:9] = ["", "", "1"]
        return row

    settle(engine, tmp_path, [member(HEAD)], [parcel("2026-06"), parcel("2026-07"), parcel("2021-01")])
    audit.run(engine, "petugas")
    assert found(engine, "outside_run") == {("CSR", KK, "", "2026"): (1, 150_000)}


def test_paid_after_the_day_of_loading(engine: Engine, tmp_path: Path) -> None:
    payments = [pay("BPNT", f"2025-0{m}", "20/01/2025", "20/01/2025", 200_000, KK) for m in (1, 2)]
    settle(engine, tmp_path, [member(HEAD)], payments)
    with engine.begin() as connection:  # the loader lets none in: a row from before it did
        at = dt.datetime(2026, 3, 1, 18, 0)  # 1.00 on 2 March in Jakarta
        connection.execute(update(batch).values(loaded_at=at))
        for row_no, day in ((2, dt.date(2026, 3, 2)), (3, dt.date(2026, 3, 3))):
            connection.execute(update(disbursement).where(disbursement.c.row_no == row_no).values(paid_date=day))
    audit.run(engine, "petugas")
    assert found(engine, "future_dates") == {("BPNT", KK, "", "2025"): (1, 200_000)}


# --- states ---------------------------------------------------------------------------------------------------


def test_findings_are_open_explained_fixed_and_open_again(engine: Engine, tmp_path: Path) -> None:
    day = "20/01/2025"
    wrong = [pay("BPNT", f"2025-0{m}", day, day, 250_000, KK, right=200_000) for m in (1, 2)]
    settle(engine, tmp_path, [member(HEAD)], wrong)
    first = audit.run(engine, "petugas")
    assert (first.found, first.new, first.fixed, first.reopened) == (1, 1, 0, 0)
    table = audit.findings(engine, audit.Filters())
    finding_id = int(table["finding_id"].iloc[0])

    audit.decide(engine, finding_id, "explained", "  Kesalahan bank, sudah dikembalikan.  ", "petugas data")
    assert audit.finding(engine, finding_id)["note"] == "Kesalahan bank, sudah dikembalikan."
    half = load_rows(engine, tmp_path, "amended", [PAYMENTS, pay("BPNT", "2025-01", day, day, 200_000, KK)])
    assert audit.currency(engine).stale
    second = audit.run(engine, "petugas")
    now = audit.finding(engine, finding_id)
    assert (second.new, second.fixed) == (0, 0)
    assert (now["state"], now["transfers"], now["rupiah"]) == ("explained", 1, 50_000)
    assert not audit.currency(engine).stale

    whole = load_rows(engine, tmp_path, "mended", [PAYMENTS, pay("BPNT", "2025-02", day, day, 200_000, KK)])
    third = audit.run(engine, "petugas")
    now = audit.finding(engine, finding_id)
    assert (third.found, third.fixed, now["state"], now["fixed_event"]) == (0, 1, "fixed", third.event_id)
    assert audit_rows.rows_of(engine, finding_id).empty
    with pytest.raises(ValueError, match="fixed"):
        audit.decide(engine, finding_id, "open", "", "petugas data")
    assert audit.run(engine, "petugas").fixed == 0

    assert whole.batch_id and half.batch_id
    batches.rollback(engine, whole.batch_id, "petugas", "salah berkas")
    last = audit.run(engine, "petugas")
    now = audit.finding(engine, finding_id)
    assert (last.reopened, last.new) == (1, 0)
    assert (now["state"], now["fixed_event"], now["rupiah"]) == ("open", None, 50_000)
    assert now["note"] == "Kesalahan bank, sudah dikembalikan." and now["state_by"] == "petugas data"


def test_a_decision_needs_a_state_a_note_and_a_finding(engine: Engine, tmp_path: Path) -> None:
    day = "20/01/2025"
    settle(engine, tmp_path, [member(HEAD)], [pay("BPNT", "2025-01", day, day, 250_000, KK, right=200_000)])
    audit.run(engine, "petugas")
    finding_id = int(audit.findings(engine, audit.Filters())["finding_id"].iloc[0])
    for state, note, wrong in (("explained", "  ", "note"), ("fixed", "ya", "state")):
        with pytest.raises(ValueError, match=wrong):
            audit.decide(engine, finding_id, state, note, "petugas")
    with pytest.raises(KeyError):
        audit.decide(engine, 999, "open", "", "petugas")
    with pytest.raises(KeyError):
        audit_rows.rows_of(engine, 999)
    assert audit.finding(engine, finding_id)["state"] == "open"


def test_nothing_loaded_nothing_found(engine: Engine) -> None:
    assert audit.currency(engine).last is None and audit.currency(engine).stale
    done = audit.run(engine, "petugas")
    assert (done.found, done.run_id) == (0, 1)
    assert audit.currency(engine).last == done
    assert audit.summary(engine)[["open", "explained", "fixed", "rupiah"]].to_numpy().sum() == 0
    assert audit.findings(engine, audit.Filters()).empty and audit_refused.summary(engine).empty
    assert audit_rows.transfers_of(engine, audit.Filters()).empty


# --- what findings say -------------------------------------------------------------------------------------------


def test_filters_and_sums_agree(demo_engine: Engine) -> None:
    every = audit.findings(demo_engine, audit.Filters())
    summary = audit.summary(demo_engine).set_index("check_id")
    open_ = every[every["state"] == "open"].groupby("check_id")["rupiah"].sum()
    assert summary["rupiah"][summary["rupiah"] > 0].to_dict() == open_.to_dict()
    rw = "31.74.06.1003.005"
    for filters, rows in (
        (audit.Filters(within=rw), every[every["area_code"].str.startswith(rw + ".")]),
        (audit.Filters(within=rw + ".001"), every[every["area_code"] == rw + ".001"]),
        (audit.Filters(("dead_paid",), ("high",), ("open",)), every[every["check_id"] == "dead_paid"]),
        (audit.Filters(severities=("low",)), every[every["severity"] == "low"]),
        (audit.Filters(programme_id=2), every[every["programme_id"] == 2]),
        (audit.Filters(states=("fixed",)), every[:0]),
    ):
        assert audit.count(demo_engine, filters) == len(rows)
        assert audit.findings(demo_engine, filters)["finding_id"].tolist() == rows["finding_id"].tolist()
    assert len(audit.findings(demo_engine, audit.Filters(), 7)) == 7


def test_no_answer_holds_an_identity(demo_engine: Engine) -> None:
    with demo_engine.connect() as connection:
        numbers = set(connection.scalars(select(person_identity.c.nik))) | set(
            connection.scalars(select(household_identity.c.kk))
        )
        names = set(connection.scalars(select(person_identity.c.name).limit(3_000)))
    some = audit.findings(demo_engine, audit.Filters(), 200)
    answers = [some, audit_refused.rows(demo_engine, "nik_invalid"), audit_refused.files(demo_engine)]
    answers += [audit_rows.rows_of(demo_engine, i) for i in some["finding_id"].head(20)]
    for answer in answers:
        cells = {str(v) for v in answer.to_numpy().ravel()}
        assert not cells & numbers and not cells & names


# --- what loads refused ------------------------------------------------------------------------------------------


def test_every_reason_of_the_loader_belongs_to_a_check() -> None:
    for check in CHECKS.values():
        assert set(check.reasons) <= set(MESSAGES), check.id
        assert check.severity in SEVERITIES and check.looks_at_facts == (check.id in RULES)
    unlisted = [r for r, severity in SEVERITY.items() if severity == "rejected" and check_of(r, "", True) is None]
    assert unlisted == []
    assert check_of("transfer_replaced", "NAMA PROGRAM", False) is None  # no audit matter


@pytest.mark.parametrize(
    ("reason", "column", "check"),
    [
        ("number_length", "NIK PENERIMA", "nik_invalid"),
        ("number_length", "No. KTP", "nik_invalid"),
        ("number_rounded", "NO KK", "kk_invalid"),
        ("required", "NIK", "nik_invalid"),
        ("required", "NAMA LENGKAP", "name_empty"),
        ("required", "NAMA PROGRAM", OTHER),
        ("required", "JATUH TEMPO", OTHER),
        ("date_impossible", "JATUH TEMPO", OTHER),
        ("quantity_missing", "JUMLAH", "goods_without_quantity"),
        ("rt_unknown", "RT", "area_unknown"),
    ],
)
def test_a_refusal_belongs_to_the_check_of_its_column(reason: str, column: str, check: str) -> None:
    assert check_of(reason, column, True) == check


def test_refused_rows_are_counted_once_in_a_check_with_the_files_rupiah(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path, [member(HEAD)])
    payments = [
        pay("BPNT", "2025-01", "20/01/2025", "20/01/2025", 200_000, KK[:15]),
        pay("BPNT", "2025-02", "20/02/2025", "20/02/2025", 200_000, KK_3),
        pay("BPNT", "2025-03", "20/03/2025", "20/03/2062", 210_000, KK),
        pay("BPNT", "2025-04", "20/04/2025", "20/04/2025", 200_000, KK),
        ["CSR", KK, "", "2025-04", "20/04/2025", "20/04/2025", "50.000", "", "", "Dibayar"],
    ]
    report = load_rows(engine, tmp_path, "payments", [PAYMENTS, *payments])
    nameless = member(WIFE, relation="Istri")
    nameless[2] = ""
    load_rows(engine, tmp_path, "more", [HEADING, nameless, member(SON, relation="Anak")])
    table = audit_refused.summary(engine).set_index("check_id")["rows"].to_dict()
    expected = {"kk_invalid": 1, "not_registered": 1, "future_dates": 1, "goods_without_quantity": 1, "name_empty": 1}
    assert table == expected
    files = audit_refused.files(engine).set_index("check_id")
    assert files.loc["not_registered", "rupiah"] == 660_000 == report.sums["NOMINAL"]["rejected"]
    assert files.loc["not_registered", "rejected"] == 4
    assert pd.isna(files.loc["name_empty", "rupiah"])  # an income is not at stake
    rows = audit_refused.rows(engine, "future_dates")
    assert rows["row_no"].tolist() == [4]
    assert report.batch_id
    batches.rollback(engine, report.batch_id, "petugas", "salah berkas")
    assert set(audit_refused.summary(engine)["check_id"]) == {"name_empty"}


def test_headings_that_are_no_money_are_those_of_the_contract() -> None:
    quantity = next(column for column in CONTRACT.columns if column.name == "quantity")
    assert set(quantity.synonyms) == audit_refused.QUANTITY_HEADINGS
    sums = '{"JUMLAH": {"file": 9, "loaded": 5, "rejected": 4}}'
    assert audit_refused.refused_rupiah("disbursement", sums) is None
