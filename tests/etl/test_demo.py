"""Do the demo files say what they claim to: the same bytes each time, a sound map, plausible people, stated amounts?"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from etl.demo import boundaries, changes, generate, parts, population, transfers
from etl.demo.entitlement import KJP_AMOUNTS, PREMIUM, eligible
from etl.demo.population import Population
from etl.demo.programmes import INDEX, PAID_PROGRAMMES, PROGRAMMES
from etl.demo.settings import CUT_OFF, FIRST_MONTH, LAST_MONTH, RW_COUNT
from etl.demo.transfers import PAID

HOUSEHOLDS = 600
SEMBAKO = INDEX["SEMBAKO"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return generate(tmp_path_factory.mktemp("demo"), households=HOUSEHOLDS)


@dataclass
class Demo:
    people: Population
    paid: pd.DataFrame


@pytest.fixture(scope="module")
def demo() -> Demo:
    """The whole demo before it is written: the people, and the transfers with code, RW, days late and year."""
    people = population.make(boundaries.draw(), 13_000)
    made = transfers.make(people)
    frame = pd.DataFrame({name: getattr(made, name) for name in made.__dataclass_fields__})
    frame["code"] = np.array([p.code for p in PROGRAMMES])[frame.programme]
    frame["rw"] = people.rw[frame.household]
    frame["late"] = (frame.paid - frame.due).dt.days
    frame["year"] = frame.month // 12
    return Demo(people, frame)


def test_two_runs_write_the_same_bytes(files: list[Path], tmp_path: Path) -> None:
    again = generate(tmp_path, households=HOUSEHOLDS)
    assert [p.name for p in again] == [p.name for p in files]
    for one, other in zip(files, again, strict=True):
        assert _sha256(one) == _sha256(other), one.name


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_files_come_in_loading_order_with_a_note_beside_them(files: list[Path]) -> None:
    names = [path.name for path in files]
    assert names[:5] == [
        "program_bantuan.xlsx",
        "batas_rw_rt_contoh.geojson",
        "registri_rumah_tangga.csv",
        "registri_2026_pemutakhiran.csv",
        "target_anggaran_2021_2026.xlsx",
    ]
    years = [name.split("_")[1] for name in names[5:23]]
    assert years == sorted(years) and all(name.startswith("penyaluran_") for name in names[5:23])
    assert names[23:] == ["kepesertaan_2021_2026.csv", *parts.NAMES]
    assert "KARANGAN" in (files[0].parent / "README_DATA_CONTOH.txt").read_text(encoding="utf-8")


def test_a_senseless_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="scale"):
        generate(tmp_path, scale=0)
    with pytest.raises(ValueError, match="households"):
        generate(tmp_path, households=0)


# --- the map -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def features(files: list[Path]) -> pd.DataFrame:
    found = json.loads(files[1].read_text(encoding="utf-8"))["features"]
    rows = pd.DataFrame([feature["properties"] for feature in found])
    rows["shape"] = [shapely.geometry.shape(feature["geometry"]) for feature in found]
    return rows


def test_features_are_named_and_ordered(features: pd.DataFrame) -> None:
    assert list(features.tingkat) == ["kelurahan"] + ["rw"] * 10 + ["rt"] * (len(features) - 11)
    assert features.kode[0] == "31.74.06.1003"
    assert set(features.keterangan) == {"batas contoh, bukan batas resmi"}
    for row in features.itertuples():
        assert row.kode.startswith(row.kode_induk + ".")
        if row.tingkat != "kelurahan":
            assert row.nama == f"{row.tingkat.upper()} {row.kode[-3:]}"


def test_each_rw_has_8_to_14_rt(features: pd.DataFrame) -> None:
    counts = features[features.tingkat == "rt"].groupby("kode_induk").size()
    assert len(counts) == 10 and counts.between(8, 14).all()
    assert 100 <= counts.sum() <= 120


@pytest.mark.parametrize("level", ["rw", "rt"])
def test_areas_leave_no_gap_and_do_not_overlap(features: pd.DataFrame, level: str) -> None:
    shapes = list(features["shape"][features.tingkat == level])
    whole = features["shape"][0]
    assert all(s.geom_type == "Polygon" and s.is_valid and not s.interiors for s in shapes)
    assert shapely.coverage_is_valid(shapes)  # neighbours share exactly the same corners
    assert sum(s.area for s in shapes) == pytest.approx(whole.area, rel=1e-9)
    assert shapely.union_all(shapes).symmetric_difference(whole).area < 1e-12 * whole.area
    tree = shapely.STRtree(shapes)
    for a, b in tree.query(shapes, predicate="overlaps").T:
        assert shapes[a].intersection(shapes[b]).area < 1e-9 * whole.area


def test_rt_make_up_their_rw(features: pd.DataFrame) -> None:
    for rw in features[features.tingkat == "rw"].itertuples():
        parts = shapely.union_all(list(features["shape"][features.kode_induk == rw.kode]))
        assert parts.symmetric_difference(rw.shape).area < 1e-12 * rw.shape.area


def test_kelurahan_lies_in_its_bounds_and_has_its_size(features: pd.DataFrame) -> None:
    whole = features["shape"][0]
    west, south, east, north = whole.bounds
    assert 106.781 <= west < east <= 106.809 and -6.318 <= south < north <= -6.302
    assert 3.4e6 <= boundaries.square_metres(whole) <= 4.0e6


def test_ten_times_the_rw_fit_the_same_outline() -> None:
    layout = boundaries.draw(10)
    counts = np.bincount(layout.rw)[1:]
    assert len(counts) == 100 and counts.min() >= 8 and counts.max() <= 14
    assert boundaries.square_metres(layout.outline) == pytest.approx(3.7e6, rel=1e-3)
    assert shapely.coverage_is_valid(layout.rt_shapes)


# --- the people ----------------------------------------------------------------------------------------


def test_there_are_as_many_people_and_ages_as_in_pondok_labu(demo: Demo) -> None:
    people = demo.people
    age = people.age_on(np.datetime64("2026-10-01"))
    assert 44_000 <= len(age) <= 47_000
    assert age.min() >= 0 and age.max() < 105
    assert 0.18 <= (age < 15).mean() <= 0.28
    assert 0.05 <= (age >= 65).mean() <= 0.10
    assert 0.48 <= people.woman.mean() <= 0.52
    assert np.bincount(people.household).min() == 1


def test_flags_follow_from_ages(demo: Demo) -> None:
    people = demo.people
    age = people.age_on(np.datetime64("2026-10-01"))
    assert (people.elderly == (age >= 60)).all()
    assert (people.child == (age <= 6)).all()
    assert age[people.pupil].min() >= 6 and age[people.pupil].max() <= 21
    assert people.woman[people.pregnant].all() and age[people.pregnant].min() >= 15
    assert age[people.pregnant].max() <= 49


def test_nik_hold_birth_date_and_sex_and_are_unique(demo: Demo) -> None:
    people = demo.people
    assert len(np.unique(people.nik)) == len(people.nik)
    assert len(np.unique(people.kk)) == len(people.kk)
    text = pd.Series(people.nik.astype(str))
    assert text.str.fullmatch(r"\d{16}").all()
    assert text.str.startswith("317406").mean() > 0.7
    birth = pd.Series(people.birth)
    assert (text.str[6:8].astype(int) == birth.dt.day + 40 * people.woman).all()
    assert (text.str[8:12] == birth.dt.strftime("%m%y")).all()
    assert pd.Series(people.kk.astype(str)).str.fullmatch(r"\d{16}").all()


def test_rw_differ_in_desil_and_income_follows_desil(demo: Demo) -> None:
    people = demo.people
    poor = pd.Series((people.desil > 0) & (people.desil <= 4)).groupby(people.rw).mean()
    assert poor[[5, 8]].min() > 0.35 > 0.3 > poor.drop([5, 8]).max()
    assert poor[[1, 10]].max() < 0.15
    income = pd.Series(np.bincount(people.household, weights=people.income)).groupby(people.desil).median()
    assert income.loc[1:].is_monotonic_increasing


# --- the transfers -------------------------------------------------------------------------------------


def test_number_and_span_of_transfers(demo: Demo) -> None:
    t = demo.paid
    assert 400_000 <= len(t) <= 480_000
    assert t.month.min() == FIRST_MONTH and t.month.max() == LAST_MONTH
    assert t.due.max() < pd.Timestamp("2026-11-01")
    assert t.paid.max() <= pd.Timestamp(CUT_OFF)
    assert not t.duplicated(["programme", "household", "person", "month"]).any()
    assert (t.paid.isna() == (t.status != PAID)).all()


def test_entitled_amounts_are_those_stated(demo: Demo) -> None:
    t = demo.paid
    fixed = {"SEMBAKO": 400_000, "BLT": 200_000, "BST": 300_000, "KLJ": 900_000, "KPDJ": 900_000, "KAJ": 900_000}
    for code, amount in fixed.items():
        assert set(t.amount_due[t.code == code]) == {amount}, code
    assert set(t.amount_due[t.code == "KJP"]) == set(KJP_AMOUNTS.values())
    members = np.bincount(demo.people.household)
    insured = t[t.code == "PBI-JKN"]
    assert (insured.amount_due == members[insured.household] * PREMIUM * 3).all()
    pkh = t.amount_due[t.code == "PKH"]
    assert pkh.min() >= 225_000 and pkh.max() <= 4 * 750_000
    parcels = t[t.code == "PAKET-CSR"]
    assert (parcels.amount_due == 250_000).all() and (parcels.quantity == 1).all()


def test_rhythms_are_those_stated(demo: Demo) -> None:
    t = demo.paid
    for programme in PAID_PROGRAMMES:
        months = np.unique(t.month[t.code == programme.code])
        if programme.cycle:
            assert set(months % 12 + 1) <= set(programme.cycle)
        assert np.diff(months).min() >= programme.months
        assert months.min() >= programme.first
        assert programme.last is None or months.max() <= programme.last


def _shares(demo: Demo, code: str, month: int) -> pd.DataFrame:
    """Per household: RW, whether entitled to the programme, and whether a paid transfer covers the month."""
    programme = PROGRAMMES[INDEX[code]]
    t = demo.paid
    covers = (t.code == code) & (t.status == PAID) & (t.month <= month) & (t.month + programme.months > month)
    got = np.zeros(len(demo.people.rw), dtype=bool)
    got[t.household[covers].unique()] = True
    return pd.DataFrame({"rw": demo.people.rw, "entitled": eligible(demo.people, programme), "got": got})


@pytest.mark.parametrize("code", ["PKH", "SEMBAKO", "PBI-JKN", "KLJ", "KPDJ", "KAJ", "KJP"])
def test_most_of_the_entitled_and_few_others_receive(demo: Demo, code: str) -> None:
    homes = _shares(demo, code, 2026 * 12 + 7)
    assert 0.15 <= 1 - homes.got[homes.entitled].mean() <= 0.30
    assert 0.005 <= 1 - homes.entitled[homes.got].mean() <= 0.12


def test_coverage_grows_but_for_the_dip_of_2024(demo: Demo) -> None:
    def coverage(year: int, month: int) -> float:
        homes = _shares(demo, "SEMBAKO", year * 12 + month - 1)
        return float(homes.got[homes.entitled].mean())

    before, dip, now = coverage(2024, 3), coverage(2024, 7), coverage(2026, 8)
    assert coverage(2022, 8) < before < now
    assert dip < before - 0.04


def test_rw_7_is_left_out_and_rw_9_leaks(demo: Demo) -> None:
    homes = _shares(demo, "SEMBAKO", 2026 * 12 + 7)
    reached = homes[homes.entitled].groupby("rw").got.mean()
    assert reached.idxmin() == 7 and reached[7] < reached.drop(7).min() - 0.1
    leaked = 1 - homes[homes.got].groupby("rw").entitled.mean()
    assert leaked.idxmax() == 9 and leaked[9] > 0.2 > leaked.drop(9).max()


def test_rw_3_is_paid_late_and_so_was_spring_2024(demo: Demo) -> None:
    paid = demo.paid[demo.paid.status == PAID]
    on_time = (paid.late <= 0).groupby(paid.rw).mean()
    assert on_time[3] < 0.45 and on_time.drop(3).min() > 0.7
    quarter = (paid.late <= 0).groupby(paid.due.dt.to_period("Q").astype(str)).mean()
    assert quarter.idxmin() == "2024Q2" and quarter["2024Q2"] < 0.4
    assert quarter["2024Q2"] + 0.2 < quarter["2026Q3"] < 0.75 < quarter["2026Q2"]


def test_pandemic_peak_and_what_went_wrong(demo: Demo) -> None:
    t = demo.paid
    paid = t[t.status == PAID].groupby("year").amount_paid.sum()
    assert paid[2021] > 1.15 * paid[2022]
    assert 0.015 < (t.status != PAID).mean() < 0.05
    cash = t[(t.status == PAID) & ~t.code.isin(["PBI-JKN", "PAKET-CSR"])]
    assert 0.02 < (cash.amount_paid != cash.amount_due).mean() < 0.04
    october = t[t.due >= "2026-10-01"]
    assert 0.03 < (october.status != PAID).mean() < 0.15


# --- the files -----------------------------------------------------------------------------------------


def test_registry_file_has_the_people_and_some_mistakes(files: list[Path]) -> None:
    raw = files[2].read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(files[2], sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    nik = table.NIK.str.replace(r"[ ']", "", regex=True)
    assert 0 < (~nik.str.fullmatch(r"\d{16}")).mean() < 0.01
    assert nik[nik != ""].duplicated().any()
    assert {"31/02/1990"} < set(table["TANGGAL LAHIR"]) and {"X", "L", "P"} < set(table["JENIS KELAMIN"])
    assert table["PENDAPATAN"].str.startswith("Rp ").any() and (table["PENDAPATAN"] == "-500000").any()
    assert table.RT.str.startswith("RT ").any() and table.RT.str.fullmatch(r"\d{1,2}").any()
    assert table["TANGGAL LAHIR"].str.contains(r"[A-Z]").any()


def test_offices_write_in_their_own_way(files: list[Path]) -> None:
    by_name = {path.name: path for path in files}
    old = by_name["penyaluran_2022_kemensos.csv"].read_text(encoding="utf-8-sig").splitlines()
    assert old[0].startswith("REKAPITULASI") and "NO KK" in old[1].split(";")
    assert "Rp 400.000,00" in old[2] + "".join(old[3:2000])
    new = pd.read_csv(by_name["penyaluran_2026_kemensos.csv"], sep=";", dtype=str, encoding="utf-8-sig")
    assert {"Triwulan I 2026", "Januari-Februari 2026", "TW 1 2026"} <= set(new.PERIODE)
    province = pd.read_csv(by_name["penyaluran_2026_pemprov.csv"], dtype=str)
    assert province.jatuh_tempo.str.fullmatch(r"2026-\d\d-\d\d").mean() > 0.97
    partner = pd.read_excel(by_name["penyaluran_2025_mitra.xlsx"], header=2, dtype=str, engine="calamine")
    assert partner["NIK PENERIMA"].str.startswith("'").any()
    assert partner["TANGGAL JATUH TEMPO"].str.contains("Maret 2025").any()


def test_targets_and_budgets_name_known_things(files: list[Path]) -> None:
    from pantau.indicators import CATALOGUE

    table = pd.read_excel(files[4], dtype=str, engine="calamine", keep_default_na=False)
    goals = table[table.JENIS == "target"]
    assert (~goals.INDIKATOR.isin(CATALOGUE)).sum() == 1  # the misspelt one
    budgets = table[table.JENIS == "anggaran"]
    assert set(budgets.PROGRAM) <= {p.code for p in PROGRAMMES}
    assert budgets.NILAI.astype(float).gt(0).all()
    assert goals.WILAYAH.nunique() == RW_COUNT + 2  # blank, the kelurahan, each RW


# --- what happened since ---------------------------------------------------------------------------------


def _table(files: list[Path], name: str) -> pd.DataFrame:
    """A registry-like file as text; the index is the row number that people see (heading = 1, blank rows counted)."""
    path = next(f for f in files if f.name == name)
    table = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False)
    return table.set_axis(range(2, len(table) + 2))


def test_renewed_registry_tells_of_deaths_and_moves(files: list[Path]) -> None:
    table = _table(files, "registri_2026_pemutakhiran.csv")
    assert set(table.STATUS) == {"Aktif", "Meninggal", "Pindah", "Tidak ditemukan"}
    assert ((table.STATUS == "Aktif") == (table["TANGGAL STATUS"] == "")).all()
    born = pd.to_datetime(table["TANGGAL LAHIR"], format="%d/%m/%Y", errors="coerce")
    since = pd.to_datetime(table["TANGGAL STATUS"], format="%d/%m/%Y", errors="coerce")
    assert (since.dropna() <= pd.Timestamp(CUT_OFF)).all()
    assert (born[table.STATUS == "Meninggal"] < pd.Timestamp("1967-01-01")).mean() > 0.6
    whole = _table(files, "registri_rumah_tangga.csv")
    people = whole[whole.HUBUNGAN != "Famili Lain"].groupby("NO KK").NIK.nunique()
    assert (table[table.HUBUNGAN != "Famili Lain"].groupby("NO KK").NIK.nunique() >= 1).all()
    assert set(table["NO KK"]) <= set(people.index)


def test_most_payments_stopped_when_someone_died_or_left(demo: Demo) -> None:
    made = transfers.make(demo.people)
    happened = changes.make(demo.people)
    kept = changes.stopped(made, happened)
    assert 100 < (happened.status == changes.DEAD).sum() < 200
    assert 0 < len(made) - len(kept) < 0.02 * len(made)
    late = (kept.person >= 0) & (kept.due > happened.since[kept.person])
    lost = (made.person >= 0) & (made.due > happened.since[made.person])
    assert 0 < late.sum() < 0.5 * lost.sum()  # some went on, for a while
    deserted = kept.due >= happened.stop_home[kept.household]
    assert not deserted[kept.person < 0].any()


def test_payers_make_a_few_slips(demo: Demo) -> None:
    made = transfers.make(demo.people)
    with_slips = changes.slips(made, demo.people)
    assert 60 < len(with_slips) - len(made) < 120
    frame = pd.DataFrame({n: getattr(with_slips, n) for n in ("programme", "household", "person", "month")})
    assert not frame.duplicated().any()
    after_end = frame[(frame.programme == INDEX["BST"]) & (frame.month > PROGRAMMES[INDEX["BST"]].last)]
    assert 3 <= len(after_end) <= 10


def test_the_truth_about_doubles_is_in_the_registry(files: list[Path]) -> None:
    truth = pd.read_csv(files[0].parent / "kunci_ganda.csv", sep=";", dtype=str, keep_default_na=False)
    table = _table(files, "registri_rumah_tangga.csv")
    digits = table.NIK.str.replace(r"[ ']", "", regex=True)
    for side in "AB":
        assert (digits[truth[f"BARIS_{side}"].astype(int)].to_numpy() == truth[f"NIK_{side}"].to_numpy()).all()
    first, second = (table.loc[truth[f"BARIS_{side}"].astype(int)].reset_index() for side in "AB")
    two = truth.JENIS == "dua_nik"
    assert two.sum() >= 8 and (truth.NIK_A != truth.NIK_B)[two].all() and (first["NO KK"] != second["NO KK"])[two].all()
    same_name = first["NAMA LENGKAP"] == second["NAMA LENGKAP"]
    assert (same_name == ~truth.PERBEDAAN.str.contains("ejaan|nama dan"))[two].mean() > 0.9
    one = truth.JENIS == "satu_nik"
    assert one.any() and (truth.NIK_A == truth.NIK_B)[one].all()
    assert (first["NAMA LENGKAP"] != second["NAMA LENGKAP"])[one].all()
    assert not (set(truth.NIK_B[two]) & set(truth.NIK_A)) and truth.NIK_B[two].is_unique


def test_list_of_participants_follows_the_payments(files: list[Path]) -> None:
    table = _table(files, "kepesertaan_2021_2026.csv")
    assert set(table.PROGRAM) == {"PKH", "KLJ"}
    assert ((table.NIK == "") == (table.PROGRAM == "PKH")).all()
    entry = pd.to_datetime(table["TANGGAL MASUK"], format="%d/%m/%Y")
    leave = pd.to_datetime(table["TANGGAL KELUAR"], format="%d/%m/%Y")
    assert not (leave < entry).any()
    assert ((table["ALASAN KELUAR"] == "") == leave.isna()).all()
    assert 0.2 < leave.notna().mean() < 0.9
    assert {"meninggal", "graduasi"} <= set(table["ALASAN KELUAR"])
