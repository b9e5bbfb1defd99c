"""What the map page shows: one map, or two with the same scale; its legend, its side panel and its downloads."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import geopandas as gpd
import pandas as pd
import streamlit as st

from pantau import exports, picture
from pantau.classify import SCHEMES, classify
from pantau.figure_text import fraction
from pantau.indicators import Indicator, Unit, tolerance, wilson_interval
from pantau.queries_parts import is_known_at
from pantau.schema import ALL_PROGRAMMES
from pantau.ui import charts, data, lineage_scene, maps, state, tables
from pantau.ui.frame import EVERY, View
from pantau.ui.maps import Layer
from pantau.ui.style import STATUS_COLOURS, STATUS_SIGNS
from pantau.words import inert_html, inert_markdown, later

NONE = "tidak"
later("batas contoh, bukan batas resmi")  # what the demo's boundaries say of themselves


def level_choice(view: View, indicator: Indicator) -> tuple[str, str]:
    """(level of the areas drawn, area they lie in). Inside an RW its RT are drawn; an RT is shown among its neighbours."""
    words = view.words
    names = {"rw": "RW", "rt": "RT"}
    if view.level == "kelurahan":
        levels = [level for level in names if level == "rw" or is_known_at(indicator, level)]
        chosen = state.segments("tingkat", words("Tingkat peta"), levels, "rw", names.__getitem__)
        return chosen, view.area
    return "rt", view.area if view.level == "rw" else view.area.rpartition(".")[0]


def scheme_choice(view: View) -> str:
    """The classification select box."""
    words = view.words
    names = {
        "quantile": words("Kuantil (sama banyak wilayah)"),
        "equal": words("Selang sama"),
        "natural": words("Jeda alami"),
        "target": words("Terhadap target"),
    }
    return state.select("klasifikasi", words("Klasifikasi"), SCHEMES, "quantile", names.__getitem__)


def comparison_choice(view: View) -> tuple[str, int] | None:
    """The second map's (period, programme_id), or None for one map."""
    words = view.words
    names = {NONE: words("Satu peta"), "periode": words("Dua periode"), "program": words("Dua program")}
    chosen = state.select("banding", words("Bandingkan"), tuple(names), NONE, names.__getitem__)
    if chosen == "periode":
        others = view.same_kind()[::-1]
        second = state.select("periode2", words("Periode kedua"), others, others[-1], words.period)
        return second, view.programme_id
    if chosen == "program":
        codes = [EVERY, *view.programmes["code"]]
        ids = dict(zip(codes, [ALL_PROGRAMMES, *view.programmes["programme_id"]], strict=True))
        second = state.select(
            "program2", words("Program kedua"), codes, codes[-1], lambda c: view.programme_name(int(ids[c]))
        )
        return view.period, int(ids[second])
    return None


def crumbs(view: View) -> None:
    """Kelurahan › RW › RT: each a button that goes back up to it."""
    trail = [view.area]
    while len(trail[-1]) > 13:
        trail.append(trail[-1].rpartition(".")[0])
    names = view.areas.set_index("code")["name"]
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="crumbs"):
        for code in trail[::-1]:
            st.button(
                inert_markdown(names[code]),
                key=f"crumb-{len(code)}",
                disabled=code == view.area,
                icon=":material/arrow_upward:" if code != view.area else ":material/location_on:",
                on_click=state.choose,
                args=("wilayah", code),
            )


class Scene:
    """The layers of the map page with one scale over all of them."""

    def __init__(
        self, view: View, indicator: Indicator, level: str, within: str, scheme: str, second: tuple[str, int] | None
    ) -> None:
        self.view, self.indicator, self.level, self.within = view, indicator, level, within
        first = (view.period, view.programme_id)
        asked = [first] if second is None else [first, second]
        self.boundaries = data.boundaries(level, within)
        all_rt = level == "rt" and len(within) == 13
        # RW borders over a map of all RT
        self.outlines = data.boundaries("rw", within) if all_rt else self.boundaries.iloc[:0]
        # What an export says of itself; a file is made when its button is pressed, outside any run of the page.
        self.said = tables.notes(view)
        every = view.cells(
            tuple(p for p, _ in asked), programme_ids=tuple(i for _, i in asked), level=level, within=within
        )
        self.said_with_files = tables.notes_with_files(view, [indicator.id], every)
        self.figures = [
            data.figures([indicator.id], view.cells((p,), programme_ids=(i,), level=level, within=within))
            for p, i in asked
        ]
        frames = [maps.join(self.boundaries, f) for f in self.figures]
        labels = view.areas.set_index("code")["label"]
        for frame in frames:
            frame["label"] = [labels.get(code, code) for code in frame["code"]]
        pooled = [v for frame in self.figures for v in frame["value"]]
        targets = self.figures[0]["target"].dropna()
        target = float(targets.median()) if len(targets) else None
        near = tolerance(indicator, target) if target is not None else 0.0
        self.classes = classify(pooled, scheme, indicator.direction, target, near)  # type: ignore[arg-type]
        self.layers = [
            Layer(f"{view.programme_name(i)} · {view.period_name(p)}", frame, indicator, self.classes)
            for (p, i), frame in zip(asked, frames, strict=True)
        ]

    @property
    def empty(self) -> bool:
        """No figure at all to draw."""
        return self.classes is None

    @property
    def labels(self) -> gpd.GeoDataFrame:
        """Areas whose name is written: the RW on a map of the kelurahan, the RT inside an RW."""
        return self.outlines if len(self.outlines) else self.boundaries

    def note(self) -> str | None:
        """What the file that brought the boundaries says of them."""
        notes = {n for n in self.boundaries["boundary_note"] if n}
        return "; ".join(sorted(self.view.words(n) for n in notes)) or None

    def counts(self) -> Counter:
        """How many areas of the first map are in each class."""
        if self.classes is None:
            return Counter()
        return Counter(self.classes.index(v) for v in self.layers[0].frame["value"])

    def show(self) -> None:
        """The map or maps, clicks included, and the legend."""
        view, words = self.view, self.view.words
        highlight = view.area if view.level == "rt" else None
        columns = st.columns(len(self.layers))
        height = 500 if len(self.layers) == 1 else 360
        for number, (column, layer) in enumerate(zip(columns, self.layers, strict=True)):
            with column:
                st.markdown(f"**{inert_markdown(layer.title)}**")
                clicked = maps.show(
                    words,
                    layer,
                    self.outlines,
                    self.labels,
                    highlight,
                    f"map-{number}-{self.within}-{self.level}",
                    height,
                )
                if clicked and clicked != view.area:
                    state.choose("wilayah", clicked)
                    st.rerun()
        maps.legend(words, self.indicator.id, self.classes, self.counts())
        if self.note():
            st.caption(f":material/info: {inert_markdown(self.note())}")
        st.caption(
            words("Klik wilayah pada peta untuk masuk lebih dalam; pakai tombol di atas peta untuk kembali naik.")
        )

    # --- beside and below the map ------------------------------------------------------------------------

    def panel(self) -> None:
        """Figures of the area asked for, and its trend."""
        view, words, indicator = self.view, self.view.words, self.indicator
        st.markdown(f"#### {inert_markdown(view.area_label(view.area))}")
        upto = view.upto(24)
        trend = data.figures([indicator.id], view.cells(upto))
        now = trend[trend["period"] == view.period]
        st.html(f'<div class="panel" data-testid="panel">{self._panel_text(now)}</div>')
        if trend["value"].notna().sum() > 1:
            figure = charts.lines(
                words, indicator, {view.area_label(view.area): trend}, upto, float(trend["target"].iloc[-1]), ticks=5
            )
            figure.update_traces(showlegend=False)  # the target's name stays
            alt = words("Tren {name} di {area}", name=indicator.name(words.language), area=view.area_label(view.area))
            charts.draw(figure, words, "panel-trend", alt, height=240)
        drawn = tuple(str(code) for code in self.figures[0]["area_code"])
        lineage_scene.button(view, "peta", (indicator.id,), areas=(view.area, *drawn))
        with st.expander(words("Definisi"), icon=":material/info:"):
            st.markdown(inert_markdown(indicator.formula(words.language)))
            st.caption(f"{words('Sumber')}: {inert_markdown(indicator.source)}")

    def _panel_text(self, now: pd.DataFrame) -> str:
        words, indicator = self.view.words, self.indicator
        name = inert_html(indicator.name(words.language))
        if now.empty or math.isnan(now["value"].iloc[0]):
            return f"{name}<b class='big'>{words.no_data}</b>"
        row = now.iloc[0]
        lines = [f"{name}<b class='big'>{words.figure(row['value'], indicator.unit)}</b>"]
        if indicator.is_ratio:
            lines.append(fraction(words, indicator, row["numerator"], row["denominator"]))
        if indicator.is_ratio and indicator.is_proportion:
            low, high = wilson_interval(row["numerator"], row["denominator"])
            lines.append(f"{words('Rentang 95%')}: {words.percent(low)} – {words.percent(high)}")
        if not math.isnan(row["target"]):
            light = row["status"]
            colour = STATUS_COLOURS[light]
            goal = f"{words('target')} {words.figure(row['target'], indicator.unit)}"
            lines.append(f'<span style="color:{colour};font-weight:700">{STATUS_SIGNS[light]}</span> {goal}')
        return "<br>".join(lines)

    def table(self) -> pd.DataFrame:
        """The figures on the map or maps, with full precision."""
        return tables.export_table(self.view, pd.concat(self.figures, ignore_index=True))

    def show_table(self) -> None:
        """The figures on the map as a table, for readers who cannot use the map."""
        view, words, indicator = self.view, self.view.words, self.indicator
        frame = self.figures[0].sort_values("area_code")
        shown = pd.DataFrame(
            {
                words("Wilayah"): [view.area_label(c) for c in frame["area_code"]],
                words("Nilai"): frame["value"],
                words("Pembilang"): frame["numerator"],
                words("Penyebut"): frame["denominator"],
                words("Target"): frame["target"],
            }
        )
        part, whole = indicator.part_units
        units: dict[str, Unit] = {
            words("Nilai"): indicator.unit,
            words("Pembilang"): part,
            words("Penyebut"): whole,
            words("Target"): indicator.unit,
        }
        alt = words("Angka di peta menurut wilayah")
        tables.show(shown, units, words, "table-peta", alt)

    def downloads(self) -> None:
        """PNG, GeoJSON and XLSX of what is shown."""
        view, words = self.view, self.view.words
        buttons = [
            (words("Unduh PNG"), self.png, "png", "image/png", ":material/image:"),
            (words("Unduh GeoJSON"), self.geojson, "geojson", "application/geo+json", ":material/map:"),
            (words("Unduh XLSX"), self.xlsx, "xlsx", tables.XLSX, ":material/table_view:"),
        ]
        with st.container(horizontal=True, key="downloads-peta"):
            for label, make, ending, mime, icon in buttons:
                st.download_button(
                    label,
                    make,
                    file_name=tables.file_name(view, f"peta-{self.indicator.id}", ending),
                    mime=mime,
                    icon=icon,
                    on_click="ignore",
                    key=f"{ending}-peta",
                )

    def legend_rows(self) -> list[tuple[str, str]]:
        """(colour, words) of each class."""
        words, indicator = self.view.words, self.indicator
        rows = []
        if self.classes is not None:
            names = maps.class_names(words, self.classes)
            spans = maps.class_spans(words, self.classes, indicator.unit)
            for colour, span, name in zip(self.classes.colours, spans, names, strict=True):
                rows.append((colour, f"{name}: {span}"))
        rows.append((maps.NO_DATA_COLOUR, words.no_data))
        return rows

    def _panels(self) -> Sequence[picture.Panel]:
        for layer in self.layers:
            colour = layer.classes.colour if layer.classes else lambda _v: maps.NO_DATA_COLOUR
            layer.frame["colour"] = [colour(v) for v in layer.frame["value"]]
        return [picture.Panel(layer.title, layer.frame, self.outlines, self.labels) for layer in self.layers]

    def png(self) -> bytes:
        """The map as a picture."""
        words = self.view.words
        title = f"{self.indicator.name(words.language)} · {self.view.area_label(self.within)}"
        said = [self.note(), *(f"{k}: {v}" for k, v in self.said.items())]
        return picture.choropleth_png(title, self._panels(), self.legend_rows(), " | ".join(s for s in said if s))

    def geojson(self) -> bytes:
        """The areas with their figures (one feature an area and map)."""
        columns = ["code", "name", "level", "value", "numerator", "denominator", "target", "boundary_note", "geometry"]
        full = [layer.frame[columns].assign(indicator=self.indicator.id, view=layer.title) for layer in self.layers]
        both = gpd.GeoDataFrame(pd.concat(full, ignore_index=True), geometry="geometry", crs=self.boundaries.crs)
        return exports.to_geojson(both, self.said)

    def xlsx(self) -> bytes:
        """The figures as a workbook."""
        return exports.to_xlsx(
            {self.view.words("Peta"): self.table()}, self.said_with_files(), self.view.words("Catatan")
        )
