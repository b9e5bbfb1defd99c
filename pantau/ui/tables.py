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
from pantau.words import Words, inert_html

SHOWN_DIGITS: Mapping[Unit, int] = {"share": 3, "index": 2, "days": 1, "points": 1, "months": 1}
"""Decimals that a table has of a unit; of the others none."""
AS_TEXT_ROWS = 200
"""Tables of at most so many rows are on the page as text too."""
PINNED_FROM = 7
"""Columns from which the first one stays while the others are scrolled."""

SHORT_SHA = 12
"""Characters of a SHA-256 that are written where there is little room."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(
    table: pd.DataFrame,
    units: Mapping[str, Unit | Sequence[Unit]],
    words: Words,
    key: str,
    alt: str,
    missing: str | None = None,
) -> None:
    """A table; columns in ``units`` are formatted as that unit (or each row as its own) but sort by their number.

    ``missing`` stands in empty cells; without it, "tidak ada data". The grid is painted on a canvas, which tells screen
    readers bare numbers and leaves a telephone one column: so the same table stands beside it as text (``style``).
    """
    missing = words.no_data if missing is None else missing
    table = table.reset_index(drop=True)
    written = table.astype(object).where(table.notna(), missing)
    by_row = {column: [unit] * len(table) if isinstance(unit, str) else unit for column, unit in units.items()}
    for column, rows in by_row.items():
        cells = list(zip(table[column], rows, strict=True))
        written[column] = [missing if pd.isna(v) else words.figure(v, unit) for v, unit in cells]
        if table[column].dtype.kind == "f":
            table[column] = [round(v, SHOWN_DIGITS.get(unit, 0)) for v, unit in cells]
    styled = table.style.format(na_rep=missing)
    for column, unit in units.items():
        parts = [(list(table.index), unit)] if isinstance(unit, str) else [([row], u) for row, u in enumerate(unit)]
        for asked, one in parts:
            styled.format(partial(words.figure, unit=one), subset=pd.IndexSlice[asked, [column]], na_rep=missing)
    height = min(35 * (len(table) + 1) + 3, 560)
    pinned = {table.columns[0]: st.column_config.Column(pinned=True)} if table.shape[1] >= PINNED_FROM else None
    with st.container(gap=None, key=f"table-{key}"):
        st.dataframe(
            styled,
            hide_index=True,
            width="stretch",
            height=height,
            key=key,
            alt=alt,
            placeholder=missing,
            column_config=pinned,
        )
        if len(table) <= AS_TEXT_ROWS:
            st.html(_as_text(written, units, alt))


def _as_text(written: pd.DataFrame, units: Mapping[str, object], alt: str) -> str:
    """The table in HTML, each cell as it is shown; the first column names the row."""
    kinds = [' class="number"' if column in units else "" for column in written.columns]
    head = "".join(f'<th scope="col"{k}>{inert_html(c)}</th>' for c, k in zip(written.columns, kinds, strict=True))
    body = []
    for first, *others in written.itertuples(index=False, name=None):
        cells = "".join(f"<td{k}>{inert_html(v)}</td>" for v, k in zip(others, kinds[1:], strict=True))
        body.append(f'<tr><th scope="row">{inert_html(first)}</th>{cells}</tr>')
    return (
        f'<div class="as-text" data-testid="as-text"><table><caption>{inert_html(alt)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


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
            }
        )
    table = pd.DataFrame(rows)
    parts = [CATALOGUE[str(i)].part_units for i in now["indicator_id"]]
    units = {words("Pembilang"): [part for part, _ in parts], words("Penyebut"): [whole for _, whole in parts]}
    show(table, units, words, "table-ringkasan", words("Tabel indikator: nilai, pembilang, penyebut, dan target"), "–")
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
