"""Tables as shown and as exported: the same rows, formatted for the eye on the page, full precision in the file."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from pantau import exports
from pantau.indicators import CATALOGUE, HEADLINE, Unit, wilson_interval
from pantau.queries import Cells
from pantau.ui import as_known, data
from pantau.ui.frame import View
from pantau.words import Words

SHORT_SHA = 12
"""Characters of a SHA-256 that are written where there is little room."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(
    table: pd.DataFrame, units: Mapping[str, Unit], words: Words, key: str, alt: str, missing: str | None = None
) -> None:
    """A table; columns in ``units`` are formatted as that unit but sort by their number.

    ``missing`` stands in empty cells; without it, "tidak ada data".
    """
    missing = words.no_data if missing is None else missing
    formats = {column: partial(words.figure, unit=unit) for column, unit in units.items()}
    styled = table.style.format(formats, na_rep=missing)
    height = min(35 * (len(table) + 1) + 3, 560)
    st.dataframe(styled, hide_index=True, width="stretch", height=height, key=key, alt=alt, placeholder=missing)


def downloads(
    view: View, tables: Mapping[str, pd.DataFrame], name: str, indicator_ids: Sequence[str], cells: Cells
) -> None:
    """Buttons for CSV (the first table) and XLSX (all, with a sheet of notes: the files behind ``cells`` among them).

    The file is made when its button is pressed, outside any run of the page: what it needs is fetched here.
    """
    words = view.words
    first = next(iter(tables.values()))
    said = notes_with_files(view, indicator_ids, cells)
    with st.container(horizontal=True, key=f"downloads-{name}"):
        st.download_button(
            words("Unduh CSV"),
            lambda: exports.to_csv(first),
            file_name=file_name(view, name, "csv"),
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"csv-{name}",
        )
        st.download_button(
            words("Unduh XLSX"),
            lambda: exports.to_xlsx(tables, said(), words("Catatan")),
            file_name=file_name(view, name, "xlsx"),
            mime=XLSX,
            icon=":material/table_view:",
            on_click="ignore",
            key=f"xlsx-{name}",
        )


def file_name(view: View, name: str, ending: str) -> str:
    """pantau-peta-31.74.06.1003-SEMUA-2026-10.xlsx: says what it holds, in characters every system takes.

    An earlier state of the data has its number in it: ``-per17``.
    """
    choices = f"{view.area}-{view.programme_code(view.programme_id)}-{view.period}"
    return f"pantau-{name}-{choices}{as_known.suffix()}.{ending}"


def notes(view: View) -> dict[str, str]:
    """What an export says about itself."""
    words = view.words
    fresh = data.freshness()
    said = {
        words("Isi"): view.title(),
        words("Diunduh"): words.date(date.today()),
        words("Versi data"): str(fresh.version) if fresh else "",
        words("Data dimuat terakhir"): words.moment(fresh.loaded_at) if fresh and fresh.loaded_at else "",
    }
    if earlier := as_known.said(words):
        said[words("Keadaan data")] = earlier
    if fresh and fresh.synthetic:
        said[words("Perhatian")] = words("Data contoh (sintetis): bukan data warga yang sebenarnya")
    return said


def notes_with_files(view: View, indicator_ids: Sequence[str], cells: Cells) -> Callable[[], dict[str, str]]:
    """What makes the notes of a workbook, the files behind its figures included, when its button is pressed."""
    words, said = view.words, notes(view)
    behind = data.behind(indicator_ids, cells)

    def every() -> dict[str, str]:
        files = {
            f"{words('Berkas')} {row.batch_id}": f"{row.file_name} · SHA-256 {row.sha256[:SHORT_SHA]}…"
            for row in behind().itertuples()
        }
        return {**said, **files}

    return every


def indicator_table(view: View, now: pd.DataFrame) -> None:
    """All indicators of ``now`` with numerator, denominator, interval, target; and their downloads."""
    words = view.words
    rows = []
    for row in now.itertuples():
        indicator = CATALOGUE[str(row.indicator_id)]
        low, high = math.nan, math.nan
        if indicator.is_proportion and indicator.is_ratio:
            low, high = wilson_interval(row.numerator, row.denominator)
        shown = words.figure(row.value, indicator.unit)
        rows.append(
            {
                words("Indikator"): indicator.name(words.language),
                words("Nilai"): shown,
                words("Pembilang"): row.numerator if indicator.is_ratio else math.nan,
                words("Penyebut"): row.denominator,
                words("Rentang 95%"): "–" if math.isnan(low) else f"{words.percent(low)} – {words.percent(high)}",
                words("Target"): "–" if math.isnan(row.target) else words.figure(row.target, indicator.unit),
                words("Definisi"): indicator.formula(words.language),
            }
        )
    table = pd.DataFrame(rows)
    whole: dict[str, Unit] = {words("Pembilang"): "households", words("Penyebut"): "households"}
    show(table, whole, words, "table-ringkasan", words("Tabel indikator: nilai, pembilang, penyebut, dan target"), "–")
    downloads(view, {words("Ringkasan"): export_table(view, now)}, "ringkasan", HEADLINE, view.cells())


def export_table(view: View, figures: pd.DataFrame) -> pd.DataFrame:
    """Figures for a file: names beside codes, numbers unrounded."""
    words = view.words
    return pd.DataFrame(
        {
            words("Periode"): figures["period"],
            words("Kode program"): [view.programme_code(int(i)) for i in figures["programme_id"]],
            words("Program"): [view.programme_name(int(i)) for i in figures["programme_id"]],
            words("Kode wilayah"): figures["area_code"],
            words("Wilayah"): [view.area_label(code) for code in figures["area_code"]],
            words("Indikator"): [CATALOGUE[i].name(words.language) for i in figures["indicator_id"]],
            words("Kode indikator"): figures["indicator_id"],
            words("Pembilang"): figures["numerator"],
            words("Penyebut"): figures["denominator"],
            words("Nilai"): figures["value"],
            words("Target"): figures["target"],
        }
    )
