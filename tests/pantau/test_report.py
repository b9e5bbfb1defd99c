"""Do posters, handouts, the month's report and the forum's page say the right numbers, on the right paper, and nothing else?

A tiny town, its numbers counted again here in plain Python; every name and free text of it tries to be markup.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pypdf import PdfReader
from sqlalchemy import Engine, insert, update

from pantau.catalogue import CATALOGUE
from pantau.database import make_engine
from pantau.report import month_files, monthly, paper, sheets
from pantau.report.area_map import coverage_map
from pantau.report.command import main
from pantau.report.document import Document
from pantau.report.plain import plain_share
from pantau.report.residents import Meeting, meeting
from pantau.report.scope import Scope, open_scope
from pantau.schema import (
    ALL_PROGRAMMES,
    activity,
    area,
    aspiration,
    contribution,
    decision,
    mart_count,
    partner,
    programme,
    tranche,
)
from pantau.ui import forum_page
from pantau.words import Words
from tests.browser.town import HOUSES, RW, Town
from tests.etl.office import KELURAHAN

HOSTILE = "#set text(red) $x^2$ *tebal* <script>alert(1)</script> @rujuk // {{7*7}} \\ _m_"
TODAY = dt.date(2026, 4, 2)
POINTS = {"poster": (841.89, 1190.55), "handout": (595.28, 841.89)}  # A3 and A4
PERIOD = "2026-03"


def recount(rw: int) -> tuple[int, int, int, int]:
    """Of an RW (0 or 1) in March: families entitled that received, entitled, transfers due, of them unpaid."""
    entitled = received = due = unpaid = 0
    for serial in range(1, 4 * HOUSES + 1):
        if (serial > 2 * HOUSES) != bool(rw):
            continue
        poor = (serial - 1) % HOUSES % 8 + 1 <= 4
        given = serial % 3 and not (rw and serial % 4 == 0)
        transfers = (2 + serial % 2) if given else 0
        due += transfers
        unpaid += 0 if serial % 7 else transfers
        entitled += poor
        received += bool(poor and transfers and serial % 7)
    return received, entitled, due, unpaid


@pytest.fixture(scope="module")
def town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The town; the first RW and a programme have a hostile name, and the first RW has all of the other parts."""
    folder = tmp_path_factory.mktemp("report")
    shutil.copyfile(sqlite_template, folder / "town.sqlite")
    engine = make_engine(f"sqlite:///{folder / 'town.sqlite'}")
    Town(engine, folder).all()
    day, lineage = dt.date(2026, 3, 5), {"batch_id": 1, "row_no": 1}
    month = 2026 * 12 + 2
    usual = {"area_code": RW[0], "month_index": month, **lineage}
    proposal = {
        **usual, "date": day, "forum": "musyawarah_rw", "theme": "pangan", "votes": 5, "days_to_answer": None,
        "programme_id": 0, "amount_asked": None, "amount_funded": None, "done_date": None, "answer_date": None,
    }  # fmt: skip
    first = 1
    with engine.begin() as connection:
        add = connection.execute
        for code, status, title in (("U1", "diajukan", HOSTILE), ("U2", "didanai", "Perbaikan saluran air RT 2")):
            row = {"code": code, "status": status, "title": title, "answer": HOSTILE if status == "didanai" else ""}
            add(insert(aspiration).values(aspiration_id=int(code[1]), **row, **proposal))
        add(insert(partner).values(partner_id=1, code="M1", name=HOSTILE[:110], kind="lsm", note="", **lineage))
        add(
            insert(contribution).values(
                contribution_id=1,
                code="K1",
                partner_id=1,
                programme_id=0,
                sector="pangan",
                kind="barang",
                item=HOSTILE[:70],
                unit="paket",
                quantity_pledged=100,
                quantity_delivered=40,
                value_pledged=10_000_000,
                value_delivered=4_000_000,
                pledged_date=day,
                due_date=day,
                delivered_date=day,
                **usual,
            )
        )
        add(
            insert(tranche).values(
                tranche_id=1,
                programme_id=first,
                name="Tahap II 2026",
                month_from=month + 1,
                month_to=month + 3,
                channel="",
                due_date=dt.date(2026, 4, 10),
                due_month=month + 1,
                released_date=None,
                amount=1,
                recipients=None,
                **lineage,
            )
        )
        add(
            insert(activity).values(
                activity_id=1,
                code="A1",
                kind="pelatihan",
                programme_id=first,
                partner_id=1,
                sector="ekonomi",
                theme="",
                title="Pelatihan menjahit",
                start_date=dt.date(2026, 4, 20),
                end_date=None,
                end_month=None,
                sessions=4,
                places=20,
                cost=None,
                status="rencana",
                **usual,
            )
        )
        add(
            insert(decision).values(
                decision_id=1,
                code="D1",
                date=day,
                learned=HOSTILE,
                decided="Loket kedua dibuka",
                indicator_id="",
                programme_id=0,
                responsible="Kasi Kesra",
                due_date=dt.date(2026, 5, 1),
                done_date=None,
                status="berjalan",
                result="",
                **usual,
            )
        )
        measures = {"voice_response": (7, 9), "contribution_delivery": (4_000_000, 10_000_000)}
        for indicator_id, (part, whole) in measures.items():
            entry = CATALOGUE[indicator_id]
            for measure, value in ((next(iter(entry.numerator)), part), (next(iter(entry.denominator)), whole)):
                for facet, item in (("", ""), ("partner", "M1")):
                    cell = {"period": "2026", "programme_id": ALL_PROGRAMMES, "area_code": RW[0]}
                    add(insert(mart_count).values(measure=measure, facet=facet, item=item, value=value, **cell))
        add(update(area).where(area.c.code == RW[0]).values(name=HOSTILE))
        add(update(programme).where(programme.c.programme_id == first).values(name_id=HOSTILE, name_en=HOSTILE))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def written(town: Engine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What ``python -m pantau report`` writes of the town, by file name."""
    folder = tmp_path_factory.mktemp("written")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PANTAU_DATABASE_URL", str(town.url))
        assert main(["report", "posters", "--period", PERIOD, "--out", str(folder)]) == 0
        assert main(["report", "monthly", "--out", str(folder)]) == 0
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def scope_of(engine: Engine, code: str = KELURAHAN, language: str = "id") -> Scope:
    return open_scope(engine, Words(language), PERIOD, code, TODAY)


def text_of(pdf: bytes) -> str:
    """The text of a PDF with its spaces made one."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (371, 530, "7 dari 10"), (0, 5, "0 dari 10"), (5, 5, "Semua"), (199, 200, "99 dari 100"),
        (1, 400, "1 dari 100"), (96, 100, "96 dari 100"), (94, 100, "9 dari 10"), (0, 0, "tidak ada data"),
    ],
)  # fmt: skip
def test_a_share_is_said_as_people_say_it(part: float, whole: float, said: str) -> None:
    assert plain_share(Words(), part, whole) == said


def test_a_meeting_is_told_the_numbers_counted_again(town: Engine) -> None:
    for number, code in enumerate(RW):
        received, entitled, due, unpaid = recount(number)
        facts = meeting(scope_of(town, code)).facts
        assert facts[0].detail == f"{received} dari {entitled} keluarga"
        assert (facts[1].number, facts[1].detail) == (str(unpaid), f"dari {due} penyaluran yang jatuh tempo")
    found = meeting(scope_of(town, RW[0]))
    assert found.facts[3].number == "7 dari 9"
    assert (found.facts[4].number, found.facts[4].detail) == ("Rp 4 juta", "dari Rp 10 juta yang dijanjikan")
    assert [a.status for a in found.asked] == ["belum dijawab", "sudah didanai"]
    assert [c.when for c in found.coming] == ["10 April 2026", "20 April 2026", "sebelum 1 Mei 2026"]


def test_what_was_never_loaded_says_so(town: Engine, written: dict[str, bytes]) -> None:
    found = meeting(scope_of(town, RW[1]))
    # The first RW has proposals and promises, so those files were loaded; this RW has none in them.
    assert [fact.number for fact in found.facts[3:]] == ["0", "0"]
    before = meeting(replace(scope_of(town, RW[1]), period="2025-12"))
    assert [fact.number for fact in before.facts] == ["–"] * 5
    assert "belum ada data" in before.facts[3].sentence
    assert found.asked == ()
    assert "Belum ada data." in text_of(written[f"poster-rw-002-{PERIOD}.pdf"])


def test_of_an_rt_with_few_families_nothing_is_said(town: Engine) -> None:
    everything = coverage_map(scope_of(town, RW[0]), "rt", few=1000)
    assert everything.lines == ("Belum ada data.",)
    assert everything.frame["few"].all()
    assert [text for _, text in everything.legend] == [
        "2 RT dengan kurang dari 1000 keluarga berhak: tidak ditunjukkan"
    ]


@pytest.mark.parametrize("kind", sheets.KINDS)
def test_a_sheet_is_one_page_of_its_size_with_the_numbers_and_inert_names(
    written: dict[str, bytes], kind: sheets.Kind
) -> None:
    received, entitled, _, _ = recount(0)
    pdf = written[f"{'poster' if kind == 'poster' else 'selebaran'}-rw-001-{PERIOD}.pdf"]
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    assert tuple(map(float, reader.pages[0].mediabox[2:])) == pytest.approx(POINTS[kind], abs=0.1)
    assert "'/Marked': True" in str(reader.root_object["/MarkInfo"])
    assert reader.root_object["/Lang"] == "id"
    text = squeezed(text_of(pdf))
    assert squeezed(f"{received} dari {entitled} keluarga") in text
    assert text.count(squeezed(HOSTILE)) >= 3  # the RW, a proposal, an answer; typst made nothing of them
    assert squeezed("Data contoh (sintetis)") not in text  # the town's files are not marked as made up


def test_a_text_too_long_for_its_page_is_refused_not_cut(town: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    scope = scope_of(town, RW[0])
    found = meeting(scope)
    endless = Meeting(**{**vars(found), "asked": found.asked * 60})
    monkeypatch.setattr(paper, "SCALES", paper.SCALES[-1:])
    with pytest.raises(paper.TooLong):
        sheets.sheet(scope, "handout", endless)


def test_the_report_holds_the_figures(written: dict[str, bytes]) -> None:
    pdf = written["laporan-bulanan-2026-03.pdf"]
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) <= 8
    assert {tuple(round(float(v)) for v in page.mediabox[2:]) for page in reader.pages} == {(595, 842)}
    text = squeezed(text_of(pdf))
    counts = [recount(0), recount(1)]
    due, unpaid = (sum(c[i] for c in counts) for i in (2, 3))
    for said in (
        f"{unpaid} dari {due} penyaluran yang jatuh tempo belum dibayar.",
        *(f"{c[0]} dari {c[1]}" for c in counts),
        "7 dari 9",
        "Rp 4 juta dari Rp 10 juta",
        "Loket kedua dibuka",
        "keadaan data nomor",
        HOSTILE[:60],
    ):
        assert squeezed(said) in text


def test_the_same_content_gives_the_same_file(town: Engine) -> None:
    scope = scope_of(town, RW[1])
    content = Document("Judul", "RW", "Kelurahan", "Maret", "id", "", scope.source, "", (monthly.late(scope),))
    assert month_files.pdf(content, Words(), scope.made) == month_files.pdf(content, Words(), scope.made)


def test_slides_keep_within_their_edges_and_apart_and_say_what_a_picture_shows(written: dict[str, bytes]) -> None:
    deck = Presentation(io.BytesIO(written["laporan-bulanan-2026-03.pptx"]))
    assert (deck.slide_width, deck.slide_height) == (12191695, 6858000)
    assert len(deck.slides) == 9
    pictures, texts = 0, []
    for slide in deck.slides:
        boxes = []
        for shape in slide.shapes:
            box = (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
            assert box[0] >= 0 and box[1] >= 0 and box[2] <= deck.slide_width and box[3] <= deck.slide_height
            boxes.append((shape.name, box))
            if shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
                pictures += 1
                assert len(shape._element.nvPicPr.cNvPr.get("descr")) > 20
            if shape.has_text_frame:
                texts.append(shape.text_frame.text)
        for (a, one), (b, other) in itertools.combinations(boxes, 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, f"{slide.shapes.title.text_frame.text}: {a} over {b}"
    assert pictures >= 3
    assert any(HOSTILE[:40] in text for text in texts)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_wall_shows_five_steps_and_no_markup_of_a_file(town: Engine, language: str) -> None:
    found = meeting(scope_of(town, RW[0], language))
    html = forum_page.page(Words(language), found, [(c, HOSTILE) for c in RW], {"mode": "forum", "x": '"><b>'}, "n0")
    assert html.count('<section class="step') == 5
    assert "<script>alert" not in html
    assert html.count("<script") == 1
    assert '"><b>' not in html
    assert "&lt;script&gt;alert(1)" in html
    assert ("What residents asked" if language == "en" else "Yang diminta warga") in html


def test_one_command_writes_all_sheets_and_the_report(written: dict[str, bytes]) -> None:
    sheets_of_all = [f"{kind}-rw-{n}-{PERIOD}.pdf" for kind in ("poster", "selebaran") for n in ("001", "002")]
    reports = [f"laporan-bulanan-{PERIOD}.{ending}" for ending in ("pdf", "pptx")]
    assert sorted(written) == reports + sheets_of_all


def test_a_wrong_command_says_what_is_wrong(
    town: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PANTAU_DATABASE_URL", str(town.url))
    assert main(["report", "posters", "--rw", "99", "--out", str(tmp_path)]) == 1
    assert main(["report", "monthly", "--period", "2031-01", "--out", str(tmp_path)]) == 1
    assert main(["report", "monthly", "--format", "docx", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 3
    assert not any(tmp_path.iterdir())
