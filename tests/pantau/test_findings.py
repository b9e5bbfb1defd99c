"""Does "Perlu perhatian" name the troubles that are in the data, heaviest first, with links that lead to them?"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine

from pantau import findings, queries
from pantau.findings import Finding, Scene
from pantau.queries import Cells
from pantau.reference import home_kelurahan
from pantau.schema import ALL_PROGRAMMES
from pantau.words import Words


def _scene(
    engine: Engine, period: str, language: str = "id", area: str = "", programme_id: int = ALL_PROGRAMMES
) -> Scene:
    programmes = queries.programmes(engine)
    areas = queries.areas(engine)
    return Scene(
        engine,
        Words(language),
        period,
        programme_id,
        area or home_kelurahan(),
        dict(zip(areas["code"], areas["name"], strict=True)),
        dict(zip(programmes["programme_id"], programmes[f"name_{language}"], strict=True)),
        dict(zip(programmes["programme_id"], programmes["code"], strict=True)),
    )


def _find(engine: Engine, period: str, **asked: str) -> list[Finding]:
    return findings.find(_scene(engine, period, **asked))  # type: ignore[arg-type]


def test_the_stories_of_the_demo_are_found(demo_engine: Engine) -> None:
    """RW 003 is paid late, RW 007 is left out: the demo was made so."""
    texts = [f.text for period in ("2026-10", "2026-T3", "2025") for f in _find(demo_engine, period)]
    assert any(t.startswith("RW 003: hanya") for t in texts)
    assert any(t.startswith("RW 007: cakupan sasaran") for t in texts)


@pytest.mark.parametrize("period", ["2021-01", "2024-05", "2026-10", "2024-T2", "2026"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_five_different_sentences_heaviest_first(demo_engine: Engine, period: str, language: str) -> None:
    found = _find(demo_engine, period, language=language)
    assert len(found) == len({f.text for f in found}) == 5
    assert [f.weight for f in found] == sorted((f.weight for f in found), reverse=True)
    assert all(f.weight > 0 for f in found)
    assert not any(re.search(r"\bnan\b|[{}]", f.text, re.IGNORECASE) for f in found)
    for finding in found:
        assert finding.page in ("peta", "tren", "perbandingan")
        assert finding.link["periode"] == period


def test_the_sentence_about_an_area_has_the_figures_of_the_query(demo_engine: Engine) -> None:
    words = Words()
    frame = queries.figures(demo_engine, ["timeliness"], Cells(("2026-10",), level="rw"))
    worst = frame.sort_values("value").iloc[0]
    text = next(f.text for f in _find(demo_engine, "2026-10") if "tepat waktu" in f.text)
    assert words.percent(worst["value"]) in text
    assert words.number(worst["denominator"] - worst["numerator"]) in text
    assert words.percent(worst["target"]) in text


def test_inside_an_rw_it_speaks_of_its_rt(demo_engine: Engine) -> None:
    found = _find(demo_engine, "2026-T3", area=f"{home_kelurahan()}.003")
    assert any(f.text.startswith("RT ") for f in found)
    assert all(f.link["wilayah"].startswith(f"{home_kelurahan()}.003") for f in found)


def test_a_small_denominator_is_no_finding(demo_engine: Engine) -> None:
    for finding in _find(demo_engine, "2026-10", area=f"{home_kelurahan()}.003"):
        assert " dari 1 " not in finding.text and " dari 2 " not in finding.text
