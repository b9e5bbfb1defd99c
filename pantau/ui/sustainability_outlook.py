"""The aid needed next year, with its uncertainty, how it is computed, and how it would have done before."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau import periods as period_text
from pantau.aid_needed import Needed
from pantau.indicators import Unit
from pantau.projection import BANDS, DRAWS, MONTHS
from pantau.schema import ALL_PROGRAMMES
from pantau.ui import charts, data, sustainability_charts, tables
from pantau.ui.frame import View
from pantau.words import Words, inert_markdown, later

WHAT: dict[str, tuple[str, Unit]] = {
    "rupiah": (later("Rupiah yang jatuh tempo"), "rupiah"),
    "mean": (later("Peserta rata-rata sebulan"), "transfers"),
    "end": (later("Peserta pada akhir 12 bulan"), "transfers"),
    "entered": (later("Peserta baru"), "transfers"),
    "left": (later("Peserta keluar"), "transfers"),
}
HEADINGS = {
    "low95": later("95%: paling sedikit"),
    "low80": later("80%: paling sedikit"),
    "middle": later("Perkiraan tengah (median)"),
    "high80": later("80%: paling banyak"),
    "high95": later("95%: paling banyak"),
}


def show(view: View, month: int) -> None:
    """The projection for the 12 months after ``month``."""
    words = view.words
    needed = data.listed("aid_needed", "needed", view.programme_id, view.area, month)
    if needed.months.empty:
        st.info(
            words(
                "Belum ada proyeksi: perlu daftar peserta dari sedikitnya tiga tahun penuh, dari program yang masih berjalan."
            )
        )
        return
    whole = needed.totals[needed.totals["programme_id"] == ALL_PROGRAMMES].set_index("what")
    st.markdown(_sentence(words, whole, month))
    alt = words(
        "Banyaknya peserta dua tahun terakhir dan proyeksi 12 bulan dengan pita 80% dan 95%, {what}", what=view.title()
    )
    charts.draw(sustainability_charts.outlook(words, needed.past, needed.months), words, "outlook", alt, 420)
    _show_totals(view, needed.totals)
    _show_left_out(view, needed)
    _show_checks(view, needed.checks)
    with st.expander(words("Cara menghitung proyeksi")):
        st.markdown(_method(words, needed.years))


def _sentence(words: Words, whole: pd.DataFrame, month: int) -> str:
    first, last = (words.period(period_text.month_of(month + n)) for n in (1, MONTHS))
    money, people = whole.loc["rupiah"], whole.loc["mean"]
    return words(
        "{first} – {last}: bantuan yang dibutuhkan sekitar **{middle}** (80%: {low80} – {high80}; 95%: {low95} – {high95}) "
        "untuk rata-rata **{people}** peserta sebulan (80%: {few} – {many}).",
        first=first,
        last=last,
        people=words.number(people["middle"]),
        few=words.number(people["low80"]),
        many=words.number(people["high80"]),
        **{name: words.figure(float(money[name]), "rupiah", short=True) for name in BANDS},
    )


def _show_totals(view: View, totals: pd.DataFrame) -> None:
    words = view.words
    several = totals["programme_id"].nunique() > 2
    shown = totals if several else totals[totals["programme_id"] == ALL_PROGRAMMES]
    order = {name: i for i, name in enumerate(WHAT)}
    shown = shown.assign(order=shown["what"].map(order)).sort_values(["programme_id", "order"])
    table = pd.DataFrame(
        {
            words("Program"): [
                words("Semua program dengan daftar peserta")
                if int(i) == ALL_PROGRAMMES and view.programme_id == ALL_PROGRAMMES
                else view.programme_name(int(i) or view.programme_id)
                for i in shown["programme_id"]
            ],
            words("Yang diperkirakan"): [words(WHAT[str(what)][0]) for what in shown["what"]],
            **{words(HEADINGS[name]): shown[name].to_numpy() for name in BANDS},
        }
    )
    units = {words(HEADINGS[name]): [WHAT[str(what)][1] for what in shown["what"]] for name in BANDS}
    alt = words("Proyeksi 12 bulan: rupiah dan peserta dengan batas 80% dan 95%")
    tables.show(table, units, words, "table-outlook", alt)
    tables.downloads(view, {words("Proyeksi"): table}, "proyeksi", ["graduation"], view.cells())


def _show_left_out(view: View, needed: Needed) -> None:
    """Which programmes the figures do not hold."""
    words = view.words
    parts = (
        (needed.without, later("Belum termasuk, karena tidak ada daftar pesertanya: {names}.")),
        (needed.short, later("Belum termasuk, karena daftarnya belum tiga tahun: {names}.")),
    )
    for ids, text in parts:
        if ids:
            names = ", ".join(view.programme_name(int(i)) for i in ids)
            st.caption(words(text, names=inert_markdown(names)))


def _show_checks(view: View, checks: pd.DataFrame) -> None:
    """Projections made again as of earlier years, from what was known then, beside what came."""
    words = view.words
    if checks.empty:
        return
    st.markdown(f"**{words('Diuji: proyeksi yang dibuat dari data setahun atau lebih yang lalu')}**")
    checks = checks[checks["actual"].notna() & checks["middle"].notna()]
    inside = [words("ya") if r.low80 <= r.actual <= r.high80 else words("tidak") for r in checks.itertuples()]
    table = pd.DataFrame(
        {
            words("Dibuat dari data s.d."): [words.period(period_text.month_of(int(m))) for m in checks["origin"]],
            words("Yang diperkirakan"): [words(WHAT[str(what)][0]) for what in checks["what"]],
            **{words(HEADINGS[name]): checks[name].to_numpy() for name in BANDS},
            words("Yang terjadi"): checks["actual"].to_numpy(),
            words("Dalam batas 80%"): inside,
        }
    )
    shown = [*(words(HEADINGS[name]) for name in BANDS), words("Yang terjadi")]
    units = {column: [WHAT[str(what)][1] for what in checks["what"]] for column in shown}
    tables.show(table, units, words, "table-checks", words("Proyeksi masa lalu dibanding yang terjadi"))


def _method(words: Words, years: int) -> str:
    return words(
        "1. **Bertahan.** Peserta sekarang keluar menurut bagian yang keluar pada tiap bulan kepesertaan (kurva "
        "Kaplan–Meier program itu), mulai dari bulan yang sudah dicapainya.\n"
        "2. **Tahun baik dan buruk.** Dari {years} tahun terakhir dihitung berapa yang keluar dibanding yang diperkirakan; "
        "perbandingan tahun depan diambil dari rentang prediksi Student-t atasnya.\n"
        "3. **Datang.** Peserta baru diambil dengan cara yang sama dari tahun-tahun itu, dan dibagi ke bulan menurut polanya.\n"
        "4. **Kebetulan.** Siapa yang keluar (binomial) dan berapa yang datang (Poisson) diundi; {draws} kali, dengan benih "
        "tetap, jadi data yang sama memberi angka yang sama.\n"
        "5. **Rupiah.** Peserta tiap bulan × rupiah jatuh tempo per peserta dan bulan selama 12 bulan terakhir, yang tumbuh "
        "seperti dari tahun ke tahun sebelumnya (diundi dengan cara yang sama).\n\n"
        "Yang tidak pernah terjadi dalam tahun-tahun itu (program baru, nominal berubah, bencana) tidak ada dalam batas ini.",
        years=years,
        draws=words.number(DRAWS),
    )
