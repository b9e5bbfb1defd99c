"""Are exports of national registers (DTKS, DTSEN, SIAK, OpenSID) read as they are meant, and codes never guessed?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from etl.load import load_file
from etl.report import Report
from pantau.schema import household, household_identity, person, person_identity
from tests.etl.office import KELURAHAN, KK, KK_2, REGISTRY, Cell, load_rows, nik, settle, write_file

FORMS = ("semicolon", "xlsx")
A = "3174060101210001"
PLACES: list[Cell] = ["DKI JAKARTA", "KOTA ADM. JAKARTA SELATAN", "CILANDAK"]

# Made-up people, by what they are to the head of the family.
HEAD_, WIFE_, CHILD_ = nik(12, 1, 1980, 501), nik(3, 2, 1982, 502, woman=True), nik(9, 9, 2021, 503)
LAW_, GRAND_, OLD_ = nik(4, 4, 1999, 504), nik(5, 5, 2022, 505, woman=True), nik(6, 6, 1951, 506, woman=True)
MAID_, KIN_ = nik(7, 7, 1990, 507, woman=True), nik(8, 8, 1991, 508)


def people(engine: Engine, report: Report) -> dict[str, tuple]:
    """NIK -> (KK, RT, sex, relation, desil, pregnant, disability, income) of the persons of a batch."""
    query = (
        select(
            person_identity.c.nik,
            household_identity.c.kk,
            household.c.area_code,
            person.c.sex,
            person.c.relation,
            household.c.desil,
            person.c.is_pregnant,
            person.c.is_disability,
            person.c.income,
        )
        .join(person, person.c.person_id == person_identity.c.person_id)
        .join(household, household.c.household_id == person.c.household_id)
        .join(household_identity, household_identity.c.household_id == household.c.household_id)
        .where(person.c.batch_id == report.batch_id)
    )
    with engine.connect() as connection:
        return {number: tuple(rest) for number, *rest in connection.execute(query)}


def load_layout(engine: Engine, folder: Path, form: str, rows: Sequence[Sequence[Cell]]) -> Report:
    report = load_file(engine, write_file(folder, "ekspor", form, rows))
    assert (report.kind, report.rejected) == ("registry", 0), report.as_json()["rejections"]
    return report


@pytest.mark.parametrize("form", FORMS)
def test_members_as_dtks_states_them(sqlite_engine: Engine, tmp_path: Path, form: str) -> None:
    settle(sqlite_engine, tmp_path)
    heading = [
        "IDBDT",
        "IDARTBDT",
        "NMPROP",
        "NMKAB",
        "NMKEC",
        "NMKEL",
        "ALAMAT",
        "RT",
        "RW",
        "NOKK",
        "NIK",
        "NAMA_ART",
    ]
    heading += ["JNSKEL", "TMPLAHIR", "TGLLAHIR", "HUB_KRT", "NUK", "UMUR", "STA_KAWIN", "STA_HAMIL", "JENIS_CACAT"]
    heading += [
        "PENYAKIT_KRONIS",
        "PARTISIPASI_SEKOLAH",
        "STA_KEBERADAAN_ART",
        "ADA_PKH",
        "DESIL_NASIONAL",
        "PENGHASILAN",
    ]

    def row(
        number: str, sex: str, born: str, relation: str, pregnant: str = "0", disability: str = "00", desil: str = "2"
    ) -> list[Cell]:
        who: list[Cell] = ["Jl Contoh 5", "5", "2", A, number, "WARGA CONTOH", sex, "JAKARTA", born, relation]
        return [
            "100",
            "1",
            *PLACES,
            "PONDOK LABU",
            *who,
            "1",
            "40",
            "2",
            pregnant,
            disability,
            "0",
            "2",
            "1",
            "1",
            desil,
            "500000",
        ]

    rows = [
        row(HEAD_, "1", "1980-01-12", "1"),
        row(WIFE_, "2", "1982-02-03", "2", pregnant="1", desil=""),
        row(CHILD_, "1", "2021-09-09", "3", pregnant="", disability="04", desil=""),
        row(LAW_, "1", "1999-04-04", "4", pregnant="2", desil=""),
        row(GRAND_, "2", "2022-05-05", "5", desil=""),
        row(OLD_, "2", "1951-06-06", "6", desil=""),
        row(MAID_, "2", "1990-07-07", "7", desil=""),
        row(KIN_, "1", "1991-08-08", "08", desil=""),
    ]
    report = load_layout(sqlite_engine, tmp_path, form, [heading, *rows])
    assert report.problems == []
    found = people(sqlite_engine, report)
    rt = f"{KELURAHAN}.002.005"
    assert found[HEAD_] == (A, rt, "L", "kepala", 2, False, False, 500_000)
    assert found[WIFE_] == (A, rt, "P", "pasangan", 2, True, False, 500_000)
    assert found[CHILD_] == (A, rt, "L", "anak", 2, False, True, 500_000)
    relations = [found[n][3] for n in (LAW_, GRAND_, OLD_, MAID_, KIN_)]
    assert relations == ["menantu", "cucu", "orang_tua", "lainnya", "lainnya"]


@pytest.mark.parametrize("form", FORMS)
def test_members_as_dtsen_states_them(sqlite_engine: Engine, tmp_path: Path, form: str) -> None:
    settle(sqlite_engine, tmp_path)
    heading = ["nomor_kartu_keluarga", "nomor_induk_kependudukan", "nama", "jenis_kelamin", "tanggal_lahir"]
    heading += ["status_hubungan_keluarga", "desil_nasional", "kode_kel", "kelurahan", "alamat", "rt_rw", "pekerjaan"]
    rest: list[Cell] = ["4", "3174061003", "Kel. Pondok Labu", "Jl Contoh 5", "005/002", "BURUH"]
    rows = [
        [A, HEAD_, "WARGA SATU", "1", "12-01-1980", "KEPALA KELUARGA", *rest],
        [A, WIFE_, "WARGA DUA", "2", "03-02-1982", "ISTRI", "", *rest[1:]],
    ]
    report = load_layout(sqlite_engine, tmp_path, form, [heading, *rows])
    assert report.problems == []
    found = people(sqlite_engine, report)
    assert found[HEAD_][:5] == (A, f"{KELURAHAN}.002.005", "L", "kepala", 4)
    assert found[WIFE_][2:5] == ("P", "pasangan", 4)


@pytest.mark.parametrize("form", FORMS)
def test_members_as_the_civil_registry_states_them(sqlite_engine: Engine, tmp_path: Path, form: str) -> None:
    settle(sqlite_engine, tmp_path)
    heading = ["NIK", "NAMA_LGKP", "JENIS_KLMIN", "TMPT_LHR", "TGL_LHR", "STAT_KWN", "STAT_HBKEL", "NO_KK", "ALAMAT"]
    heading += ["NO_PROP", "NO_KAB", "NO_KEC", "NO_KEL", "NO_RT", "NO_RW", "NAMA_LGKP_IBU"]

    def row(number: str, sex: str, born: str, relation: str) -> list[Cell]:
        who: list[Cell] = [number, "WARGA CONTOH", sex, "JAKARTA", born, "2", relation, A, "JL CONTOH 5"]
        return [*who, "31", "74", "6", "1003", "5", "2", "IBU CONTOH"]

    rows = [
        row(HEAD_, "1", "12-01-1980", "1"),
        row(WIFE_, "2", "03-02-1982", "3"),
        row(CHILD_, "1", "09-09-2021", "4"),
        row(LAW_, "1", "04-04-1999", "5"),
        row(GRAND_, "2", "05-05-2022", "6"),
        row(OLD_, "2", "06-06-1951", "8"),
        row(MAID_, "2", "07-07-1990", "10"),
        row(KIN_, "1", "08-08-1991", "9"),
    ]
    report = load_layout(sqlite_engine, tmp_path, form, [heading, *rows])
    assert report.problems == []
    found = people(sqlite_engine, report)
    assert {number: entry[2:4] for number, entry in found.items()} == {
        HEAD_: ("L", "kepala"),
        WIFE_: ("P", "pasangan"),
        CHILD_: ("L", "anak"),
        LAW_: ("L", "menantu"),
        GRAND_: ("P", "cucu"),
        OLD_: ("P", "orang_tua"),
        MAID_: ("P", "lainnya"),
        KIN_: ("L", "famili"),
    }


HEADING = ["NO KK", "NIK", "NAMA", "RT", "RW", "TGL LAHIR"]


def member(number: str, *more: Cell) -> list[Cell]:
    return [A, number, "Warga", "005", "002", "12/01/1980", *more]


MEN = [nik(12, 1, 1980, serial) for serial in range(601, 607)]


@pytest.mark.parametrize(
    "sex_heading, cells, reasons",
    [
        ("JENKEL", ["1", "2", "L", "p", "01", "2.0"], ["", "", "", "", "", ""]),
        ("JENIS KELAMIN", ["1", "0", "L"], ["sex_code_unclear", "sex_code_unclear", ""]),  # the other list of codes
        ("L/P", ["1", "P"], ["sex_code_unclear", ""]),  # a tick or a count as likely as a code
        ("JK", ["1", "3"], ["", "sex_not_understood"]),
    ],
)
def test_codes_of_sex(
    sex_heading: str, cells: list[str], reasons: list[str], sqlite_engine: Engine, tmp_path: Path
) -> None:
    settle(sqlite_engine, tmp_path)
    rows = [member(number, cell, "Anak") for number, cell in zip(MEN, cells, strict=False)]
    report = load_rows(sqlite_engine, tmp_path, "kode", [[*HEADING, sex_heading, "HUBUNGAN"], *rows])
    rejected = report.rejected_rows()
    assert [rejected[i][0].reason if i in rejected else "" for i in range(2, 2 + len(cells))] == reasons


@pytest.mark.parametrize(
    "heading, expected",
    [
        ("HUB_KRT", "anak"),
        ("Hubkel", "anak"),
        ("SHDK", "pasangan"),
        ("STATUS HUBUNGAN DALAM KELUARGA", "pasangan"),
        ("HUBUNGAN", None),
        ("HUBUNGAN KELUARGA", None),
        ("STATUS_HUBUNGAN_KELUARGA", None),
    ],
)
def test_relation_3_is_read_only_where_the_heading_names_its_list(
    heading: str, expected: str | None, sqlite_engine: Engine, tmp_path: Path
) -> None:
    settle(sqlite_engine, tmp_path)
    rows = [member(MEN[0], "L", "1" if expected else "Kepala Keluarga"), member(MEN[1], "L", "3")]
    report = load_rows(sqlite_engine, tmp_path, "hub", [[*HEADING, "JK", heading], *rows])
    if expected is None:
        (problem,) = (p for p in report.problems if p.severity == "rejected")
        assert problem.reason == "relation_code_unclear" and "HUB_KRT" in problem.message_id
        assert report.loaded == 1
    else:
        assert people(sqlite_engine, report)[MEN[1]][3] == expected


def test_codes_beyond_a_list_are_no_relation(sqlite_engine: Engine, tmp_path: Path) -> None:
    settle(sqlite_engine, tmp_path)
    rows = [member(MEN[i], "L", code) for i, code in enumerate(["0", "10", "12", "1"])]
    bps = load_rows(sqlite_engine, tmp_path, "bps", [[*HEADING, "JK", "HUB_KRT"], *rows])
    civil = load_rows(sqlite_engine, tmp_path, "siak", [[*HEADING, "JK", "SHDK"], *rows])
    assert list(bps.rejected_rows()) == [2, 3, 4] and list(civil.rejected_rows()) == [2, 4]


@pytest.mark.parametrize(
    "code, name, accepted",
    [
        ("", "PONDOK LABU", True),
        ("", "Kelurahan Pondok Labu", True),
        ("", "Pondok Labuh", True),  # misspelt, and no other place
        ("", "31.74.06.1003", True),
        (KELURAHAN, "", True),
        ("", "CILANDAK BARAT", False),
        ("", "Lebak Bulus", False),
        ("", "31.74.06.1001", False),
        (KELURAHAN, "GANDARIA SELATAN", False),
    ],
)
def test_families_of_another_kelurahan_are_not_taken_for_ours(
    code: str, name: str, accepted: bool, sqlite_engine: Engine, tmp_path: Path
) -> None:
    settle(sqlite_engine, tmp_path)
    row = member(MEN[0], "L", "Kepala Keluarga", *PLACES, code, name)
    heading = [*HEADING, "JK", "HUBUNGAN", "PROVINSI", "KABUPATEN", "KECAMATAN", "KDKEL", "NMKEL"]
    report = load_rows(sqlite_engine, tmp_path, "kel", [heading, row])
    assert report.loaded == int(accepted)
    assert [p.reason for p in report.problems] == ([] if accepted else ["kelurahan_other"])
    assert all("Pondok Labu" in p.message_id for p in report.problems)


def test_what_a_layout_has_no_column_for_stays_as_it_was_known(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path)
    with engine.connect() as connection:
        before = connection.execute(select(household).order_by(household.c.household_id)).mappings().all()
    heads = [
        i
        for i, name in enumerate(REGISTRY[0])
        if name in ("NO KK", "NIK", "NAMA LENGKAP", "RT", "RW", "TANGGAL LAHIR", "JENIS KELAMIN", "HUBUNGAN")
    ]
    report = load_rows(engine, tmp_path, "tanpa", [[row[i] for i in heads] for row in REGISTRY])
    assert report.loaded == len(REGISTRY) - 1
    with engine.connect() as connection:
        after = connection.execute(select(household).order_by(household.c.household_id)).mappings().all()
        address = connection.scalar(select(household_identity.c.address).where(household_identity.c.kk == KK))
    same = ("desil", "members", "income", "has_elderly", "has_disability", "has_pregnant", "has_child", "has_pupil")
    assert [[row[name] for name in same] for row in after] == [[row[name] for name in same] for row in before]
    assert address == "Jl Contoh 1"


def test_a_member_alone_does_not_blank_what_the_head_has_said(sqlite_engine: Engine, tmp_path: Path) -> None:
    """A mended row comes without the row of its head; the family keeps its desil, until its head says otherwise."""
    settle(sqlite_engine, tmp_path)
    wife = [*REGISTRY[2]]
    wife[3] = ""
    load_rows(sqlite_engine, tmp_path, "istri", [REGISTRY[0], wife])

    def family(kk: str) -> tuple:
        query = select(household.c.desil, household_identity.c.address).join(
            household_identity, household_identity.c.household_id == household.c.household_id
        )
        with sqlite_engine.connect() as connection:
            return tuple(connection.execute(query.where(household_identity.c.kk == kk)).one())

    assert family(KK) == (3, "Jl Contoh 1")
    head = [*REGISTRY[4]]
    head[9] = ""
    load_rows(sqlite_engine, tmp_path, "kepala", [REGISTRY[0], head])
    assert family(KK_2) == (None, "Jl Contoh 2")
