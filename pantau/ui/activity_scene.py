"""What the page on activities shows of every kind: its figures with intervals, reach, and the register."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pantau import activities, counted
from pantau import periods as period_text
from pantau.indicators import CATALOGUE, Indicator, Unit
from pantau.ui import charts, data, lineage_scene, state, tables
from pantau.ui.activity_charts import Ranged, interval
from pantau.ui.frame import View
from pantau.ui.voice_scene import by_rw, show_cards
from pantau.words import Words, later

INDICATORS: Mapping[str, tuple[str, ...]] = {
    "pelatihan": (
        *("training_participants", "training_completion", "training_gain", "business_started", "business_alive"),
        *("income_change", "follow_up_lost"),
    ),
    "penyuluhan": ("outreach_reach", "outreach_participants", "outreach_sessions", "quiz_gain"),
    "kesehatan": (
        *("health_reach", "health_people", "vaccine_dose_1", "vaccine_dose_2", "vaccine_dose_3"),
        *("health_educated", "health_goods"),
    ),
    "kelompok": (
        *("groups_active", "group_membership", "group_attendance", "stigma_score", "support_score"),
        *("stigma_change", "support_change"),
    ),
}
"""The headline figures of each kind."""

REACH: Mapping[str, Indicator] = {
    "pelatihan": CATALOGUE["training_participants"],
    "penyuluhan": CATALOGUE["outreach_participants"],
    "kesehatan": CATALOGUE["health_people"],
    "kelompok": counted.plain({"group_members": 1.0}, unit="people", few=True),
}
"""Who is reached: the people that are split by RW, sex and age."""
_AGES = {
    "0-6": later("0–6 tahun"),
    "7-17": later("7–17 tahun"),
    "18-39": later("18–39 tahun"),
    "40-59": later("40–59 tahun"),
    "60+": later("60 tahun ke atas"),
}
_SEXES = {"L": later("Laki-laki"), "P": later("Perempuan")}


def kind_choice(view: View) -> str:
    """Which kind of activity is shown."""
    words = view.words
    names = {key: words(name) for key, name in activities.KINDS.items()}
    return state.segments(
        "jenis", words("Jenis kegiatan"), list(names), "pelatihan", names.__getitem__, hide_label=True
    )


def yearly(view: View) -> View:
    """The view of the year in which its period lies, of the RW where an RT is asked for."""
    return replace(by_rw(view), period=period_text.year_of(view.period))


def item_name(words: Words, item: str) -> str:
    """A sex or an age group in words; anything else as it is."""
    known = {**_SEXES, **_AGES}
    return words("tidak diketahui") if item == "?" else words(known[item]) if item in known else item


def in_order(words: Words, names: Iterable[str]) -> list[str]:
    """Names of :func:`item_name`: age groups from the youngest, anything else by the alphabet."""
    ages = [words(name) for name in _AGES.values()]
    return sorted(names, key=lambda name: (ages.index(name) if name in ages else -1, name))


def show_figures(view: View, kind: str) -> bool:
    """Cards, and a table with intervals; whether there is any figure."""
    words = view.words
    ids = INDICATORS[kind]
    if not show_cards(view, ids):
        return False
    now = data.figures(ids, view.cells())
    names = [CATALOGUE[str(i)] for i in now["indicator_id"]]
    rows = [Ranged("", r.value, r.low, r.high) for r in now.itertuples()]
    table = pd.DataFrame(
        {
            words("Indikator"): [indicator.name(words.language) for indicator in names],
            words("Nilai"): [words.figure(r.value, i.unit) for r, i in zip(rows, names, strict=True)],
            words("Rentang 95%"): [interval(words, r, i.unit) for r, i in zip(rows, names, strict=True)],
            words("Banyaknya"): now["denominator"].tolist(),
            words("Target"): [
                "–" if math.isnan(t) else words.figure(t, i.unit) for t, i in zip(now["target"], names, strict=True)
            ],
        }
    )
    with st.expander(words("Angka dengan rentang 95%"), icon=":material/table:"):
        alt = words("Indikator dengan nilai dan rentang 95%")
        tables.show(table, {words("Banyaknya"): "count"}, words, "table-angka", alt, "–")
        exported = {words("Kegiatan"): tables.export_table(view, now)}
        tables.downloads(view, exported, f"angka-{kind}", ids, view.cells())
    below = view.areas[(view.areas["level"] == "rw") & view.areas["code"].str.startswith(view.area)]["code"]
    areas = list(dict.fromkeys([view.area, *below]))
    lineage_scene.button(view, f"kegiatan-{kind}", ids, areas=areas, periods=view.same_kind()[::-1])
    return True


# --- whom it reaches ------------------------------------------------------------------------------------


def show_reach(view: View, kind: str) -> None:
    """People by RW, and by sex and age; numbers of few people are not said where the kind is sensitive."""
    words, indicator = view.words, REACH[kind]
    by_area = _split(view, indicator, "", "rw")
    left, right = st.columns(2, gap="large")
    names = view.areas.set_index("code")["name"]
    parts = {
        "rw": (left, words("Orang menurut RW"), by_area, [str(names.get(c, c)) for c in by_area["area_code"]]),
    }
    for facet, title in (("sex", words("Menurut jenis kelamin")), ("age", words("Menurut umur"))):
        found = _split(view, indicator, facet, view.level)
        found = found[found["numerator"] != 0]  # hidden ones are NaN
        found = found.assign(name=[item_name(words, item) for item in found["item"]]).set_index("name")
        found = found.loc[in_order(words, found.index)]
        parts[facet] = (right, title, found, list(found.index))
    exported: dict[str, pd.DataFrame] = {}
    for key, (place, title, found, labels) in parts.items():
        values = found["value"].tolist()
        with place:
            st.markdown(f"**{title}**")
            if not values:
                st.info(words.no_data)
                continue
            figure = people_bars(words, labels, values)
            if key in ("rw", "age"):  # in their own order: who looks for an RW finds it
                figure.update_yaxes(categoryorder="array", categoryarray=[charts.inert_label(b) for b in labels][::-1])
            charts.draw(figure, words, f"reach-{key}", title, 70 + 34 * len(labels))
        exported[title[:31]] = pd.DataFrame({words("Bagian"): labels, words("Orang"): values})
    with st.expander(words("Angkanya sebagai tabel"), icon=":material/table:"):
        for number, (title, table) in enumerate(exported.items()):
            tables.show(table, {words("Orang"): "people"}, words, f"table-reach-{number}", title, "< 5")
        if exported:
            ids = [i for i in INDICATORS[kind] if CATALOGUE[i] is indicator] or INDICATORS[kind][:1]
            tables.downloads(view, exported, f"jangkauan-{kind}", ids, view.cells(level="rw"))


def people_bars(words: Words, names: list[str], values: list[float]) -> go.Figure:
    """Bars of numbers of people; NaN is a number too small to be said."""
    figure = charts.bars(words, CATALOGUE["training_participants"], names, values, math.nan)
    figure.data[0].text = ["< 5" if text == words.no_data else text for text in figure.data[0].text]
    return figure


def _split(view: View, indicator: Indicator, facet: str, level: str) -> pd.DataFrame:
    found: pd.DataFrame = data.listed("counted", "pooled", (indicator,), view.cells(level=level), facet)
    return found


# --- the register -------------------------------------------------------------------------------------------


def show_register(view: View, kind: str) -> None:
    """The activities of the year in a table."""
    words = view.words
    found: pd.DataFrame = data.listed("activities", "register", kind, view.cells())
    if found.empty:
        st.info(words("Tidak ada kegiatan jenis ini pada {year}.", year=view.period))
        return
    names = view.areas.set_index("code")["name"]
    total = found.loc[found["status"] != "batal", "cost"].sum()
    st.markdown(
        words(
            "Kegiatan: {n} · sesi terlaksana: {held} · biaya: {cost}",
            n=words.number(len(found)),
            held=words.number(found["held"].sum()),
            cost=words.rupiah(float(total), short=True),
        )
    )
    table = pd.DataFrame(
        {
            words("Kegiatan"): found["title"],
            words("Tema"): found["theme"],
            words("Wilayah"): [names.get(code, code) for code in found["area_code"]],
            words("Mulai"): [words.date(day) for day in found["start_date"]],
            words("Berakhir"): [None if day is None else words.date(day) for day in found["end_date"]],
            words("Sesi terlaksana"): found["held"],
            words("Sesi rencana"): found["sessions"],
            words("Orang hadir"): found["people"],
            words("Kuota"): found["places"],
            words("Biaya"): found["cost"],
            words("Mitra"): found["partner_name"],
            words("Keadaan"): [words(activities.STATUSES.get(s, s)) for s in found["status"]],
            words("Kode"): found["code"],
        }
    )
    counts = (words("Sesi terlaksana"), words("Sesi rencana"), words("Kuota"))
    units: dict[str, Unit] = {**dict.fromkeys(counts, "count"), words("Biaya"): "rupiah"}
    shown, people = table, found["people"]
    if people.isna().any():  # few, of a sensitive kind: said so, where other empty cells are a dash
        shown = table.assign(**{words("Orang hadir"): ["< 5" if math.isnan(n) else words.number(n) for n in people]})
    else:
        units[words("Orang hadir")] = "people"
    alt = words("Daftar kegiatan dengan tempat, waktu, sesi, peserta, dan biaya")
    tables.show(shown, units, words, "table-kegiatan", alt, "–")
    tables.downloads(view, {words("Kegiatan"): table}, f"kegiatan-{kind}", INDICATORS[kind][:1], view.cells())
