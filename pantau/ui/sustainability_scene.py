"""What the page on sustainability shows of staying, leaving and coming back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property

import pandas as pd
import streamlit as st

from pantau import periods as period_text
from pantau import sustainability, trained
from pantau.indicators import CATALOGUE
from pantau.statistics import Survival
from pantau.ui import cards, charts, data, state, sustainability_charts, tables
from pantau.ui.frame import View
from pantau.words import Words, inert_markdown

INDICATORS = ("graduation", "re_entry", "near_graduation", "dependency", "stay_months")
RATES = ("graduation", "re_entry")
SPLITS = ("program", "wilayah", "pelatihan")
PERIODS = 12
"""Periods that the charts over time go back."""


class Sustainability:
    """The lists of participants of the programme and area asked for, as known at the end of the period asked for."""

    def __init__(self, view: View) -> None:
        self.view = view
        newest = data.listed("sustainability", "known_to")
        asked = period_text.span(view.period)[1]
        self.month: int = min(asked, newest) if newest is not None else asked
        self.stays: pd.DataFrame = data.listed("sustainability", "stays", view.programme_id, view.area)

    @property
    def words(self) -> Words:
        """The reader's language."""
        return self.view.words

    @property
    def has_list(self) -> bool:
        """Whether anybody had entered by then, as a list of participants says."""
        return bool((self.stays["entry_month"] <= self.month).any())

    @property
    def as_of(self) -> str:
        """Until when the lists are looked at, in words."""
        return self.words.period(period_text.month_of(self.month))

    def no_list(self) -> None:
        """What to do where there is no list of participants."""
        st.info(
            self.words(
                "Belum ada daftar peserta untuk pilihan ini, jadi lama kepesertaan, graduasi, dan proyeksi belum dapat "
                "dihitung. Petugas: muat berkas kepesertaan (program, KK atau NIK, tanggal masuk, tanggal keluar, alasan)."
            )
        )

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The indicators of all periods of the kind asked for, up to the one asked for."""
        return data.figures(INDICATORS, self.view.cells(self.view.upto()))

    def show_cards(self) -> None:
        """The indicators, and a table with their intervals."""
        view, words, past = self.view, self.words, self.figures
        st.caption(
            words(
                "Satu kepesertaan: satu keluarga, atau satu orang, dalam satu program. Dalam sebulan sedikit yang graduasi; untuk "
                "angka yang lebih mantap pilih jenis periode Tahun."
            )
        )
        before = period_text.previous(view.period)
        now = past[past["period"] == view.period]
        cards.show(view, INDICATORS, now, past[past["period"] == before], past, words.period(before))
        names = [CATALOGUE[str(i)] for i in now["indicator_id"]]
        table = pd.DataFrame(
            {
                words("Indikator"): [i.name(words.language) for i in names],
                words("Nilai"): now["value"].to_numpy(),
                words("Batas bawah 95%"): now["low"].to_numpy(),
                words("Batas atas 95%"): now["high"].to_numpy(),
                words("Pembilang"): now["numerator"].where(now["denominator"].notna()).to_numpy(),
                words("Penyebut"): now["denominator"].to_numpy(),
            }
        )
        units = {words(c): [i.unit for i in names] for c in ("Nilai", "Batas bawah 95%", "Batas atas 95%")}
        parts = {words("Pembilang"): 0, words("Penyebut"): 1}
        units |= {column: [i.part_units[part] for i in names] for column, part in parts.items()}
        tables.show(table, units, words, "table-lanjut", words("Indikator keberlanjutan dengan rentang 95%"), "–")

    # --- how long --------------------------------------------------------------------------------------

    def show_curves(self) -> None:
        """Survival curves by programme, area or training, and their tables."""
        words = self.words
        names = {
            "program": words("Per program"),
            "wilayah": words("Per RW/RT"),
            "pelatihan": words("Menurut pelatihan"),
        }
        split = state.segments("kurva", words("Kurva"), SPLITS, "program", names.__getitem__)
        if split == "pelatihan":
            curves = self._trained_curves()
            since = words("bulan sejak {month}", month=words.period(period_text.month_of(self._landmark)))
        else:
            curves = {name: sustainability.curve(rows, self.month) for name, rows in self._groups(split)}
            since = words("bulan sejak masuk")
        if not curves:
            return
        alt = words("Kurva bertahan: bagian yang masih menjadi peserta menurut lamanya, {what}", what=self.view.title())
        charts.draw(sustainability_charts.survival(words, curves, since), words, "survival", alt, 460)
        st.caption(
            words(
                "Kaplan–Meier, s.d. {month}; pita: rentang 95% (Greenwood, skala log(−log)). Yang masih menjadi peserta "
                "dihitung selama mereka diamati, jadi kurva tidak menunggu semua orang keluar.",
                month=self.as_of,
            )
        )
        self._show_medians(curves)

    def _groups(self, split: str) -> list[tuple[str, pd.DataFrame]]:
        view = self.view
        if split == "program":
            groups = self.stays.groupby("programme_id", sort=True)
            named = [(view.programme_name(int(i)), rows) for i, rows in groups]
        elif view.level == "rt":
            named = [(view.area_label(view.area), self.stays)]
        else:
            codes = self.stays["area_code"].str[: 17 if view.level == "kelurahan" else 21]
            named = [(view.area_label(str(code)), rows) for code, rows in self.stays.groupby(codes, sort=True)]
        return [(name, rows) for name, rows in named if (rows["entry_month"] <= self.month).any()]

    @property
    def _landmark(self) -> int:
        return self.month - trained.LANDMARK

    def _trained_curves(self) -> dict[str, Survival]:
        """Families enrolled at the landmark, by whether a member had been at a training by then."""
        words, view = self.words, self.view
        frame = data.listed("trained", "stays_since", self._landmark, view.programme_id, view.area)
        curves, p = trained.curves(frame, self._landmark, self.month)
        if len(curves) < 2:
            st.info(
                words(
                    "Belum dapat dibandingkan: pada {month} belum ada peserta yang anggota keluarganya pernah ikut pelatihan, "
                    "atau daftarnya tidak ada dalam keadaan data ini.",
                    month=words.period(period_text.month_of(self._landmark)),
                )
            )
            return {}
        names = {True: words("Pernah ikut pelatihan"), False: words("Belum pernah ikut")}
        graduated = trained.graduated(frame, self.month).set_index("trained")
        said = [
            words(
                "{name}: {out} dari {n} graduasi",
                name=names[key],
                out=words.number(graduated.at[key, "graduated"]),
                n=words.number(graduated.at[key, "stays"]),
            )
            for key in (True, False)
        ]
        st.markdown(
            words(
                "Peserta pada {month}, diikuti {n} bulan. {said}. Uji log-rank: p = {p}. Ini perbandingan, bukan bukti sebab: "
                "yang datang ke pelatihan mungkin memang berbeda.",
                month=words.period(period_text.month_of(self._landmark)),
                n=trained.LANDMARK,
                said=inert_markdown("; ".join(said)),
                p="–" if math.isnan(p) else words.number(p, 3),
            )
        )
        return {names[key]: curves[key] for key in (True, False)}

    def _show_medians(self, curves: Mapping[str, Survival]) -> None:
        words = self.words
        group, n, out = words("Kelompok"), words("Kepesertaan"), words("Sudah keluar")
        quarter, median = words("Seperempat keluar dalam"), words("Separuh keluar dalam (median)")
        low, high = words("Median, batas bawah"), words("Median, batas atas")
        rows = []
        for name, curve in curves.items():
            middle = curve.median()
            row = {group: name, n: curve.n, out: int(curve.steps["ended"].sum())}
            row |= {quarter: curve.time_until(0.75).value, median: middle.value, low: middle.low, high: middle.high}
            row |= {self._still(m): curve.share_at(m) for m in sustainability.MILESTONES}
            rows.append(row | {self._seen(m): curve.at_risk_at(m) for m in sustainability.MILESTONES})
        table = pd.DataFrame(rows)
        units: dict = {n: "transfers", out: "transfers", **dict.fromkeys([quarter, median, low, high], "months")}
        units |= {self._still(m): "share" for m in sustainability.MILESTONES}
        units |= {self._seen(m): "transfers" for m in sustainability.MILESTONES}
        alt = words(
            "Lama kepesertaan: median dengan rentangnya, dan bagian yang masih peserta dengan banyaknya yang diamati"
        )
        tables.show(table, units, words, "table-survival", alt, "–")
        st.caption(words("–: belum tercapai, atau belum ada yang diamati selama itu."))
        steps = pd.concat([c.steps.assign(group=name) for name, c in curves.items()], ignore_index=True)
        steps = steps[["group", "time", "at_risk", "ended", "censored", "share", "low", "high"]]
        headings = (words("Bulan"), words("Diamati"), words("Keluar"), words("Belum keluar, terakhir diamati"))
        bounds = (words("Masih peserta"), words("Batas bawah 95%"), words("Batas atas 95%"))
        steps.columns = pd.Index([group, *headings, *bounds])
        self.downloads({words("Lama kepesertaan"): table, words("Kurva"): steps}, "lama-kepesertaan")

    def _still(self, months: int) -> str:
        return self.words("Masih peserta {n} bl", n=months)

    def _seen(self, months: int) -> str:
        return self.words("Diamati {n} bl", n=months)

    def downloads(self, sheets: Mapping[str, pd.DataFrame], name: str, indicator: str = "graduation") -> None:
        """Buttons for the tables of a section."""
        tables.downloads(self.view, sheets, name, [indicator], self.view.cells())

    def show_rates(self) -> None:
        """Graduation and re-entry year by year with their intervals: in one month few graduate, or none."""
        words, view = self.words, self.view
        until = period_text.year_of(view.period)
        years = [p for p in data.periods() if period_text.kind_of(p) == "year" and p <= until]
        frame = data.figures(RATES, view.cells(tuple(years)))
        names = {year: words.period(year) for year in years}
        for column, rate in zip(st.columns(len(RATES)), RATES, strict=True):
            indicator = CATALOGUE[rate]
            rows = frame[frame["indicator_id"] == rate]
            name = indicator.name(words.language)
            said = words("{name} per tahun dengan rentang 95%, {what}", name=name, what=view.title())
            with column:
                if rows["value"].isna().all():
                    st.info(f"{name}: {words.no_data}")
                    continue
                figure = sustainability_charts.rate(words, indicator, rows, names)
                charts.draw(figure, words, f"rate-{rate}", said, 340)
        st.caption(words("Garis tegak: rentang 95% (Wilson). Rentang yang lebar berarti hitungannya kecil."))
        table = pd.DataFrame(
            {
                words("Periode"): [view.period_name(str(p)) for p in frame["period"]],
                words("Indikator"): [CATALOGUE[str(i)].name(words.language) for i in frame["indicator_id"]],
                words("Nilai"): frame["value"].to_numpy(),
                words("Batas bawah 95%"): frame["low"].to_numpy(),
                words("Batas atas 95%"): frame["high"].to_numpy(),
                words("Pembilang"): frame["numerator"].to_numpy(),
                words("Penyebut"): frame["denominator"].to_numpy(),
            }
        )[::-1]
        units: dict = dict.fromkeys([words("Nilai"), words("Batas bawah 95%"), words("Batas atas 95%")], "share")
        units |= dict.fromkeys([words("Pembilang"), words("Penyebut")], "transfers")
        with st.expander(words("Tabel graduasi dan kembali menerima")):
            said = words("Graduasi dan kembali menerima per tahun dengan rentang 95%")
            tables.show(table, units, words, "table-rates", said, "–")
        self.downloads({words("Graduasi"): table}, "graduasi")
