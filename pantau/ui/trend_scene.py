"""What the trend page shows: series by month (or quarter, year), due against paid, and the table underneath."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau import periods as period_text
from pantau.indicators import Indicator
from pantau.queries import Cells
from pantau.schema import ALL_PROGRAMMES
from pantau.ui import charts, data, lineage_scene, state, tables
from pantau.ui.frame import View

SPLITS = ("jumlah", "program", "wilayah")
SHAPES = ("garis", "kecil", "tahun")
SPANS = ("24", "36", "semua")
READABLE = 6
"""Lines that can be told apart in one chart; more are drawn as small charts unless the reader asks otherwise."""


def split_choice(view: View) -> str:
    """By what the lines are split."""
    words = view.words
    names = {"jumlah": words("Keseluruhan"), "program": words("Per program"), "wilayah": words("Per RW/RT")}
    return state.segments("rinci", words("Rincian"), SPLITS, "jumlah", names.__getitem__)


def shape_choice(view: View, lines: int) -> str:
    """How the ``lines`` are drawn; many of them usually as small charts."""
    words = view.words
    names = {"garis": words("Satu grafik"), "kecil": words("Grafik kecil"), "tahun": words("Banding tahun")}
    usual = "garis" if lines <= READABLE else "kecil"
    return state.segments("bentuk", words("Bentuk"), SHAPES, usual, names.__getitem__)


def span_choice(view: View) -> str:
    """How far back the lines go."""
    words = view.words
    names = {"24": words("24 periode"), "36": words("36 periode"), "semua": words("Semua")}
    return state.segments("rentang", words("Rentang"), SPANS, "36", names.__getitem__)


SMALL = 300
"""Width of a small chart in pixels: as many side by side as there is room for, one on a telephone."""


class Trend:
    """The series asked for."""

    def __init__(self, view: View, indicator: Indicator, split: str, span: str) -> None:
        self.view, self.indicator = view, indicator
        self.periods = list(view.upto(None if span == "semua" else int(span)))
        self.split = split
        self.frame = data.figures([indicator.id], self._cells(self.periods))
        self.series = self._named_series()

    @property
    def level(self) -> str:
        """Level of the areas that have a line each."""
        if self.split == "wilayah" and self.view.level != "rt":
            return "rw" if self.view.level == "kelurahan" else "rt"
        return self.view.level

    def _cells(self, periods: list[str]) -> Cells:
        view = self.view
        if self.split == "program" and view.programme_id == ALL_PROGRAMMES:
            return view.cells(tuple(periods), programme_ids=tuple(int(i) for i in view.programmes["programme_id"]))
        return view.cells(tuple(periods), level=self.level)

    def _named_series(self) -> dict[str, pd.DataFrame]:
        view = self.view
        series = {}
        for (programme_id, code), rows in self.frame.groupby(["programme_id", "area_code"], sort=True):
            if rows["value"].notna().any():
                name = view.area_label(code) if self.split == "wilayah" else view.programme_name(int(programme_id))
                series[name] = rows
        return series

    @property
    def empty(self) -> bool:
        """Nothing to draw."""
        return not self.series

    @property
    def target(self) -> float:
        """The target of the last period, where all lines share one."""
        last = self.frame[self.frame["period"] == self.view.period]["target"].unique()
        return float(last[0]) if len(last) == 1 else float("nan")

    def show(self, shape: str) -> None:
        """The main chart."""
        words, indicator = self.view.words, self.indicator
        alt = words("Tren {name} di {area}", name=indicator.name(words.language), area=self.view.title())
        if len(self.periods) == 1:
            st.info(words("Baru ada satu periode data: grafik menunjukkan satu titik, belum ada tren."))
        if shape == "kecil":
            with st.container(horizontal=True, key="trend-small"):
                for number, name in enumerate(self.series):
                    figure = charts.one_of_many(words, indicator, self.series, name, self.periods)
                    with st.container(width=SMALL):
                        charts.draw(figure, words, f"trend-small-{number}", f"{name}: {alt}", 190)
        elif shape == "tahun":
            self._compare_years(alt)
        else:
            figure = charts.lines(words, indicator, self.series, self.periods, self.target)
            charts.draw(figure, words, "trend-lines", alt, 480)

    def _compare_years(self, alt: str) -> None:
        words = self.view.words
        if period_text.kind_of(self.view.period) != "month":
            st.info(words("Banding tahun memakai data bulanan: pilih jenis periode Bulan."))
            return
        whole = data.figures([self.indicator.id], self.view.cells(self.view.upto()))
        charts.draw(charts.years(words, self.indicator, whole), words, "trend-years", alt, 480)

    def show_due_and_paid(self) -> None:
        """Planned against paid."""
        words = self.view.words
        both = data.figures(["amount_due", "amount_paid"], self.view.cells(tuple(self.periods)))
        due, paid = (both[both["indicator_id"] == name] for name in ("amount_due", "amount_paid"))
        figure = charts.due_and_paid(words, due, paid, self.periods)
        charts.draw(figure, words, "due-paid", words("Rupiah jatuh tempo dan rupiah dibayar per periode"), 380)

    def show_table(self) -> None:
        """Rows: periods, newest first; columns: the series. With downloads."""
        words = self.view.words
        index = words("Periode")
        columns = {name: rows.set_index("period")["value"] for name, rows in self.series.items()}
        wide = pd.DataFrame(columns).reindex(self.periods[::-1])
        wide.insert(0, index, [words.period(p) for p in wide.index])
        units = {name: self.indicator.unit for name in self.series}
        tables.show(wide, units, words, "table-tren", words("Tabel tren: baris periode, kolom rincian"))
        exported = {words("Tren"): tables.export_table(self.view, self.frame)}
        tables.downloads(self.view, exported, "tren", [self.indicator.id], self._cells(self.periods))
        lineage_scene.button(
            self.view,
            "tren",
            tuple(dict.fromkeys((self.indicator.id, "amount_due", "amount_paid"))),
            programmes=[int(i) for i in self.frame["programme_id"].unique()],
            periods=self.periods[::-1],
            areas=[str(code) for code in self.frame["area_code"].unique()],
        )
