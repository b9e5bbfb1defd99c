"""What the comparison page shows: programmes side by side, RW × programme, and who receives more than one."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from pantau.indicators import CATALOGUE, Indicator
from pantau.queries_parts import is_known_at
from pantau.schema import ALL_PROGRAMMES
from pantau.ui import charts, data, lineage_scene, tables
from pantau.ui.frame import View

COLUMNS = (
    "recipients",
    "coverage",
    "coverage_eligible",
    "exclusion_error",
    "inclusion_error",
    "disbursement_rate",
    "timeliness",
    "right_amount",
    "median_days_late",
    "cost_per_beneficiary",
    "adequacy",
    "cgh",
    "realisation",
)
"""The indicators of the table, in order."""


class Comparison:
    """The programmes that run in the period of the view."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.running = data.running(view.period)
        self.names = {i: view.programme_name(i) for i in self.running}
        cells = view.cells(programme_ids=tuple(self.running))
        self.figures = data.figures(COLUMNS, cells) if self.running else pd.DataFrame({"value": []})

    @property
    def empty(self) -> bool:
        """No programme with a figure."""
        return bool(self.figures["value"].isna().all())

    def show_table(self) -> None:
        """One row a programme, one column an indicator; with downloads."""
        words = self.view.words
        wide = self.figures.pivot(index="programme_id", columns="indicator_id", values="value")[list(COLUMNS)]
        shown = wide.rename(columns=lambda i: CATALOGUE[i].name(words.language))
        shown.insert(0, words("Program"), [self.names[i] for i in wide.index])
        units = {CATALOGUE[i].name(words.language): CATALOGUE[i].unit for i in COLUMNS}
        tables.show(shown, units, words, "table-perbandingan", words("Tabel program: satu baris per program"))
        exported = {words("Perbandingan"): tables.export_table(self.view, self.figures)}
        cells = self.view.cells(programme_ids=tuple(self.running))
        tables.downloads(self.view, exported, "perbandingan", COLUMNS, cells)
        lineage_scene.button(self.view, "perbandingan", COLUMNS, programmes=self.running, areas=self._areas_below())

    def show_bars(self, indicator: Indicator) -> None:
        """One indicator over the programmes."""
        words = self.view.words
        rows = data.figures([indicator.id], self.view.cells(programme_ids=tuple(self.running)))
        goals = rows["target"].dropna().unique()
        target = float(goals[0]) if len(goals) == 1 else math.nan
        names = [self.names[int(i)] for i in rows["programme_id"]]
        figure = charts.bars(words, indicator, names, list(rows["value"]), target)
        alt = words("{name} menurut program", name=indicator.name(words.language))
        charts.draw(figure, words, "bars", alt, 90 + 34 * len(names))

    def show_heat_map(self, indicator: Indicator) -> None:
        """RW × programme (inside an RW: RT × programme)."""
        view, words = self.view, self.view.words
        level = self._level_below()
        if not is_known_at(indicator, level):
            st.info(
                words(
                    "Angka ini tidak dicatat sampai tingkat ini: pilih wilayah yang lebih besar, atau indikator lain."
                )
            )
            return
        rows = data.figures([indicator.id], view.cells(programme_ids=tuple(self.running), level=level))
        table = rows.pivot(index="area_code", columns="programme_id", values="value")
        table = table.loc[:, table.notna().any()]
        table.index = pd.Index([view.areas.set_index("code").at[c, "name"] for c in table.index])
        codes = [view.programme_code(int(i)) for i in table.columns]
        table.columns = pd.Index(codes)
        figure = charts.heat_map(words, indicator, table, low_is_good=indicator.direction == "down")
        alt = words("{name} menurut wilayah dan program", name=indicator.name(words.language))
        charts.draw(figure, words, "heat", alt, 130 + 34 * len(table))

    def _level_below(self) -> str:
        return "rw" if self.view.level == "kelurahan" else "rt"

    def _areas_below(self) -> list[str]:
        """The area asked for, and those of the heat map."""
        areas = self.view.areas
        below = areas[(areas["level"] == self._level_below()) & areas["code"].str.startswith(self.view.area)]
        return list(dict.fromkeys([self.view.area, *below["code"]]))

    def show_overlap(self) -> None:
        """How many programmes reach a household, and which pairs go together."""
        view, words = self.view, self.view.words
        if view.level == "rt":
            st.info(words("Pasangan program dihitung untuk RW dan kelurahan: pilih wilayah yang lebih besar."))
            return
        counts = data.overlap_counts(view.period, view.area)
        pairs = data.overlaps(view.period, view.area)
        left, right = st.columns([2, 3], gap="large")
        people = CATALOGUE["recipients"]
        with left:
            st.markdown(f"**{words('Keluarga menurut banyaknya program yang diterima')}**")
            names = [words.number(int(n)) for n in counts["programmes"]]
            figure = charts.columns(words, people, names, list(counts["households"]))
            figure.update_xaxes(title=words("banyaknya program"))
            charts.draw(figure, words, "overlap-counts", words("Keluarga menurut banyaknya program"), 380)
        with right:
            st.markdown(f"**{words('Keluarga yang menerima kedua program')}**")
            if pairs.empty:
                st.info(words("Tidak ada keluarga yang menerima lebih dari satu program."))
            else:
                figure = charts.heat_map(words, people, self._matrix(pairs))
                charts.draw(figure, words, "overlap-pairs", words("Matriks tumpang tindih program"), 460)
        exported = pd.DataFrame(
            {
                words("Program A"): [view.programme_code(int(i)) for i in pairs["programme_a"]],
                words("Program B"): [view.programme_code(int(i)) for i in pairs["programme_b"]],
                words("Keluarga"): pairs["households"],
            }
        )
        by_count = counts.set_axis([words("Banyaknya program"), words("Keluarga")], axis=1)
        sheets = {words("Pasangan"): exported, words("Jumlah program"): by_count}
        tables.downloads(view, sheets, "tumpang-tindih", ["recipients"], view.cells(programme_ids=(ALL_PROGRAMMES,)))

    def _matrix(self, pairs: pd.DataFrame) -> pd.DataFrame:
        ids = sorted({*pairs["programme_a"], *pairs["programme_b"]})
        codes = {i: self.view.programme_code(int(i)) for i in ids}
        table = pd.DataFrame(math.nan, index=list(codes.values()), columns=list(codes.values()))
        for row in pairs.itertuples():
            a, b = codes[row.programme_a], codes[row.programme_b]
            table.loc[a, b] = table.loc[b, a] = float(row.households)
        return table
