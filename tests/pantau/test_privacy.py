"""Can what identifies a person reach a page at all?"""

from __future__ import annotations

import re

from sqlalchemy import Engine, select

from pantau import quality
from pantau.database import ROOT
from pantau.schema import MARTS, household_identity, metadata, person_identity

IDENTITY = {household_identity.name, person_identity.name}
MASKED = "masked_people.py"
"""Gives names and numbers masked only: see tests/pantau/test_duplicates.py."""
COUNTS = "quality.py"
"""Counts whose number is valid and whose address is written, and gives counts alone: see below."""
IDENTIFYING = {"kk", "nik", "name", "address", "birth_date"}


def test_no_code_that_pages_use_names_an_identity_table() -> None:
    readers = [*(ROOT / "pages").glob("*.py"), *(ROOT / "pantau").rglob("*.py"), ROOT / "app.py"]
    assert len(readers) > 20
    for file in readers:
        if file.name not in ("schema.py", MASKED, COUNTS):
            assert not any(name in file.read_text(encoding="utf-8") for name in IDENTITY), file


def test_masked_people_are_asked_for_by_office_pages_and_behind_the_desk_only() -> None:
    files = [*(ROOT / "pages").glob("*.py"), *(ROOT / "pantau").rglob("*.py"), ROOT / "app.py"]
    texts = {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in files}
    assert {name for name, text in texts.items() if "import masked_people" in text or "masked_people." in text} == {
        "pantau/duplicates.py",
        "pantau/near_graduation.py",
        "pantau/tranches.py",
    }
    assert {name for name, text in texts.items() if re.search(r"import duplicates\b|pantau\.duplicates", text)} == {
        "pantau/ui/duplicates_scene.py",
        "pantau/ui/duplicates_detail.py",
    }, "parts of the page for the office"
    for call, page in (
        ("near_graduation.families", "pantau/ui/sustainability_near.py"),
        ("tranches.unpaid_households", "pantau/ui/tranche_unpaid.py"),
    ):
        assert {name for name, text in texts.items() if f"{call}(" in text} == {page}
        assert "desk.inside()" in texts[page], "on a public page: only for who is inside (seen in tests/browser)"


def test_the_quality_of_files_is_told_in_counts(demo_engine: Engine) -> None:
    for frame in (quality.files(demo_engine), quality.by_area(demo_engine), quality.completeness(demo_engine)):
        assert len(frame) and not IDENTIFYING & set(frame.select_dtypes(exclude="number").columns)
        words = {str(cell) for column in frame.select_dtypes(exclude="number") for cell in frame[column]}
        assert not [word for word in words if re.search(r"(?<![0-9a-f])\d{16}(?![0-9a-f])", word)]
    with demo_engine.connect() as connection:
        names = set(connection.scalars(select(person_identity.c.name)))
        addresses = set(connection.scalars(select(household_identity.c.address)))
    told = "\n".join(f.to_csv() for f in (quality.by_area(demo_engine), quality.completeness(demo_engine)))
    assert not [text for text in names | addresses if len(text) > 6 and text in told]


def test_identifying_columns_are_in_the_identity_tables_alone() -> None:
    about_people = [t for t in metadata.tables.values() if {"household_id", "person_id"} & set(t.c.keys())]
    assert len(about_people) > 4
    for table in about_people:
        if table.name not in IDENTITY:
            assert not IDENTIFYING & set(table.c.keys()), table.name


def test_marts_hold_no_household() -> None:
    for mart in MARTS:
        assert not {"household_id", "person_id", "person_ref"} & set(mart.c.keys())
