"""The logframe's figures come from the data, in its order; a decision shows what was before and after; an entry is a file."""

from __future__ import annotations

import datetime as dt
import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from etl.load import load_file, load_files
from pantau import entry, logframe, voice
from pantau.database import make_engine
from pantau.indicators import CATALOGUE
from pantau.schema import aspiration, batch, event
from tests.etl.office import AREAS, KELURAHAN, PROGRAMMES, load_rows, write_file

LOGFRAME = (
    "KODE LOGFRAME|INDUK|TINGKAT|PERNYATAAN|PERNYATAAN INGGRIS|INDIKATOR|NILAI AWAL|PERIODE AWAL|TARGET|PERIODE TARGET",
    "1||tujuan|Warga didengar|Residents are heard|voice_response|50%|2024|90%|2026",
    "1.10|1|hasil|Usulan didanai||voice_funded|0%|2024|50%|2025",
    "1.2|1|hasil|Usulan cepat dijawab||voice_days|60|2024|20|2026",
    "1.2.1|1.2|kegiatan|Musrenbang tiap tahun|||||| ".strip(),
)
PROPOSALS = (
    "NOMOR USULAN|TANGGAL USULAN|FORUM|RW|TEMA|USULAN|STATUS USULAN|TANGGAL JAWABAN|NILAI DIDANAI",
    *(f"T{i}|2024-05-0{i}|musrenbang|001|Pangan|Usulan {i}|diajukan||" for i in range(1, 5)),
    "L1|2025-01-10|musrenbang|001|Pangan|Satu|didanai|2025-03-11|1000000",
    "L2|2025-04-10|musrenbang|001|Pangan|Dua|ditolak|2025-06-09|",
    "L3|2025-11-10|musrenbang|002|Pangan|Tiga|diajukan||",
    "N1|2026-02-01|musrenbang|001|Pangan|Empat|diterima|2026-02-21|",
    "N2|2026-02-01|musrenbang|002|Pangan|Lima|selesai|2026-03-13|5000000",
    "N3|2026-03-01|musrenbang|002|Pangan|Enam|diajukan||",
    "N4|2026-03-01|musrenbang|002|Pangan|Tujuh|ditunda|2026-03-31|",
)
DECISIONS = (
    "NOMOR KEPUTUSAN|TANGGAL KEPUTUSAN|YANG DIPELAJARI|KEPUTUSAN|INDIKATOR|TENGGAT|TANGGAL SELESAI|STATUS KEPUTUSAN",
    "K1|2025-08-01|Jawaban lama|Jawab dalam 30 hari|voice_response|2025-12-31|2025-12-01|selesai",
    "K2|2026-01-05|Lama|Tambah petugas||2026-02-01||berjalan",
    "K3|2026-01-06|Lama|Tambah loket||2026-01-31||rencana",
    "K4|2026-02-01|Baru|Nanti||2026-12-31||rencana",
)


@pytest.fixture(scope="module")
def loaded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A small kelurahan with proposals, a logframe and decisions."""
    folder = tmp_path_factory.mktemp("logframe")
    shutil.copyfile(sqlite_template, folder / "pantau.sqlite")
    engine = make_engine(f"sqlite:///{folder / 'pantau.sqlite'}")
    lists = {"areas": AREAS, "programmes": PROGRAMMES}
    for name, lines in (("proposals", PROPOSALS), ("logframe", LOGFRAME), ("decisions", DECISIONS)):
        lists[name] = [line.split("|") + [""] * (lines[0].count("|") - line.count("|")) for line in lines]
    for report in load_files(engine, [write_file(folder, name, "comma", rows) for name, rows in lists.items()]):
        assert report.exit_code() == 0, report.as_json()["rejections"][:2]
    yield engine
    engine.dispose()


def test_the_tree_has_its_figures_from_the_data(loaded: Engine) -> None:
    tree = logframe.tree(loaded, "2026-03").set_index("code")
    assert tree.index.tolist() == ["1", "1.2", "1.2.1", "1.10"], "children below their parent, 10 after 2"
    assert tree["depth"].tolist() == [0, 1, 2, 1]
    goal, funded, days, activity = (tree.loc[code] for code in ("1", "1.10", "1.2", "1.2.1"))
    # 2026: 3 of 4 proposals answered; half of the way from 50 % to 90 % would be 70 %.
    assert (goal["now"], goal["now_period"], goal["status"]) == (0.75, "2026", "red")
    assert goal["progress"] == pytest.approx((0.75 - 0.5) / (0.9 - 0.5))
    # Down is better: 20, 30 and 40 days, median 30, from 60 to 20.
    assert (days["now"], days["progress"], days["status"]) == (30.0, 0.75, "red")
    assert funded["now"] == 0.25 and funded["now_period"] == "2026"
    assert not activity["measured"] and math.isnan(activity["now"]) and activity["status"] == "none"
    earlier = logframe.tree(loaded, "2025-12").set_index("code")
    assert earlier.loc["1", "now"] == pytest.approx(2 / 3) and earlier.loc["1", "now_period"] == "2025"


@pytest.mark.parametrize(
    ("baseline", "now", "target", "part"),
    [(0.5, 0.7, 0.9, 0.5), (60, 30, 20, 0.75), (0.5, 0.4, 0.9, -0.25), (0.5, 1.0, 0.9, 1.25)],
)
def test_progress_is_the_part_of_the_way(baseline: float, now: float, target: float, part: float) -> None:
    assert logframe.progress(baseline, now, target) == pytest.approx(part)


def test_progress_and_light_where_something_is_missing() -> None:
    assert math.isnan(logframe.progress(0.5, 0.6, 0.5)), "no way to go"
    assert math.isnan(logframe.progress(math.nan, 0.6, 0.5))
    many = CATALOGUE["proposals"]  # has no direction of its own
    assert logframe.light(many, 10, 20, 20) == "green" and logframe.light(many, 10, 12, 20) == "red"
    assert logframe.light(many, 20, 12, 15) == "green", "a target below the baseline is to be fallen to"
    assert logframe.light(many, math.nan, 12, 15) == "none"
    assert logframe.current_period("2026-T4", "2026-03") == "2026-T1"
    assert logframe.current_period("2027", "2026-03") == "2026" == logframe.current_period("", "2026-03")


def test_decisions_and_what_came_of_them(loaded: Engine) -> None:
    log = logframe.decisions(loaded, dt.date(2026, 3, 1))
    assert log["code"].tolist() == ["K3", "K2", "K4", "K1"], "overdue first, the longest on top; then the newest"
    assert log["overdue"].tolist() == [True, True, False, False]
    effect = logframe.effect(loaded, "voice_response", 0, KELURAHAN, dt.date(2025, 8, 1), "2026-03")
    shown = {r.period: (r.value, r.when) for r in effect.itertuples()}
    # A quarter has one proposal or four: too few, so it is by year. All four of 2024 were never answered.
    assert shown == {"2024": (0.0, "before"), "2025": (pytest.approx(2 / 3), "in"), "2026": (0.75, "after")}
    days = logframe.effect(loaded, "voice_days", 0, KELURAHAN, dt.date(2025, 8, 1), "2026-03")
    before, after = logframe.before_and_after(days)
    assert (before["period"], before["value"]) == ("2025-T2", 60) and (after["period"], after["value"]) == (
        "2026-T1",
        30,
    )
    unfinished = logframe.effect(loaded, "voice_days", 0, KELURAHAN, dt.date(2025, 8, 1), "2026-02")
    assert unfinished.empty, "a quarter that is not over is not held against whole ones"
    assert logframe.effect(loaded, "voice_response", 0, KELURAHAN, dt.date(2026, 3, 1), "2026-03").empty
    assert logframe.effect(loaded, "", 0, KELURAHAN, dt.date(2025, 8, 1), "2026-03").empty


# --- one row entered on a page ------------------------------------------------------------------------------


def test_an_entry_is_a_file_of_one_row(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_rows(sqlite_engine, tmp_path, "areas", AREAS)
    monkeypatch.setenv("PANTAU_DATABASE_URL", str(sqlite_engine.url))
    today = dt.date(2026, 3, 2)
    number = entry.new_number("aspirations", today)
    title = '=HYPERLINK("http://x";"y"), <b>lampu</b> "gang"; RW\n002\tya'
    cells = {"TANGGAL USULAN": today, "FORUM": "musrenbang", "RW": "002", "TEMA": "hunian", "STATUS USULAN": "diajukan"}

    def enter(text: str) -> tuple[int, int]:
        path = entry.keep(number, entry.content("aspirations", number, {**cells, "USULAN": text, "SUARA": None}))
        report = load_file(sqlite_engine, path, "aspirations", actor="Sekretaris", whole=True)
        with sqlite_engine.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(batch)) == connection.scalar(
                select(func.count()).select_from(event)
            )
            entered = connection.scalar(select(func.count()).select_from(aspiration)) or 0
        return report.loaded, entered

    assert enter("Hubungi 0812 3456 7890") == (0, 0), "refused, and nothing is kept of it"
    assert enter("Lampu gang") == (1, 1)
    assert enter("Lampu gang") == (1, 1), "sent twice, there once"
    listed = voice.proposals(sqlite_engine, KELURAHAN)
    assert listed.loc[0, ["code", "title", "recorded_by"]].tolist() == [number, "Lampu gang", "Sekretaris"]
    assert entry.keep(number, b"").stat().st_mode & 0o077 == 0, "for its owner alone"
    entry.drop(number)
    assert list((tmp_path / "masuk").iterdir()) == []
    text = entry.content("aspirations", number, {"USULAN": title}).decode("utf-8-sig")
    assert text.count("\r\n") == 2 and '"=HYPERLINK(""http://x"";""y""), <b>lampu</b> ""gang""; RW 002 ya"' in text


def test_numbers_do_not_meet() -> None:
    numbers = {entry.new_number("complaints", dt.date(2026, 3, 2)) for _ in range(2000)}
    assert len(numbers) == 2000
    assert all(number.startswith("ADU-20260302-") and len(number) <= 40 for number in numbers)
