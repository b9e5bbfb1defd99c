"""Does a phone get a form that works in both languages, and does what it sends arrive in the database?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, func, select

from etl.__main__ import main
from etl.batches import rollback
from etl.forms import FORMS, forms_of, sheets, write_forms
from etl.forms.example import demo_place
from etl.incoming import receive
from etl.load import Order, check_file, load_file
from etl.load_kinds import check_kinds, load_kinds
from etl.sources import also, recognise
from etl.template_place import Place
from pantau import marts_parts, need, operations, queries
from pantau.database import ROOT
from pantau.queries import Cells
from pantau.schema import answer, batch, event, household, household_identity, incoming, person, visit
from tests.etl import xforms
from tests.etl.office import KELURAHAN, KK, KK_3
from tests.etl.phone import DOOR, EXPECTED, MEMBERS, compiled_forms, sent, surveyed
from tests.etl.xforms import JR, Compiled, H, X, compile_form, submission

SHIPPED = ROOT / "data" / "forms"
NAMES = ("survei_rumah_tangga", "penerimaan_bantuan", "penilaian_kebutuhan")
LANGUAGES = {sheets.INDONESIAN, sheets.ENGLISH}


def cells(path: Path) -> dict[str, list[list[Any]]]:
    book = load_workbook(path, read_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


# --- the forms ------------------------------------------------------------------------------------------


def test_the_forms_that_come_with_the_project_are_those_of_the_demo(tmp_path: Path) -> None:
    made = write_forms(tmp_path, demo_place())
    assert (
        [path.stem for path in made] == list(NAMES) == sorted((p.stem for p in SHIPPED.glob("*.xlsx")), key=NAMES.index)
    )
    for path in made:
        assert cells(path) == cells(SHIPPED / path.name), "python -m etl forms --example --out data/forms"


@pytest.mark.parametrize("name", NAMES)
def test_pyxform_takes_a_form_without_a_word_and_finds_every_text_in_both_languages(name: str) -> None:
    form, warnings = compile_form(SHIPPED / f"{name}.xlsx")
    assert warnings == [] and form.id == name
    translations = {t.get("lang"): t for t in form.xml.iter(f"{X}translation")}
    assert translations.keys() == LANGUAGES
    assert translations[sheets.INDONESIAN].get("default") == "true()"
    said = {
        language: {text.get("id"): [value.text for value in text.iter(f"{X}value")] for text in found.iter(f"{X}text")}
        for language, found in translations.items()
    }
    asked = _texts_asked(form)
    for texts in said.values():
        assert asked <= texts.keys()
        assert all(value and value.strip() not in ("", "-") for values in texts.values() for value in values)
    shown = [control for tag in ("input", "select1", "group") for control in form.xml.iter(f"{X}{tag}")]
    assert len(shown) > 8 and all(control.find(f"{X}label") is not None for control in shown)
    names = {e.tag.rpartition("}")[2] for e in form.xml.iter()}
    assert not names & {"upload", "geopoint"} and "jr://" not in "".join(form.xml.itertext())


def _texts_asked(form: Compiled) -> set[str | None]:
    """The ids of the texts that labels, hints and messages refer to."""
    found: set[str | None] = set()
    for element in form.xml.iter():
        for value in (element.get("ref"), element.get(f"{JR}constraintMsg"), element.get(f"{JR}requiredMsg")):
            if value and value.startswith("jr:itext('"):
                found.add(value.removeprefix("jr:itext('").removesuffix("')"))
    found |= {str(i.text) for i in form.xml.iter(f"{X}itextId")}
    assert len(found) > 30
    return found


@pytest.mark.parametrize("name", NAMES)
def test_an_rt_is_offered_under_its_rw_only(name: str) -> None:
    form, _ = compile_form(SHIPPED / f"{name}.xlsx")
    lists = {i.get("id"): i for i in form.xml.iter(f"{X}instance") if i.get("id")}
    under = {str(i.findtext(f"{X}name")): i.findtext(f"{X}rw") for i in lists["rt"].iter(f"{X}item")}
    assert len(under) == 110 and all(rt.endswith(f"RW{rw}") for rt, rw in under.items())
    itemsets = [i.get("nodeset", "") for i in form.xml.iter(f"{X}itemset")]
    assert any("instance('rt')" in nodeset and "rw =" in nodeset for nodeset in itemsets)
    assert form.xml.find(f"{H}body") is not None


def test_a_version_is_new_exactly_when_something_is_asked_anew() -> None:
    place = Place(KELURAHAN, {f"{KELURAHAN}.001.001": "RT 001"}, [_programme("PKH")], dt.date(2026, 11, 3))
    other = Place(KELURAHAN, place.areas, [_programme("KLJ 1")], place.today)
    versions = [[form.version for form in forms_of(p)] for p in (place, place, other)]
    assert versions[0] == versions[1]
    assert [a == b for a, b in zip(versions[0], versions[2], strict=True)] == [True, False, True]
    offered = [choice.name for choice in forms_of(other)[1].choices if choice.list == "program"]
    assert offered == ["KLJ_1"]


def _programme(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "name_id": code, "name_en": code, "benefit_kind": "tunai", "last_month": None, **more}


def test_only_what_can_have_been_received_is_asked_about() -> None:
    today, ended = dt.date(2026, 11, 3), 2026 * 12 + 6
    rows = [_programme("A"), _programme("B", last_month=ended), _programme("C", benefit_kind="jasa")]
    place = Place(KELURAHAN, {f"{KELURAHAN}.001.001": "RT 001"}, rows, today)
    assert [c.name for c in forms_of(place)[1].choices if c.list == "program"] == ["A"]
    with pytest.raises(ValueError, match="programme"):
        forms_of(Place(KELURAHAN, place.areas, rows[1:], today))
    with pytest.raises(ValueError, match="RT"):
        FORMS[0](Place(KELURAHAN, {}, rows, today))


def test_the_command_makes_the_forms_of_the_installation(
    settled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PANTAU_DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert main(["forms", "--out", str(tmp_path / "f")]) == 2 and "Belum ada RT" in capsys.readouterr().out
    monkeypatch.setenv("PANTAU_DATABASE_URL", str(settled.url))
    assert main(["forms", "--out", str(tmp_path / "f")]) == 0
    choices = cells(tmp_path / "f" / "penerimaan_bantuan.xlsx")["choices"]
    found = {(row[0], row[1]) for row in choices}
    assert {("rt", "RT005-RW002"), ("program", "BPNT"), ("program", "KLJ")} <= found


# --- there and back -------------------------------------------------------------------------------------


DAY = dt.date(2025, 10, 5)


@pytest.fixture
def forms(compiled: dict[str, Compiled], monkeypatch: pytest.MonkeyPatch) -> dict[str, Compiled]:
    """The same, where nothing is to be counted anew: how that is done is tested beside the measures."""
    monkeypatch.setattr(marts_parts, "rebuild", lambda *_months: set())
    return compiled


@pytest.fixture
def compiled(settled: Engine, tmp_path: Path) -> dict[str, Compiled]:
    return compiled_forms(settled, tmp_path / "forms")


def visits(engine: Engine) -> list[tuple]:
    """Code, form, officer, RT, KK ("" where none), day, result of each visit, by its code."""
    v = visit.c
    query = (
        select(v.code, v.form, v.officer, v.area_code, household_identity.c.kk, v.date, v.result)
        .select_from(visit)
        .outerjoin(household_identity, household_identity.c.household_id == v.household_id)
        .order_by(v.code)
    )
    with engine.connect() as connection:
        return [(*row[:3], row.area_code[-7:], row.kk or "", *row[5:]) for row in connection.execute(query)]


def answers(engine: Engine) -> set[tuple[str, str, str, int]]:
    """Code of the visit, question, item and value of each answer."""
    a = answer.c
    query = select(visit.c.code, a.question, a.item, a.value).join_from(answer, visit, visit.c.visit_id == a.visit_id)
    with engine.connect() as connection:
        return {tuple(row) for row in connection.execute(query)}


def assert_the_same_in_the_other_export(engine: Engine, path: Path, rows: int) -> None:
    """A known submission with other content would be warned of: nothing is, so all of it was read alike."""
    report = check_file(engine, path)
    assert (report.kind, report.rows, report.loaded, report.problems) == ("visits", rows, rows, []), report.as_json()
    assert not report.unchanged


def test_a_receipt_of_aid_arrives(forms: dict[str, Compiled], settled: Engine, tmp_path: Path) -> None:
    form = forms["penerimaan_bantuan"]
    got = [
        {"program": "BPNT", "diterima": "ya", "nominal": 200000, "puas": 4},
        {"program": "PKH", "diterima": "tidak", "puas": 2},
    ]
    sent = [
        submission(form, {**DOOR, "hasil_kunjungan": "selesai", "no_kk": KK, "bantuan": got}),
        submission(form, {**DOOR, "hasil_kunjungan": "tidak_ada"}),
    ]
    path = xforms.odk_zip(tmp_path / "a.zip", form, sent)
    assert recognise(path) == "visits" and also(path, "visits") == []
    report = load_file(settled, path)
    assert (report.rows, report.loaded, report.problems) == (2, 2, []), report.as_json()
    assert visits(settled) == [
        ("pene-1", "penerimaan", "P03", "002.005", KK, DAY, "selesai"),
        ("pene-2", "penerimaan", "P03", "002.005", "", DAY, "tidak_ada"),
    ]
    first = ("pene-1",)
    assert answers(settled) == {
        (*first, "terima", "BPNT", 1),
        (*first, "nominal", "BPNT", 200_000),
        (*first, "puas", "BPNT", 4),
        (*first, "terima", "PKH", 0),
        (*first, "puas", "PKH", 2),
    }
    assert load_file(settled, path).unchanged
    assert_the_same_in_the_other_export(settled, xforms.kobo_workbook(tmp_path / "a.xlsx", form, sent), 2)
    labelled = xforms.kobo_workbook(tmp_path / "b.xlsx", *xforms.with_labels(form, sent))
    assert_the_same_in_the_other_export(settled, labelled, 2)


def test_an_assessment_of_needs_arrives_and_can_be_mended_and_taken_back(
    forms: dict[str, Compiled], settled: Engine, tmp_path: Path
) -> None:
    form = forms["penilaian_kebutuhan"]

    def sent(*needs: tuple[str, int]) -> list[dict[str, Any]]:
        rounds = [{"kebutuhan": sector, "urutan": number} for sector, number in needs]
        return [submission(form, {**DOOR, "hasil_kunjungan": "selesai", "no_kk": KK, "mendesak": rounds})]

    first = sent(("kesehatan", 2), ("air_sanitasi", 1))
    assert load_file(settled, xforms.kobo_workbook(tmp_path / "a.xlsx", form, first)).problems == []
    before = answers(settled)
    assert before == {("peni-1", "kebutuhan", "air_sanitasi", 1), ("peni-1", "kebutuhan", "kesehatan", 2)}
    assert_the_same_in_the_other_export(settled, xforms.odk_zip(tmp_path / "a.zip", form, first), 1)
    labelled = xforms.kobo_workbook(tmp_path / "c.xlsx", *xforms.with_labels(form, first))
    assert_the_same_in_the_other_export(settled, labelled, 1)
    report = load_file(settled, xforms.odk_zip(tmp_path / "b.zip", form, sent(("pangan", 1))))
    assert [p.reason for p in report.problems] == ["row_replaced"]
    assert answers(settled) == {("peni-1", "kebutuhan", "pangan", 1)} and len(visits(settled)) == 1
    assert report.batch_id is not None
    rollback(settled, report.batch_id, "petugas", "salah")
    assert answers(settled) == before


def test_a_household_survey_is_registry_and_visits_at_once(
    forms: dict[str, Compiled], settled: Engine, tmp_path: Path
) -> None:
    form = forms["survei_rumah_tangga"]
    path = xforms.kobo_workbook(tmp_path / "s.xlsx", form, surveyed(form))
    assert recognise(path) == "registry" and also(path, "registry") == ["visits"]
    looked_at = check_kinds(settled, path)
    assert (looked_at.kind, looked_at.loaded, looked_at.also[0].loaded) == ("registry", 4, 3), "nothing is kept of it"
    assert visits(settled) == [] and looked_at.batch_id is looked_at.also[0].batch_id is None
    report = load_kinds(settled, path, Order(actor="petugas"))
    assert (report.kind, report.rows, report.loaded) == ("registry", 4, 4), report.as_json()
    assert looked_at.as_json()["rejections"] == report.as_json()["rejections"]
    assert [p.reason for p in report.problems] == ["survey_without_repeats"]
    (second,) = report.also
    assert (second.kind, second.rows, second.loaded, second.problems) == ("visits", 3, 3, []), second.as_json()
    assert report.as_json()["also"][0]["kind"] == "visits" and report.exit_code() == 0
    assert [(v[1], v[4], v[6]) for v in visits(settled)] == [
        ("survei", KK, "selesai"),
        ("survei", KK_3, "selesai"),
        ("survei", "", "tidak_ada"),
    ]
    assert answers(settled) == {("surv-1", "kebutuhan", "hunian", 1)}
    p, h = person.c, household.c
    query = select(p.income, p.is_disability, p.is_pregnant, p.is_child, p.is_pupil, h.members, h.area_code)
    query = query.join_from(person, household).join(household_identity).where(household_identity.c.kk == KK)
    with settled.connect() as connection:
        found = connection.execute(query.order_by(p.person_id)).all()
    assert [tuple(row[:5]) for row in found] == [
        (1_700_000, False, False, False, False),
        (0, True, False, False, False),
        (0, False, False, True, True),
    ]
    assert {(row.members, row.area_code[-7:]) for row in found} == {(3, "002.005")}
    again = load_kinds(settled, path, Order())
    assert again.unchanged and again.also[0].unchanged
    other = xforms.odk_zip(tmp_path / "s.zip", form, surveyed(form))
    assert [(p.row, p.reason) for p in check_file(settled, other).problems] == [(1, "survey_without_repeats")]
    assert check_file(settled, other, "visits").problems == []
    other = xforms.kobo_workbook(tmp_path / "l.xlsx", *xforms.with_labels(form, surveyed(form)))
    assert [(p.row, p.reason) for p in check_file(settled, other).problems] == [(1, "survey_without_repeats")]
    assert check_file(settled, other, "visits").problems == []
    assert report.batch_id is not None and second.batch_id is not None
    gone = rollback(settled, report.batch_id, "petugas", "salah", cascade=True)
    assert gone == [second.batch_id, report.batch_id] and visits(settled) == []


def test_a_survey_is_loaded_whole_or_not_at_all(forms: dict[str, Compiled], settled: Engine, tmp_path: Path) -> None:
    form = forms["survei_rumah_tangga"]
    named = {**DOOR, "petugas": "Ibu RT", "hasil_kunjungan": "selesai", "no_kk": KK, "anggota": MEMBERS}
    path = xforms.odk_zip(tmp_path / "s.zip", form, [submission(form, named)])

    def events() -> list[int | None]:
        with settled.connect() as connection:
            return [connection.scalar(select(func.count()).select_from(table)) for table in (batch, event)]

    before = events()
    report = load_kinds(settled, path, Order(whole=True))
    assert report.also[0].rejected == 1 and report.exit_code() == 1 and report.batch_id is None
    assert events() == before and visits(settled) == []
    report = load_kinds(settled, path, Order("registry"))
    assert report.also == [] and report.loaded == 3, "a kind that is named is the only one"


def test_a_survey_that_was_handed_in_is_loaded_as_both_under_its_own_name(
    forms: dict[str, Compiled], settled: Engine, tmp_path: Path
) -> None:
    form = forms["survei_rumah_tangga"]
    path = xforms.odk_zip(tmp_path / "0a1b2c.zip", form, surveyed(form)[2:])
    number, _ = receive(settled, path, "survei RW 002.zip", "petugas")
    looked_at = check_kinds(settled, path)
    assert (looked_at.kind, looked_at.status, looked_at.loaded) == ("visits", "ok", 1), "nobody was at home"
    report = load_kinds(settled, path, Order("registry", incoming_id=number))
    assert (report.kind, report.loaded, report.also) == ("visits", 1, [])
    path = xforms.odk_zip(tmp_path / "3d4e5f.zip", form, surveyed(form))
    number, _ = receive(settled, path, "survei RW 002.zip", "petugas")
    report = load_kinds(settled, path, Order("registry", incoming_id=number))
    with settled.connect() as connection:
        known = connection.execute(select(batch.c.file_name, batch.c.kind).order_by(batch.c.batch_id)).all()[-2:]
        became = connection.scalar(select(incoming.c.batch_id).where(incoming.c.incoming_id == number))
    assert [tuple(row) for row in known] == [("survei RW 002.zip", "registry"), ("survei RW 002.zip", "visits")]
    assert became == report.batch_id and report.also[0].loaded == 3
    assert operations.loaded_with(settled, report.batch_id) == [report.also[0].batch_id]
    assert operations.summarise(report.as_json()).to_load == report.loaded + 3


def test_what_was_sent_from_phones_is_what_the_pages_show(
    compiled: dict[str, Compiled], settled: Engine, tmp_path: Path
) -> None:
    """Three families, two of them surveyed; counted by hand."""
    for name, submissions in sent(compiled).items():
        path = xforms.odk_zip(tmp_path / f"{name}.zip", compiled[name], submissions)
        assert load_kinds(settled, path, Order()).exit_code() == 0
    shown = queries.figures(settled, [*EXPECTED], Cells(("2025-10",))).set_index("indicator_id")["value"]
    assert shown.to_dict() == pytest.approx(EXPECTED)
    rows = need.by_sector(settled, KELURAHAN, "rt", "2025-10").query("named > 0")
    assert {(row.area_code[-7:], row.sector, row.named, row.asked) for row in rows.itertuples()} == {
        ("002.005", "hunian", 1, 3),  # three were asked: in two surveys, and in an assessment
        ("002.005", "pangan", 1, 3),
        ("002.005", "air_sanitasi", 1, 3),
    }
