"""What partners promised and what of it came: by partner, goods, RW, and the need that remains."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pantau import partners, sectors
from pantau import periods as period_text
from pantau.indicators import CATALOGUE, Unit
from pantau.ui import activity_charts, charts, data, lineage_scene, state, tables
from pantau.ui.charts import PALETTE
from pantau.ui.frame import View
from pantau.ui.voice_scene import by_rw, show_cards
from pantau.words import inert_markdown

INDICATORS = (
    "contribution_delivery",
    "contribution_pledged",
    "contribution_received",
    "pledges_overdue",
    "value_overdue",
)
EVERY = "semua"
LATE = "▲"


def yearly(view: View) -> View:
    """The view of the year in which its period lies: promises are kept over months."""
    return replace(by_rw(view), period=period_text.year_of(view.period))


def show(view: View) -> None:
    """The whole part."""
    words = view.words
    any_figure = show_cards(view, INDICATORS)
    found: pd.DataFrame = data.listed("partners", "contributions", view.area, view.period, view.programme_id)
    if not any_figure and found.empty:
        st.info(
            words(
                "Belum ada kontribusi pada {period} di {area}. Pilih tahun lain, atau muat berkas kontribusi mitra.",
                period=view.period,
                area=view.area_label(view.area),
            )
        )
        return
    st.subheader(words("Dijanjikan dan diterima menurut mitra"))
    _by_partner(view)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(words("Barang dan jasa"))
        _goods(view)
    with right:
        st.subheader(words("Ke mana perginya"))
        _where(view)
    st.subheader(words("Kebutuhan yang tersisa"))
    _need(view)
    st.subheader(words("Daftar kontribusi {year}", year=view.period))
    _list(view, found)
    below = view.areas[(view.areas["level"] == "rw") & view.areas["code"].str.startswith(view.area)]["code"]
    lineage_scene.button(view, "kontribusi", INDICATORS, areas=list(dict.fromkeys([view.area, *below])))


def _by_partner(view: View) -> None:
    """Pledged and delivered of each partner; a mark on those with something overdue."""
    words = view.words
    asked = ["contribution_delivery", "value_overdue", "pledges_overdue"]
    found = data.facet_figures(asked, view.cells(), "partner")
    delivery = found[(found["indicator_id"] == "contribution_delivery") & (found["denominator"] > 0)].set_index("item")
    if delivery.empty:
        st.info(words("Tidak ada janji pada tahun ini."))
        return
    late = found[found["indicator_id"] == "value_overdue"].set_index("item")["value"]
    late_number = found[found["indicator_id"] == "pledges_overdue"].set_index("item")["value"]
    names = data.listed("partners", "partners").set_index("code")["name"]
    delivery = delivery.sort_values("denominator", ascending=False)
    behind = {c: f"<br>{LATE} {words.rupiah(late[c], short=True)}" for c in delivery.index if late_number.get(c, 0)}
    labels = [f"{activity_charts.folded(names.get(c, c))}{behind.get(c, '')}" for c in delivery.index]
    series = {words("Dijanjikan"): delivery["denominator"], words("Diterima"): delivery["numerator"]}
    figure = go.Figure()
    for colour, (name, values) in zip(("#9fb3c1", PALETTE[0]), series.items(), strict=True):
        figure.add_bar(
            x=values.tolist(),
            y=labels,
            orientation="h",
            name=name,
            marker={"color": colour},
            text=[words.rupiah(v, short=True) for v in values],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y} · " + name + ": %{text}<extra></extra>",
        )
    top = float(max(delivery["denominator"].max(), delivery["numerator"].max()))
    axis = charts.axis(words, CATALOGUE["contribution_pledged"], [top])
    figure.update_xaxes(**{**axis, "range": [0, top * 1.25 or 1]})
    figure.update_yaxes(type="category", autorange="reversed", automargin=True)
    figure.update_layout(barmode="group", bargap=0.25)
    charts.draw(figure, words, "pledges", words("Rupiah dijanjikan dan diterima menurut mitra"), 110 + 68 * len(labels))
    st.caption(
        words("{mark} rupiah yang lewat batas waktunya pada akhir periode, dari janji tahun mana pun.", mark=LATE)
    )
    table = pd.DataFrame(
        {
            words("Mitra"): [names.get(c, c) for c in delivery.index],
            words("Dijanjikan"): delivery["denominator"].tolist(),
            words("Diterima"): delivery["numerator"].tolist(),
            words("Realisasi"): delivery["value"].tolist(),
            words("Janji lewat waktu"): [float(late_number.get(c, 0)) for c in delivery.index],
            words("Nilai lewat waktu"): [float(late.get(c, 0)) for c in delivery.index],
        }
    )
    units: dict[str, Unit] = dict.fromkeys(
        (words("Dijanjikan"), words("Diterima"), words("Nilai lewat waktu")), "rupiah"
    )
    units |= {words("Realisasi"): "share", words("Janji lewat waktu"): "count"}
    tables.show(table, units, words, "table-janji", words("Janji dan realisasi menurut mitra"))
    forms = _by_form(view)
    tables.show(
        forms,
        {name: units[name] for name in units if name in forms},
        words,
        "table-bentuk",
        words("Janji dan realisasi menurut bentuk"),
    )
    exported = {words("Menurut mitra"): table, words("Menurut bentuk"): forms}
    tables.downloads(view, exported, "realisasi", INDICATORS, view.cells())


def _by_form(view: View) -> pd.DataFrame:
    """Cash, goods and services: pledged and received."""
    words = view.words
    found = data.facet_figures(["contribution_delivery"], view.cells(), "kind")
    found = found[found["denominator"] > 0]
    return pd.DataFrame(
        {
            words("Bentuk"): [words(partners.FORMS.get(key, key)) for key in found["item"]],
            words("Dijanjikan"): found["denominator"].tolist(),
            words("Diterima"): found["numerator"].tolist(),
            words("Realisasi"): found["value"].tolist(),
        }
    )


def _goods(view: View) -> None:
    words = view.words
    found: pd.DataFrame = data.listed("partners", "goods", view.cells())
    if found.empty:
        st.info(words("Tidak ada barang atau jasa yang dijanjikan pada tahun ini."))
        return
    table = pd.DataFrame(
        {
            words("Barang atau jasa"): found["item"],
            words("Satuan"): found["unit"],
            words("Dijanjikan"): found["pledged"],
            words("Diterima"): found["delivered"],
        }
    )
    units: dict[str, Unit] = dict.fromkeys((words("Dijanjikan"), words("Diterima")), "count")
    tables.show(table, units, words, "table-barang", words("Barang dan jasa yang dijanjikan dan diterima"))
    tables.downloads(view, {words("Barang"): table}, "barang", INDICATORS[:1], view.cells())


def _where(view: View) -> None:
    words = view.words
    found = data.figures(["contribution_received"], view.cells(level="rw"))
    every = data.figures(["contribution_received"], view.cells())
    if found.empty or every.empty:
        st.info(words("Belum ada kontribusi yang diterima pada tahun ini."))
        return
    names = [view.area_label(code) for code in found["area_code"]]
    values = found["value"].tolist()
    unplaced = float(every["value"].iloc[0]) - float(found["value"].sum())
    if view.level == "kelurahan" and unplaced > 0:
        names, values = [*names, words("Kelurahan (tanpa RW)")], [*values, unplaced]
    figure = charts.bars(words, CATALOGUE["contribution_received"], names, values, float("nan"))
    alt = words("Rupiah kontribusi yang diterima menurut RW")
    charts.draw(figure, words, "received", alt, 90 + 34 * len(names))


def _need(view: View) -> None:
    """What families say they lack beside what came, and what is left, in words."""
    words = view.words
    found: pd.DataFrame = data.listed("partners", "need_and_received", view.cells(level="rw"))
    if found.empty or not (found["asked"] > 0).any():
        st.info(words("Belum ada kunjungan yang menanyakan kebutuhan pada tahun ini."))
        return
    names = view.areas.set_index("code")["name"]
    left = partners.remaining(found)
    if left.empty:
        st.markdown(words("Tidak ada kebutuhan besar yang belum disentuh kontribusi pada tahun ini."))
    else:
        lines = [
            words(
                "**{area}**: {share} keluarga yang ditanya menyebut {sector}, belum ada kontribusi yang datang",
                area=inert_markdown(names.get(row.area_code, row.area_code)),
                share=words.percent(row.need, 0),
                sector=sectors.name(str(row.sector), words).lower(),
            )
            for row in left.itertuples()
        ]
        st.markdown("\n".join(f"- {line}" for line in lines))
    wide = found.pivot(index="sector", columns="area_code", values="need").reindex(list(sectors.SECTORS))
    came = found.pivot(index="sector", columns="area_code", values="received").reindex(list(sectors.SECTORS))
    wide.index = pd.Index([sectors.name(str(key), words) for key in wide.index])
    wide.columns = pd.Index([names.get(code, code) for code in wide.columns])
    figure = charts.heat_map(words, CATALOGUE["contribution_delivery"], wide, low_is_good=True)
    money = [[words.rupiah(v, short=True) for v in row] for row in came.to_numpy()]
    figure.data[0].update(
        customdata=money, hovertemplate="%{y} × %{x}: %{text}<br>" + words("diterima") + " %{customdata}<extra></extra>"
    )
    alt = words("Bagian keluarga yang menyebut kebutuhan, menurut bidang dan RW")
    st.caption(alt)
    charts.draw(figure, words, "heat", alt, 130 + 34 * len(wide))
    table = pd.DataFrame(
        {
            "RW": [names.get(code, code) for code in found["area_code"]],
            words("Bidang"): [sectors.name(key, words) for key in found["sector"]],
            words("Keluarga ditanya"): found["asked"],
            words("Menyebut"): found["named"],
            words("Bagian"): found["need"],
            words("Diterima"): found["received"],
        }
    )
    units: dict[str, Unit] = dict.fromkeys((words("Keluarga ditanya"), words("Menyebut")), "count")
    units |= {words("Bagian"): "share", words("Diterima"): "rupiah"}
    with st.expander(words("Angkanya sebagai tabel"), icon=":material/table:"):
        tables.show(table, units, words, "table-kebutuhan", words("Kebutuhan dan kontribusi menurut RW dan bidang"))
        tables.downloads(view, {words("Kebutuhan"): table}, "kebutuhan-csr", INDICATORS[:1], view.cells(level="rw"))


def _list(view: View, found: pd.DataFrame) -> None:
    words = view.words
    names = {key: words(name) for key, name in partners.KEPT.items()}
    with st.container(width=280, key="f-janji"):
        chosen = state.select("janji", words("Keadaan"), [EVERY, *names], EVERY, lambda k: names.get(k, words("Semua")))
    if chosen != EVERY:
        found = found[found["standing"] == chosen]
    if found.empty:
        st.info(words("Tidak ada kontribusi dengan pilihan ini."))
        return
    places = view.areas.set_index("code")["name"]

    def day(value: object) -> str | None:
        return None if value is None or pd.isna(value) else words.date(value)  # type: ignore[arg-type]

    table = pd.DataFrame(
        {
            words("Mitra"): found["partner_name"],
            "RW": [places.get(code, code) for code in found["area_code"]],
            words("Bidang"): [sectors.name(key, words) for key in found["sector"]],
            words("Bentuk"): [words(partners.FORMS.get(key, key)) for key in found["kind"]],
            words("Barang atau jasa"): found["item"].replace("", None),
            words("Jumlah dijanjikan"): found["quantity_pledged"],
            words("Jumlah diterima"): found["quantity_delivered"],
            words("Nilai dijanjikan"): found["value_pledged"],
            words("Nilai diterima"): found["value_delivered"],
            words("Keadaan"): [names[key] for key in found["standing"]],
            words("Dijanjikan pada"): [day(d) for d in found["pledged_date"]],
            words("Batas waktu"): [day(d) for d in found["due_date"]],
            words("Diterima pada"): [day(d) for d in found["delivered_date"]],
            words("Kode"): found["code"],
        }
    )
    units: dict[str, Unit] = dict.fromkeys((words("Jumlah dijanjikan"), words("Jumlah diterima")), "count")
    units |= dict.fromkeys((words("Nilai dijanjikan"), words("Nilai diterima")), "rupiah")
    alt = words("Daftar kontribusi dengan nilai, jumlah, batas waktu, dan keadaannya")
    tables.show(table, units, words, "table-kontribusi", alt, "–")
    tables.downloads(view, {words("Kontribusi"): table}, "kontribusi", INDICATORS, view.cells())
