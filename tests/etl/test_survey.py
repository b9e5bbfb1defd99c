"""Are exports of household surveys loaded as the registry they are, each member with the household it belongs to?"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from etl.load import check_file, load_file
from etl.report import Report
from etl.sources import recognise
from pantau.schema import disbursement, household, household_identity, person, person_identity
from tests.etl import surveys
from tests.etl.office import AREAS, KK, KK_2, KK_3, PROGRAMMES, load_rows, settle
from tests.etl.surveys import MEMBERS, NIKS, Rows


@pytest.fixture
def engine(sqlite_engine: Engine, tmp_path: Path) -> Engine:
    load_rows(sqlite_engine, tmp_path, "areas", AREAS)
    load_rows(sqlite_engine, tmp_path, "programmes", PROGRAMMES)
    return sqlite_engine


def kobo(folder: Path, main: Rows | None = None, members: Rows | None = None, **more: Rows) -> Path:
    sheets = {"Survei_Keluarga": main or surveys.kobo_main(), "anggota": members or surveys.kobo_members(), **more}
    return surveys.kobo_workbook(folder / "survei.xlsx", **sheets)


def odk(folder: Path, main: Rows | None = None, members: Rows | None = None, **more: Rows) -> Path:
    tables = {"survei": main or surveys.odk_main(), "survei__anggota": members or surveys.odk_members(), **more}
    return surveys.odk_zip(folder / "survei.csv.zip", **tables)


def problems(report: Report) -> list[tuple[int, str]]:
    return [(p.row, p.reason) for p in report.problems]


def homes_of_people(engine: Engine) -> dict[str, tuple[str, str, int | None]]:
    """NIK -> KK, RT and desil of the household, from the database."""
    query = select(person_identity.c.nik, household_identity.c.kk, household.c.area_code, household.c.desil)
    joined = query.select_from(person).join(person_identity, person_identity.c.person_id == person.c.person_id)
    joined = joined.join(household, household.c.household_id == person.c.household_id)
    joined = joined.join(household_identity, household_identity.c.household_id == household.c.household_id)
    with engine.connect() as connection:
        return {nik: (kk, area[-7:], desil) for nik, kk, area, desil in connection.execute(joined)}


EXPECTED = {
    **{nik: (KK, "002.005", 3) for nik in NIKS[:3]},
    NIKS[3]: (KK_2, "001.001", 1),
    NIKS[4]: (KK_3, "002.001", None),
}

FORMS: dict[str, Callable[[Path], Path]] = {
    "kobo": kobo,
    "kobo labels": lambda f: kobo(f, surveys.kobo_main(labels=True), surveys.kobo_members(labels=True)),
    "kobo without groups": lambda f: kobo(f, surveys.kobo_main(groups=False), surveys.kobo_members(groups=False)),
    "kobo members first": lambda f: surveys.kobo_workbook(
        f / "s.xlsx", anggota=surveys.kobo_members(), Survei_Keluarga=surveys.kobo_main()
    ),
    "odk": odk,
    "odk without groups": lambda f: odk(f, surveys.odk_main(groups=False), surveys.odk_members(groups=False)),
}


@pytest.mark.parametrize("form", FORMS)
def test_members_come_with_their_household(engine: Engine, tmp_path: Path, form: str) -> None:
    path = FORMS[form](tmp_path)
    assert recognise(path) == "registry"
    report = load_file(engine, path)
    assert (report.rows, report.loaded, report.rejected) == (len(MEMBERS), len(MEMBERS), 0), report.as_json()
    assert report.sums[report.summed["income"]] == {"file": 2_250_000, "loaded": 2_250_000, "rejected": 0}
    assert problems(report) == [(1, "survey_without_repeats")]
    assert "(baris 5 di lembar itu)" in report.problems[0].message_id
    assert homes_of_people(engine) == EXPECTED
    assert load_file(engine, path).unchanged


@pytest.mark.parametrize("make, members", [(kobo, surveys.kobo_members()), (odk, surveys.odk_members())])
def test_row_numbers_are_those_of_the_members_sheet(
    engine: Engine, tmp_path: Path, make: Callable[..., Path], members: Rows
) -> None:
    members[3] = ["123", *members[3][1:]]  # the NIK of the third member, in row 4
    members.insert(2, [""] * len(members[0]))  # a blank row: the third member is now in row 5
    report = load_file(engine, make(tmp_path, members=members))
    assert [(p.row, p.reason) for p in report.problems if p.severity == "rejected"] == [(5, "number_length")]
    with engine.connect() as connection:
        rows = connection.execute(
            select(person_identity.c.nik, person.c.row_no).join_from(person_identity, person)
        ).all()
    assert sorted(rows) == sorted(zip([NIKS[0], NIKS[1], NIKS[3], NIKS[4]], [2, 4, 6, 7], strict=True))


@pytest.mark.parametrize("make, members", [(kobo, surveys.kobo_members()), (odk, surveys.odk_members())])
@pytest.mark.parametrize("parent", ["", "99"])
def test_a_member_without_household_is_rejected(
    engine: Engine, tmp_path: Path, make: Callable[..., Path], members: Rows, parent: str
) -> None:
    key = next(i for i, h in enumerate(members[0]) if h in ("_parent_index", "PARENT_KEY"))
    members[2][key] = parent
    report = load_file(engine, make(tmp_path, members=members))
    assert (report.rows, report.loaded) == (5, 4)
    rejected = report.rejected_rows()
    assert list(rejected) == [3] and rejected[3][0].reason == "survey_orphan"
    assert NIKS[1] not in homes_of_people(engine)


def test_a_household_that_is_there_twice(engine: Engine, tmp_path: Path) -> None:
    main = surveys.odk_main()
    main.append(list(main[2]))
    report = load_file(engine, odk(tmp_path, main=main))
    assert [(row, found[0].reason) for row, found in report.rejected_rows().items()] == [(5, "survey_parent_twice")]


@pytest.mark.parametrize("form", ["kobo", "odk"])
def test_what_a_reviewer_turned_down_is_not_loaded(engine: Engine, tmp_path: Path, form: str) -> None:
    main = surveys.kobo_main() if form == "kobo" else surveys.odk_main()
    state, word = ("_validation_status", "Not Approved") if form == "kobo" else ("ReviewState", "rejected")
    main[1][main[0].index(state)] = word
    path = kobo(tmp_path, main=main) if form == "kobo" else odk(tmp_path, main=main)
    report = load_file(engine, path)
    assert [(row, found[0].reason) for row, found in report.rejected_rows().items()] == [
        (row, "survey_not_approved") for row in (2, 3, 4)
    ]
    assert set(homes_of_people(engine)) == set(NIKS[3:])


def test_an_amount_of_the_household_is_counted_once(engine: Engine, tmp_path: Path) -> None:
    main, members = surveys.kobo_main(), surveys.kobo_members()
    for row in members:
        del row[6]
    for row, cell in zip(main, ["keluarga/pendapatan", "3000000", "100000", "", "7"], strict=True):
        row.insert(3, cell)
    report = load_file(engine, kobo(tmp_path, main, members))
    assert report.sums["pendapatan"] == {"file": 3_100_000, "loaded": 3_100_000, "rejected": 0}
    assert (1, "survey_amount_once") in problems(report)


def test_what_the_member_says_itself_counts(engine: Engine, tmp_path: Path) -> None:
    """The name of who answered stands in the main sheet, under a heading that would win."""
    main, members = surveys.kobo_main(), surveys.kobo_members()
    main[0].insert(2, "keluarga/nama_lengkap")
    for row in main[1:]:
        row.insert(2, "Penjawab Survei")
    members[0][1] = "anggota/diri/nama"
    load_file(engine, kobo(tmp_path, main, members))
    with engine.connect() as connection:
        names = set(connection.scalars(select(person_identity.c.name)))
    assert names == {row[2] for row in MEMBERS}


def test_choices_in_columns_of_their_own(engine: Engine, tmp_path: Path) -> None:
    members = surveys.kobo_members()
    for row, cell in zip(members, ["anggota/diri/kondisi/hamil", "0", "1", "", "0", "0"], strict=True):
        row.insert(0, cell)
    load_file(engine, kobo(tmp_path, members=members))
    with engine.connect() as connection:
        query = select(person_identity.c.nik).join_from(person_identity, person).where(person.c.is_pregnant)
        assert connection.scalars(query).all() == [NIKS[1]]


def test_other_parts_of_the_survey_are_named(engine: Engine, tmp_path: Path) -> None:
    report = load_file(engine, kobo(tmp_path, aset=surveys.kobo_assets()))
    assert report.loaded == 5
    said = {p.reason: p.message_id for p in report.problems}
    assert "aset (1)" in said["survey_tables_unused"]


def test_repeats_within_repeats(engine: Engine, tmp_path: Path) -> None:
    """A form a block: its households are a repeat, their members a repeat in that."""
    main, homes, members = surveys.odk_main(), surveys.odk_main(), surveys.odk_members()
    blocks = [["SubmissionDate", "blok-rw", "meta-instanceID", "KEY"]]
    blocks += [[f"2025-03-0{i}T08:00:00.000Z", main[i][5], f"uuid:b{i}", f"uuid:b{i}"] for i in range(1, 5)]
    tables = [["no_kk", "rt", "alamat", "desil", "PARENT_KEY", "KEY"]]
    for i in range(1, 5):
        kk, rt, _, address, desil = homes[i][3:8]
        tables.append([kk, rt, address, desil, f"uuid:b{i}", f"uuid:b{i}/rumah[1]"])
    for row in members[1:]:
        number = int(row[-2].removeprefix("uuid:"))
        row[-2:] = [f"uuid:b{number}/rumah[1]", f"uuid:b{number}/rumah[1]/{row[-1].rpartition('/')[2]}"]
    path = surveys.odk_zip(tmp_path / "blok.zip", blok=blocks, blok__rumah=tables, blok__anggota=members)
    report = load_file(engine, path)
    assert (report.rows, report.loaded) == (5, 5), report.as_json()
    assert homes_of_people(engine) == EXPECTED


def test_the_repeat_alone_is_refused(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "survei-anggota.csv"
    path.write_text(surveys.as_csv(surveys.odk_members()), encoding="utf-8")
    for kind in (None, "registry"):
        report = check_file(engine, path, kind)
        assert report.status == "error" and "survey_parent_missing" in {p.reason for p in report.problems}, kind


def test_kobo_csv_has_no_members(engine: Engine, tmp_path: Path) -> None:
    """KoboToolbox leaves repeats out of its CSV: nothing to load, and the columns that lack are named."""
    path = tmp_path / "survei.csv"
    path.write_text(surveys.as_csv(surveys.kobo_main(), ";"), encoding="utf-8")
    report = check_file(engine, path, "registry")
    assert [p.reason for p in report.problems] == ["column_missing"]


@pytest.mark.parametrize("groups", [True, False])
def test_one_household_a_submission_as_csv(engine: Engine, tmp_path: Path, groups: bool) -> None:
    """A form without repeats: everyone alone in the household, one row each."""
    main, members = surveys.kobo_main(groups=groups), surveys.kobo_members(groups=groups)
    chosen = [members[0], members[1], members[4], members[5]]
    rows = [[*member[:7], *home] for member, home in zip(chosen, main, strict=False)]
    path = tmp_path / "tunggal.csv"
    path.write_text(surveys.as_csv(rows, ";"), encoding="utf-8-sig")
    report = load_file(engine, path)
    assert (report.kind, report.rows, report.loaded) == ("registry", 3, 3), report.as_json()


@pytest.mark.parametrize("form", ["kobo csv", "kobo xlsx", "odk zip", "odk csv"])
def test_receipts_are_transfers(sqlite_engine: Engine, tmp_path: Path, form: str) -> None:
    settle(sqlite_engine, tmp_path)
    separator = "-" if form.startswith("odk") else "/"
    fields = ["program", "no_kk", "periode", "jatuh_tempo", "tanggal_bayar", "nominal"]
    heading = ["start", *(f"penerimaan{separator}{f}" for f in fields)]
    heading += (
        ["_id", "_uuid", "_submission_time", "_index"]
        if separator == "/"
        else ["SubmissionDate", "meta-instanceID", "KEY"]
    )
    rows = [heading]
    for i, (kk, paid) in enumerate([(KK, "200000"), (KK_2, "200000"), (KK_3, "200000")], 1):
        tail = (
            [str(i), f"u{i}", "2025-03-05T01:00:00", str(i)]
            if separator == "/"
            else ["2025-03-05", f"uuid:{i}", f"uuid:{i}"]
        )
        rows.append(["2025-03-05", "BPNT", kk, "2025-03", "2025-03-10", "2025-03-05", paid, *tail])
    if form == "kobo xlsx":
        path = surveys.kobo_workbook(tmp_path / "tanda_terima.xlsx", Tanda_terima=rows)
    elif form == "odk zip":
        path = surveys.odk_zip(tmp_path / "tanda_terima.zip", tanda_terima=rows)
    else:
        path = tmp_path / "tanda_terima.csv"
        path.write_text(surveys.as_csv(rows, ";" if form == "kobo csv" else ","), encoding="utf-8")
    report = load_file(sqlite_engine, path)
    assert (report.kind, report.rows, report.loaded) == ("disbursement", 3, 2), report.as_json()
    assert [(p.row, p.reason) for p in report.problems] == [(4, "kk_not_registered")]
    with sqlite_engine.connect() as connection:
        assert connection.scalars(select(disbursement.c.amount_paid)).all() == [200_000, 200_000]


def test_a_broken_or_foreign_zip(engine: Engine, tmp_path: Path) -> None:
    whole = odk(tmp_path).read_bytes()
    half = tmp_path / "half.zip"
    half.write_bytes(whole[: len(whole) // 2])
    plain = surveys.odk_zip(tmp_path / "plain.zip", daftar=[["NAMA", "NIK"], ["x", "y"]])
    assert check_file(engine, half).problems[0].reason == "boundary_zip_broken"
    assert check_file(engine, plain).problems[0].reason == "boundary_zip_without_shp"


def test_a_table_of_an_office_is_not_taken_for_a_survey(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "wilayah.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [["KEY", "_INDEX", *AREAS[0]], *([str(i), "1", *row] for i, row in enumerate(AREAS[1:]))]
        )
    report = check_file(engine, path)
    assert (report.kind, report.rows, report.rejected) == ("areas", len(AREAS) - 1, 0)
