"""Does a batch that is rolled back leave no trace, and can what was shown be shown again?"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine, func, select

from etl.batches import Blocked, RollbackError, rollback
from etl.diff import changes
from etl.load import check_file, load_file, load_files
from pantau import history, marts, queries
from pantau.queries import Cells
from pantau.schema import (
    MARTS,
    area,
    batch,
    budget,
    disbursement,
    enrolment,
    event,
    household,
    household_identity,
    incoming,
    metadata,
    person,
    person_identity,
    programme,
    programme_period,
    quarantine_row,
    receipt,
    rejected_row,
    target,
)
from tests.etl.office import (
    AREAS,
    CHILD,
    HEAD,
    KELURAHAN,
    KK,
    KK_2,
    KK_3,
    OTHER,
    PROGRAMMES,
    REGISTRY,
    WIFE,
    load_rows,
    nik,
    settle,
    write_file,
)
from tests.etl.state import SOME
from tests.samples import one_more

TRANSFERS = "PROGRAM;NO KK;NIK;PERIODE;JATUH TEMPO;TANGGAL BAYAR;NOMINAL;STATUS".split(";")
BOOKS = {"event", "batch", "incoming", "undo", "snapshot", "id_counter", "rejected_row", "quarantine_row"}
"""Tables about loading; all the others are what was loaded and what is derived from it."""


def transfers(*rows: str) -> list[list[str]]:
    return [TRANSFERS, *(row.split(";") for row in rows)]


JANUARY = transfers(
    f"BPNT;{KK};;Januari 2026;2026-01-10;2026-01-12;200000;Dibayar",
    f"BPNT;{KK_2};;Januari 2026;2026-01-10;;200000;Belum",
    f"KLJ;{KK_2};{OTHER};Januari 2026;2026-01-15;2026-01-15;300000;Dibayar",
)
CORRECTED = transfers(
    f"BPNT;{KK};;Januari 2026;2026-01-10;2026-01-10;200000;Dibayar",
    f"BPNT;{KK_2};;Januari 2026;2026-01-10;2026-02-01;150000;Dibayar",
)
QUARTER = transfers(f"PKH;{KK};;2026-01;2026-03-01;2026-03-20;725000;Dibayar")
NEW_HOME = nik(7, 7, 1990, 9)
UPDATE = [
    REGISTRY[0],
    # The wife moves to a household of her own in another RT, the child stays, the head's income grows.
    [
        KK_3,
        WIFE,
        "Warga Dua",
        "Jl Contoh 9",
        "001",
        "001",
        "3 Februari 1982",
        "P",
        "Kepala Keluarga",
        "2",
        *"TTTTT",
        "900.000",
    ],
    [KK_3, NEW_HOME, "Warga Lima", "Jl Contoh 9", "1", "1", "1990-07-07", "L", "Famili lain", "", *"TTTTT", ""],
    [KK, HEAD, "Warga Satu", "Jl Contoh 1", "5", "2", "12/01/1980", "L", "Kepala Keluarga", "4", *"TTTTT", "2500000"],
]


def content(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the books, in a fixed order."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
            if table.name not in BOOKS
        }


def differences(first: dict[str, list], second: dict[str, list]) -> dict[str, list]:
    return {
        name: sorted(set(first[name]) ^ set(second[name]), key=repr)[:6]
        for name in first
        if first[name] != second[name]
    }


def load(engine: Engine, folder: Path, name: str, rows: list[list[str]], **options: Any) -> int:
    report = load_file(engine, write_file(folder, name, "semicolon", rows), **options)
    assert report.status == "ok", report.as_json()
    assert not report.unchanged and report.batch_id is not None
    return report.batch_id


BATCHES: dict[str, list[list[str]]] = {
    "areas": [AREAS[0], [f"{KELURAHAN}.001", "", "RW", "RW 001 Baru"], [f"{KELURAHAN}.003", KELURAHAN, "RW", "RW 003"]],
    "programmes": [
        PROGRAMMES[0],
        [*PROGRAMMES[2][:9], "2", *PROGRAMMES[2][10:]],
        ["BARU", "Program Baru", *PROGRAMMES[2][2:]],
    ],
    "registry": UPDATE,
    "disbursement": CORRECTED,
    "targets": [
        ["JENIS", "INDIKATOR", "PROGRAM", "WILAYAH", "TAHUN", "NILAI"],
        ["target", "coverage", "", "", "2026", "0,5"],
        ["anggaran", "", "BPNT", "", "2026", "9.000.000"],
    ],
}


@pytest.mark.parametrize("kind", BATCHES)
def test_a_rolled_back_batch_leaves_no_trace(engine: Engine, tmp_path: Path, kind: str) -> None:
    settle(engine, tmp_path)
    load(engine, tmp_path, "january", JANUARY)
    load(engine, tmp_path, "first_targets", [BATCHES["targets"][0], ["target", "coverage", "", "", "2026", "0,4"]])
    before = content(engine)
    batch_id = load(engine, tmp_path, kind, BATCHES[kind])
    assert content(engine) != before
    assert rollback(engine, batch_id, "petugas", "salah berkas") == [batch_id]
    assert differences(before, content(engine)) == {}
    with engine.connect() as connection:
        row = connection.execute(select(batch).where(batch.c.batch_id == batch_id)).mappings().one()
        happened = connection.execute(select(event).order_by(event.c.event_id.desc())).mappings().first()
    assert row["status"] == "rolled_back"
    assert happened and (happened["kind"], happened["actor"], happened["note"]) == (
        "rollback",
        "petugas",
        "salah berkas",
    )
    again = load(engine, tmp_path, kind, BATCHES[kind])  # a file rolled back can be loaded again
    assert again > batch_id


def test_a_batch_that_others_build_on_goes_only_with_them(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path)
    before = content(engine)
    registry = load(engine, tmp_path, "registry_2", UPDATE)
    first = load(
        engine,
        tmp_path,
        "january",
        [*JANUARY, f"BPNT;{KK_3};;Januari 2026;2026-01-10;2026-01-12;200000;Dibayar".split(";")],
    )
    second = load(engine, tmp_path, "corrected", CORRECTED)
    with pytest.raises(Blocked) as blocked:
        rollback(engine, registry, "petugas", "uji")
    assert blocked.value.batch_ids == [second, first]
    with pytest.raises(Blocked):
        rollback(engine, first, "petugas", "uji")
    assert rollback(engine, registry, "petugas", "uji", cascade=True) == [second, first, registry]
    assert differences(before, content(engine)) == {}
    with pytest.raises(RollbackError, match="already"):
        rollback(engine, first, "petugas", "uji")
    with pytest.raises(RollbackError, match="unknown"):
        rollback(engine, 99, "petugas", "uji")


def test_ids_are_never_given_twice(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path)
    taken = load(engine, tmp_path, "registry_2", UPDATE)
    with engine.connect() as connection:
        first = connection.scalar(select(func.max(household.c.household_id)))
    rollback(engine, taken, "petugas", "uji")
    load(engine, tmp_path, "registry_3", UPDATE[:-1])
    with engine.connect() as connection:
        assert connection.scalar(select(func.max(household.c.household_id))) == first + 1  # type: ignore[operator]


def test_superseded_and_alive_again(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path)
    first = load(engine, tmp_path, "january", JANUARY[:3])
    states: list[str] = []

    def note() -> None:
        with engine.connect() as connection:
            states.append(str(connection.scalar(select(batch.c.status).where(batch.c.batch_id == first))))

    second = load(engine, tmp_path, "corrected", CORRECTED)
    note()
    rollback(engine, second, "petugas", "uji")
    note()
    assert states == ["superseded", "loaded"]


def test_loading_the_first_file_again_after_its_correction_brings_it_back(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path)
    load(engine, tmp_path, "january", JANUARY)
    first = content(engine)
    load(engine, tmp_path, "corrected", CORRECTED)
    path = write_file(tmp_path, "january", "semicolon", JANUARY)
    assert [p.reason for p in check_file(engine, path).problems if p.row == 1] == ["older_than_what_is_there"]
    load(engine, tmp_path, "january", JANUARY)
    lineage = {"batch_id", "row_no"}
    columns = [i for i, c in enumerate(disbursement.c) if c.name not in lineage]
    third = content(engine)
    assert [tuple(r[i] for i in columns) for r in first["disbursement"]] == [
        tuple(r[i] for i in columns) for r in third["disbursement"]
    ]
    assert first["mart_period"] == third["mart_period"]
    assert load_file(engine, path).unchanged  # and now it is what is there


# --- replacing ------------------------------------------------------------------------------------------


def test_a_file_that_replaces_takes_out_the_transfers_it_does_not_name(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path)
    load(engine, tmp_path, "january", JANUARY)
    before = content(engine)
    path = write_file(tmp_path, "only", "semicolon", CORRECTED[:2])
    report, found = changes(engine, path, mode="replace")
    assert report.batch_id is None and content(engine) == before  # asking changes nothing
    assert found["transfers"] == {"new": 0, "changed": 1, "same": 0, "gone": 1}
    [line] = found["by_programme"]
    assert line == {
        "programme": "BPNT",
        "transfers_before": 2,
        "transfers_after": 1,
        "rupiah_before": 200000,
        "rupiah_after": 200000,
    }
    batch_id = load(engine, tmp_path, "only", CORRECTED[:2], mode="replace")
    with engine.connect() as connection:
        query = select(programme.c.code, func.count()).join_from(disbursement, programme).group_by(programme.c.code)
        assert dict(connection.execute(query).all()) == {"BPNT": 1, "KLJ": 1}  # another programme is not touched
    assert_full_rebuild_changes_nothing(engine)
    rollback(engine, batch_id, "petugas", "uji")
    assert differences(before, content(engine)) == {}


def test_a_registry_that_replaces_takes_out_the_people_it_does_not_name(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path)
    before = content(engine)
    only_head = [REGISTRY[0], REGISTRY[1]]  # RT 005/RW 002 is now one man; RT 001/RW 001 is not named
    path = write_file(tmp_path, "only", "semicolon", only_head)
    found = changes(engine, path, mode="replace")[1]
    assert found["persons"] == {"new": 0, "changed": 0, "same": 1, "gone": 2}
    assert [(line["people_before"], line["people_after"]) for line in found["by_rw"]] == [(3, 1)]
    batch_id = load(engine, tmp_path, "only", only_head, mode="replace")
    with engine.connect() as connection:
        query = select(person_identity.c.nik, person.c.status).join_from(person_identity, person)
        assert dict(connection.execute(query).all()) == {HEAD: "active", WIFE: "gone", CHILD: "gone", OTHER: "active"}
        members = select(household_identity.c.kk, household.c.members).join_from(household_identity, household)
        assert dict(connection.execute(members).all()) == {KK: 1, KK_2: 1}
    rollback(engine, batch_id, "petugas", "uji")
    assert differences(before, content(engine)) == {}


def test_a_file_with_rejected_rows_cannot_replace(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path)
    load(engine, tmp_path, "january", JANUARY)
    before = content(engine)
    bad = [*CORRECTED, f"BPNT;{KK_3};;Januari 2026;2026-01-10;2026-01-12;200000;Dibayar".split(";")]
    report = load_file(engine, write_file(tmp_path, "bad", "semicolon", bad), mode="replace")
    assert report.status == "error" and report.problems[0].reason == "replace_needs_clean"
    areas = load_file(engine, write_file(tmp_path, "areas_2", "semicolon", BATCHES["areas"]), mode="replace")
    assert areas.problems[0].reason == "replace_not_for_kind"
    assert content(engine) == before


def test_who_died_or_moved_is_no_member_any_more(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path)
    heading = [*REGISTRY[0], "STATUS", "TANGGAL STATUS"]
    rows = [
        heading,
        [*REGISTRY[1], "Aktif", ""],
        [*REGISTRY[2], "Meninggal", "1 Mei 2026"],
        [*REGISTRY[3], "pindah", ""],
    ]
    load(engine, tmp_path, "update", rows)
    query = select(person_identity.c.nik, person.c.status, person.c.status_date).join_from(person_identity, person)

    def statuses() -> dict[str, str]:
        with engine.connect() as connection:
            return {n: f"{s} {d or ''}".strip() for n, s, d in connection.execute(query)}

    told = {HEAD: "active", WIFE: "dead 2026-05-01", CHILD: "moved", OTHER: "active"}
    assert statuses() == told
    with engine.connect() as connection:
        members = select(household.c.members, household.c.income, household.c.has_pregnant, household.c.has_child)
        home = members.join_from(household, household_identity).where(household_identity.c.kk == KK)
        assert tuple(connection.execute(home).one()) == (1, 1_500_000, False, False)
    load_rows(engine, tmp_path, "without_the_column", REGISTRY)  # an older layout does not bring the dead back
    assert statuses() == told


# --- as known ---------------------------------------------------------------------------------------------


def all_figures(engine: Engine) -> pd.DataFrame:
    """Every indicator, programme, period and area that pages can show."""
    ids = [0, *queries.programmes(engine)["programme_id"]]
    frames = [
        queries.figures(engine, SOME, Cells(tuple(queries.periods(engine)), tuple(ids), level))
        for level in ("kelurahan", "rw", "rt")
    ]
    return pd.concat(frames, ignore_index=True)


def test_a_figure_is_shown_again_as_it_was_known(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path)
    load(engine, tmp_path, "targets", BATCHES["targets"])
    load(engine, tmp_path, "january", JANUARY)
    load(engine, tmp_path, "quarter", QUARTER)
    then = queries.data_version(engine)
    shown, fresh = all_figures(engine), queries.freshness(engine)
    assert len(shown) > 500 and shown["value"].notna().sum() > 200
    heading = BATCHES["targets"][0]
    files: list[list[list[str]]] = [
        CORRECTED,
        UPDATE,
        BATCHES["programmes"],
        BATCHES["areas"],
        [heading, ["target", "coverage", "", "", "2026", "0,6"]],
        transfers(f"PKH;{KK};;2026-01;2026-03-01;2026-03-02;700001;Dibayar"),
        [UPDATE[0], [*UPDATE[-1][:-1], "3.000.000"]],
        [BATCHES["programmes"][0], ["BARU", "Nama Lain", *BATCHES["programmes"][2][2:]]],
        [BATCHES["areas"][0], [f"{KELURAHAN}.003", KELURAHAN, "RW", "RW 003 Lagi"]],
        [heading, ["anggaran", "", "BPNT", "", "2026", "8.000.000"]],
    ]
    later = [load(engine, tmp_path, f"later_{i}", rows) for i, rows in enumerate(files)]
    rollback(engine, later[-1], "petugas", "uji")
    rollback(engine, later[5], "petugas", "uji")
    assert not all_figures(engine).equals(shown)
    known = history.as_known(engine, then)
    pd.testing.assert_frame_equal(all_figures(known), shown, check_exact=True)
    assert queries.freshness(known) == fresh
    with engine.connect() as connection, known.connect() as old:
        assert old.scalar(select(func.count()).select_from(household)) == 0  # it knows nobody
        now_names = set(connection.scalars(select(area.c.name)))
        assert "RW 001 Baru" in now_names and "RW 001 Baru" not in set(old.scalars(select(area.c.name)))
    with pytest.raises(KeyError):
        history.as_known(engine, 99)
    listed = history.events(engine)
    assert list(listed["event_id"]) == sorted(listed["event_id"], reverse=True)
    assert listed.iloc[0]["kind"] == "rollback" and len(listed.iloc[0]["files"]) == 1


def test_what_is_known_now_is_what_is_there(engine: Engine, tmp_path: Path) -> None:
    """After every step of a long life, the newest snapshot is the database itself."""
    settle(engine, tmp_path)
    steps = [("january", JANUARY), ("quarter", QUARTER), ("registry_2", UPDATE), ("corrected", CORRECTED)]
    for name, rows in steps:
        batch_id = load(engine, tmp_path, name, rows)
        known = history.as_known(engine, queries.data_version(engine))
        for table in (*MARTS, programme_period, area, programme, target, budget):
            assert content(known)[table.name] == content(engine)[table.name], (name, table.name)
    rollback(engine, batch_id, "petugas", "uji")
    known = history.as_known(engine, queries.data_version(engine))
    for table in (*MARTS, programme_period):
        assert content(known)[table.name] == content(engine)[table.name]


# --- a long life ------------------------------------------------------------------------------------------


def assert_full_rebuild_changes_nothing(engine: Engine) -> None:
    before = content(engine)
    with engine.execution_options(writes=True).begin() as connection:
        marts.rebuild(connection)
    assert differences(before, content(engine)) == {}


def by_name(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """What is loaded, by the names that files use instead of ids."""
    with engine.connect() as connection:
        kk = dict(connection.execute(select(household_identity.c.household_id, household_identity.c.kk)).all())
        niks = dict(connection.execute(select(person_identity.c.person_id, person_identity.c.nik)).all()) | {0: ""}
        codes = dict(connection.execute(select(programme.c.programme_id, programme.c.code)).all()) | {0: ""}
        found: dict[str, list[tuple[Any, ...]]] = {}
        names = {"household_id": kk, "person_id": niks, "person_ref": niks, "programme_id": codes}
        left_out = {"batch_id", "row_no", "disbursement_id"}
        for table in (household, person, disbursement, receipt, enrolment, programme_period, *MARTS):
            rows = []
            for row in connection.execute(select(table)).mappings():
                rows.append(tuple(names.get(c, {}).get(v, v) for c, v in row.items() if c not in left_out))
            found[table.name] = sorted(rows, key=repr)
    return found


@pytest.mark.parametrize("seed", [0, one_more(1), one_more(2)])
def test_any_life_ends_as_if_only_the_live_batches_had_been_loaded(
    sqlite_engine: Engine, new_sqlite: Any, tmp_path: Path, seed: int
) -> None:
    """Loads and roll backs in any order, against a new database that gets only the files still live."""
    chance = random.Random(seed)
    settle(sqlite_engine, tmp_path)
    loaded: dict[int, tuple[Path, str]] = {}
    for step in range(25):
        if loaded and chance.random() < 0.35:
            doomed = rollback(sqlite_engine, chance.choice(sorted(loaded)), "petugas", "uji", cascade=True)
            for batch_id in doomed:
                del loaded[batch_id]
            continue
        mode = "amend"
        if chance.random() < 0.3:
            serial = chance.randrange(1, 5)
            kk = f"31740601012000{serial:02d}"
            rows = [REGISTRY[0]]
            for member in range(chance.randrange(1, 3)):
                number = nik(1, 1, 1970 + serial, serial * 10 + member)
                relation = "Kepala Keluarga" if member == 0 else "Anak"
                rows.append(
                    [
                        kk,
                        number,
                        f"Warga {step}",
                        "Jl",
                        "1",
                        str(serial % 2 + 1),
                        f"1/1/{1970 + serial}",
                        "L",
                        relation,
                        str(serial),
                        *"TTTTT",
                        str(step * 1000),
                    ]
                )
        else:
            mode = chance.choice(["amend", "amend", "replace"])
            month = chance.randrange(1, 5)
            with sqlite_engine.connect() as connection:
                known = sorted(connection.scalars(select(household_identity.c.kk)))
            picked = chance.sample(known, chance.randrange(1, len(known) + 1))
            code = chance.choice(["BPNT", "PKH"])
            rows = transfers(
                *(
                    f"{code};{kk};;2026-{month:02d};2026-{month:02d}-10;2026-{month:02d}-{chance.randrange(5, 28)};{step + 1}00000;Dibayar"
                    for kk in picked
                )
            )
        path = write_file(tmp_path, f"step_{seed}_{step}", "semicolon", rows)
        report = load_file(sqlite_engine, path, mode=mode)
        assert report.status == "ok" and report.rejected == 0, report.as_json()
        if report.batch_id is not None and not report.unchanged:
            loaded[report.batch_id] = (path, mode)
    fresh = new_sqlite()
    settle(fresh, tmp_path)
    for batch_id in sorted(loaded):
        path, mode = loaded[batch_id]
        load_files(fresh, [path], mode=mode)
    assert differences(by_name(fresh), by_name(sqlite_engine)) == {}
    assert_full_rebuild_changes_nothing(sqlite_engine)
    with sqlite_engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_rejected_rows_are_kept_as_they_stood(engine: Engine, tmp_path: Path) -> None:
    settle(engine, tmp_path)
    bad = [*JANUARY, f"BPNT;{KK_3};;Januari 2026;2026-01-10;2026-01-12;Rp 200.000;Dibayar;lebih".split(";")]
    batch_id = load(engine, tmp_path, "bad", bad)
    with engine.connect() as connection:
        kept = connection.execute(select(quarantine_row).where(quarantine_row.c.batch_id == batch_id)).mappings().all()
        reasons = set(connection.scalars(select(rejected_row.c.row_no).where(rejected_row.c.batch_id == batch_id)))
        headings = connection.scalar(select(batch.c.headings).where(batch.c.batch_id == batch_id))
        assert connection.scalar(select(func.count()).select_from(incoming)) == 0
    import json

    assert [row["row_no"] for row in kept] == [5] and reasons == {5}
    assert json.loads(kept[0]["cells"]) == bad[-1]
    assert json.loads(str(headings)) == TRANSFERS
