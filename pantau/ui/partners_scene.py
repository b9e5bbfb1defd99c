"""Who does what where: the 3W matrix of partners, its gaps and doubling in words, and whom each partner reaches."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pantau import partners, sectors
from pantau.indicators import CATALOGUE, Unit
from pantau.schema import ALL_PROGRAMMES
from pantau.ui import charts, data, lineage_scene, state, tables
from pantau.ui.frame import View
from pantau.ui.voice_scene import by_rw, show_cards
from pantau.words import inert_markdown

INDICATORS = ("who_what_where", "sector_gaps", "sector_doubles", "partner_people")
PARTS = ("siapa", "perjanjian", "kontribusi")


def part_choice(view: View) -> str:
    """Which part of the page is shown."""
    words = view.words
    names = {
        "siapa": words("Siapa di mana"),
        "perjanjian": words("Perjanjian"),
        "kontribusi": words("Kontribusi & CSR"),
    }
    return state.segments("mitra", words("Bagian"), PARTS, "siapa", names.__getitem__, hide_label=True)


def of_all_programmes(view: View) -> View:
    """The view without its programme, of the RW where an RT is asked for: a gap is one of all programmes together."""
    return replace(by_rw(view), programme_id=ALL_PROGRAMMES)


class Presence:
    """Partners at work in the RW of the area asked for, in the period asked for."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.partners: pd.DataFrame = data.listed("partners", "partners").set_index("code")
        cells = view.cells(level="rw")
        self.works: pd.DataFrame = data.listed("partners", "works", cells)
        names = view.areas[(view.areas["level"] == "rw") & view.areas["code"].str.startswith(view.area)]
        self.rw: dict[str, str] = dict(zip(names["code"], names["name"], strict=True))

    @property
    def empty(self) -> bool:
        """Nobody is known to work here then."""
        return self.works.empty

    @cached_property
    def matrix(self) -> pd.DataFrame:
        """Sector × RW: codes of the partners."""
        return partners.matrix(self.works, self.rw)

    def show(self) -> None:
        """The whole part."""
        view, words = self.view, self.view.words
        show_cards(view, INDICATORS)
        if self.empty:
            st.info(
                words(
                    "Belum ada mitra yang bekerja di {area} pada {period}. Pilih periode lain, atau muat berkas mitra, "
                    "perjanjian, dan kegiatan.",
                    area=view.area_label(view.area),
                    period=view.period_name(view.period),
                )
            )
            return
        st.caption(CATALOGUE["who_what_where"].formula(words.language))
        self._sentences()
        st.subheader(words("Bidang × RW"))
        self._heat_map()
        self._tables()
        lineage_scene.button(view, "siapa", INDICATORS, areas=[view.area, *self.rw])

    def _sentences(self) -> None:
        """What is missing and what is double, in words."""
        words = self.view.words
        safe = {code: inert_markdown(name) for code, name in self.rw.items()}
        gaps, doubles = partners.sentences(words, self.matrix, safe)
        left, right = st.columns(2, gap="large")
        for place, title, said, none in (
            (left, words("Tidak ada mitra"), gaps, words("Setiap bidang ada mitranya di setiap RW.")),
            (right, words("Mitra ganda: perlu berkoordinasi"), doubles, words("Tidak ada bidang dengan dua mitra.")),
        ):
            with place:
                st.subheader(title)
                st.markdown("\n".join(f"- {line}" for line in said) if said else none)

    def _heat_map(self) -> None:
        """How many partners there are, with their names to point at."""
        words = self.view.words
        counted = self.matrix.map(len).astype(float)
        counted.index = pd.Index([sectors.name(key, words) for key in counted.index])
        counted.columns = pd.Index([self.rw[code] for code in counted.columns])
        figure = charts.heat_map(words, CATALOGUE["who_what_where"], counted)
        named = [["<br>".join(self._named(code) for code in cell) or words("tidak ada mitra") for cell in row] for row in self.matrix.to_numpy()]  # fmt: skip
        figure.data[0].update(customdata=named, hovertemplate="%{y} × %{x}<br>%{customdata}<extra></extra>")
        alt = words("Banyaknya mitra menurut bidang dan RW; nama mitranya ada di tabel di bawah")
        charts.draw(figure, words, "heat", alt, 130 + 34 * len(counted))

    def _named(self, code: str) -> str:
        name = self.partners["name"].get(code, code)
        return charts.inert_label(f"{code} {name}")

    def _tables(self) -> None:
        """The matrix with the partners' codes, and the partners with their names and reach."""
        view, words = self.view, self.view.words
        coded = self.matrix.map(", ".join)
        shown = coded.rename(columns=self.rw).replace("", "–")
        shown.insert(0, words("Bidang"), [sectors.name(key, words) for key in shown.index])
        alt = words("Mitra (kode) menurut bidang dan RW")
        tables.show(shown, {}, words, "table-3w", alt, "–")
        st.subheader(words("Mitra dan orang yang dijangkaunya"))
        reached = self._reach()
        self._bars(reached)
        about: dict[str, Unit] = {words("Orang dijangkau"): "people", "RW": "count"}
        tables.show(reached, about, words, "table-mitra", words("Mitra, bidang, RW, dan orang yang dijangkau"), "< 5")
        exported = {
            words("Siapa di mana"): self._listed(),
            words("Mitra"): reached,
            words("Matriks"): shown.reset_index(drop=True),
        }
        tables.downloads(view, exported, "mitra", INDICATORS, view.cells(level="rw"))

    def _reach(self) -> pd.DataFrame:
        """Partners at work or with people reached; a number of fewer than five people is empty."""
        view, words = self.view, self.view.words
        found = data.facet_figures(["partner_people"], view.cells(), "partner").set_index("item")["value"]
        at_work = self.works.groupby("partner")
        places, fields = at_work["area_code"].nunique(), at_work["sector"].unique()
        codes = sorted({*places.index, *found[found != 0].index} & set(self.partners.index))
        return pd.DataFrame(
            {
                words("Mitra"): [self.partners.at[c, "name"] for c in codes],
                words("Kode"): codes,
                words("Jenis"): [words(partners.KINDS.get(k, k)) for k in self.partners.loc[codes, "kind"]],
                words("Bidang"): [
                    ", ".join(sectors.name(s, words) for s in sorted(fields.get(c, []))) or "–" for c in codes
                ],
                "RW": [int(places.get(c, 0)) for c in codes],
                words("Orang dijangkau"): [float(found.get(c, 0.0)) for c in codes],
            }
        )

    def _bars(self, reached: pd.DataFrame) -> None:
        words = self.view.words
        column = words("Orang dijangkau")
        known = reached[reached[column] > 0]
        if known.empty:
            st.info(words("Belum ada catatan kehadiran atau layanan mitra pada periode ini."))
            return
        names, values = known[words("Mitra")].tolist(), known[column].tolist()
        figure: go.Figure = charts.bars(words, CATALOGUE["partner_people"], names, values, float("nan"))
        charts.draw(figure, words, "reach", words("Orang yang dijangkau tiap mitra"), 90 + 34 * len(known))

    def _listed(self) -> pd.DataFrame:
        """One row a combination, for a file."""
        words = self.view.words
        found = self.works.sort_values(["area_code", "sector", "partner"])
        return pd.DataFrame(
            {
                words("Kode wilayah"): found["area_code"],
                "RW": [self.rw.get(code, code) for code in found["area_code"]],
                words("Bidang"): [sectors.name(key, words) for key in found["sector"]],
                words("Kode"): found["partner"],
                words("Mitra"): [self.partners["name"].get(code, code) for code in found["partner"]],
            }
        )
