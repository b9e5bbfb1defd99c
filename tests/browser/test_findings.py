"""Do the five sentences of "Perlu perhatian" each lead to the view that shows what they say?"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import Engine

from pantau.indicators import CATALOGUE
from pantau.words import Words
from tests.browser import figures
from tests.browser.figures import HOME, Asked
from tests.browser.pages import HEADINGS, Reader
from tests.samples import one_more


@pytest.mark.parametrize(
    "asked",
    [Asked("2026-10"), one_more(Asked("2026-T2", wilayah=f"{HOME}.003", lang="en"))],
    ids=["kelurahan", "rw-in-english"],
)
def test_each_finding_opens_the_view_that_shows_it(reader: Reader, demo_engine: Engine, asked: Asked) -> None:
    words = Words(asked.lang)
    reader.open("", **asked.query())
    boxes = reader.page.locator("[class*=st-key-finding-]")
    assert boxes.count() == 5
    sentences = [box.locator("p").first.inner_text() for box in boxes.all()]
    assert len(set(sentences)) == 5
    assert all(re.match(r"\d\. .+\d.+\.$", sentence) for sentence in sentences), sentences

    for number, sentence in enumerate(sentences, start=1):
        if reader.path:
            reader.open("", **asked.query())
        link = reader.page.locator(f".st-key-finding-{number} a")
        target = urlsplit(str(link.get_attribute("href")))
        wanted = dict(parse_qsl(target.query))
        assert wanted["periode"] == asked.periode, sentence
        assert wanted.get("lang", "id") == asked.lang
        if asked.lang == "en" and number not in (1, 5):
            continue
        link.click()
        heading = HEADINGS[target.path.strip("/")][asked.lang]
        reader.page.locator("h1", has_text=re.compile(f"^{heading}$")).wait_for()
        reader.settle()
        assert reader.path == target.path.strip("/")
        usual = {"wilayah": HOME, "program": "SEMUA", "lang": "id", "klasifikasi": "quantile", "tingkat": "rw"}
        usual |= {"indikator": "coverage_eligible"}
        for key, value in wanted.items():
            assert reader.query.get(key, usual.get(key)) == value, f"{sentence}: {key}"

        indicator = CATALOGUE[wanted["indikator"]]
        assert reader.chosen("indikator") == indicator.name(asked.lang)
        assert reader.chosen("periode") == words.period(asked.periode)
        if reader.path == "peta":
            assert len(reader.map().colours()) >= 5
            panel = reader.page.locator("[data-testid=panel]").inner_text()
            assert panel.startswith(indicator.name(asked.lang))
            seen = asked.changed(program=wanted.get("program", "SEMUA"), wilayah=wanted["wilayah"])
            value = figures.figures(demo_engine, seen, [indicator.id])["value"].iloc[0]
            assert words.figure(value, indicator.unit) in panel
        else:
            assert reader.page.locator(".js-plotly-plot").count() >= 2
        reader.assert_clean()
