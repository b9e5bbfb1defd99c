"""What the public board shows of a tranche: its schedule, its account in rupiah, its path, and where it is late."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import pandas as pd
import streamlit as st

from pantau import periods as period_text
from pantau import tranches
from pantau.indicators import CATALOGUE, Unit
from pantau.lineage import FEW
from pantau.queries import LEVEL_LENGTH
from pantau.schema import ALL_PROGRAMMES
from pantau.ui import charts, data, state, tables, tranche_charts
from pantau.ui.frame import View
from pantau.words import Words

INDICATORS = ("disbursement_rate", "median_days_late", "late_p90", "receive_days", "receive_days_p90", "amount_paid")
DAYS = (0, 3, 7, 14, 30)
"""Days after which the table of the path says what was paid by then."""
SPLITS = ("semua", "rw", "kanal")
STAGES = 12
"""Tranches of the schedule, the newest ones."""


def programme_choice(view: View) -> View:
    """The view of one programme: the filter bar's, else one chosen here."""
    words = view.words
    if view.programme_id != ALL_PROGRAMMES:
        return view
    offered = data.listed("tranches", "programmes")
    if not offered:
        return view
    ids = {view.programme_code(i): i for i in offered}
    with st.container(width=300, key="f-papan"):
        code = state.select(
            "papan", words("Program di papan ini"), list(ids), next(iter(ids)), lambda c: view.programme_name(ids[c])
        )
    return replace(view, programme_id=ids[code])


class Board:
    """One programme's tranches in an area; after :meth:`look_at`, one of them."""

    def __init__(self, view: View) -> None:
        # A path is known by RW: of an RT that of its RW is shown.
        self.asked = view.area
        self.view = replace(view, area=view.area[: LEVEL_LENGTH["rw"]])
        self.listed: pd.DataFrame = data.listed("tranches", "schedule", view.programme_id)
        self.every: pd.DataFrame = data.listed("tranches", "rows", view.programme_id, self.view.area)

    @property
    def words(self) -> Words:
        """The reader's language."""
        return self.view.words

    @cached_property
    def months(self) -> list[int]:
        """First months of the tranches shown, newest first: those of the office's list, else all that have transfers."""
        known = self.listed if len(self.listed) else self.every
        upto = period_text.span(self.view.period)[1]
        return sorted({int(m) for m in known["month_from"] if m <= upto}, reverse=True)

    @property
    def empty(self) -> bool:
        """No tranche by the period asked for."""
        return self.view.programme_id == ALL_PROGRAMMES or not self.months

    def name(self, month: int) -> str:
        """Tahap III 2026 (Juli 2026)."""
        said = self.listed[self.listed["month_from"] == month]
        first = self.words.period(period_text.month_of(month))
        return f"{said['name'].iloc[0]} ({first})" if len(said) else first

    def stage_choice(self) -> int:
        """The select box of tranches; the first month of the one chosen."""
        months = {period_text.month_of(m): m for m in self.months}
        with st.container(width=280, key="f-tahap"):
            chosen = state.select(
                "tahap", self.words("Tahap"), list(months), next(iter(months)), lambda m: self.name(months[m])
            )
        return months[chosen]

    def look_at(self, month: int) -> None:
        """Show this tranche."""
        self.month = month
        self.rows = self.every[self.every["month_from"] == month]
        self.stage = self.figures_of(month)

    def figures_of(self, month: int) -> tranches.Stage:
        """The figures of a tranche."""
        return tranches.stage(self.every, self.listed, month, whole=self.view.level == "kelurahan")

    @property
    def title(self) -> str:
        """Programme · area · tranche."""
        view = self.view
        return " · ".join([view.programme_name(view.programme_id), view.area_label(view.area), self.name(self.month)])

    # --- numbers -------------------------------------------------------------------------------------------

    def show_numbers(self) -> None:
        """The dates, and how far it has come, in large figures."""
        words, stage = self.words, self.stage
        due, released = self._dates(self.month)
        cards = [
            (words("Jatuh tempo"), due),
            (words("Cair"), released),
            (words("Sudah dibayar"), words.figure(stage.share, "share")),
            (words("Belum dibayar"), self.few(stage.unpaid_transfers)),
            (words("Hari terlambat (median)"), words.figure(stage.median_late, "days")),
            (words("Hari terlambat (persentil 90)"), words.figure(stage.p90_late, "days")),
            (words("Cair sampai diterima (median)"), words.figure(stage.median_receive, "days")),
        ]
        with st.container(horizontal=True, key="papan-numbers"):
            for label, figure in cards:
                st.metric(label, figure, border=True, width="content")
        if self.asked != self.view.area:
            st.caption(
                words(
                    "Jalannya tahap dicatat per RW: yang ditampilkan {area}.", area=self.view.area_label(self.view.area)
                )
            )

    def few(self, count: int) -> str:
        """A count of transfers as everybody may see it: few are not counted out."""
        return f"<{FEW}" if 0 < count < FEW else self.words.number(count)

    def _dates(self, month: int) -> tuple[str, str]:
        words = self.words
        said = self.listed[self.listed["month_from"] == month]
        due = [
            *said["due_date"],
            *(self.every.loc[self.every["month_from"] == month, "due_date"] if said.empty else ()),
        ]
        released = [day for day in said["released_date"] if not pd.isna(day)]
        missing = words("belum") if len(said) else words("tidak dicatat")
        return (words.date(min(due)) if due else "–", words.date(min(released)) if released else missing)

    def show_account(self) -> None:
        """Released, due, paid and owed in rupiah, and what lies between them."""
        words, stage = self.words, self.stage
        lines: list[tuple[str, float, float]] = [
            (words("Hak penerima menurut catatan penyaluran"), stage.due, stage.transfers),
            (words("− sudah dibayar"), stage.paid, stage.paid_transfers),
            (words("− belum dibayar"), stage.unpaid, stage.unpaid_transfers),
            (words("− dibayar tidak sebesar haknya: yang kurang"), stage.short, stage.short_transfers),
        ]
        if stage.released is not None:
            listed = float(self.listed.loc[self.listed["month_from"] == self.month, "recipients"].sum())
            lines.insert(0, (words("Cair menurut daftar tahap"), stage.released, listed or float("nan")))
            more = listed - stage.transfers if listed else float("nan")
            lines.append((words("Selisih: di daftar tahap, tidak di catatan penyaluran"), stage.beyond or 0, more))
        table = pd.DataFrame(lines, columns=[words("Uraian"), words("Rupiah"), words("Penyaluran")])
        units: dict[str, Unit] = {words("Rupiah"): "rupiah", words("Penyaluran"): "transfers"}
        tables.show(table, units, words, "table-papan-akun", words("Rupiah cair, hak, dibayar, dan belum dibayar"), "–")
        said = [words("Hak = dibayar + belum dibayar + yang kurang dari haknya.")]
        if stage.released is None:
            said.append(
                words("Rupiah cair hanya ada untuk seluruh kelurahan, dari daftar tahap kantor.")
                if len(self.listed)
                else words("Belum ada daftar tahap untuk program ini, jadi tanggal dan rupiah cair tidak diketahui.")
            )
        st.caption(" ".join(said))
        self._downloads({words("Rekonsiliasi"): table}, "papan-akun")

    def _downloads(self, sheets: dict[str, pd.DataFrame], name: str) -> None:
        tables.downloads(self.view, sheets, name, ("amount_due", "amount_paid"), self.view.cells())

    # --- path and delays -----------------------------------------------------------------------------------

    def show_path(self) -> None:
        """The share paid by day: as a whole among the other tranches, or by RW or channel."""
        words = self.words
        names = {"semua": words("Keseluruhan"), "rw": words("Per RW"), "kanal": words("Per kanal")}
        since = {"jatuh": words("Sejak jatuh tempo"), "cair": words("Sejak cair")}
        with st.container(horizontal=True):
            split = state.segments("jalan", words("Rincian"), SPLITS, "semua", names.__getitem__)
            start = state.segments("sejak", words("Dihitung"), tuple(since), "jatuh", since.__getitem__)
        every = self.every if start == "jatuh" else tranches.since_release(self.every, self.listed)
        mine = every[every["month_from"] == self.month]
        if mine.empty:
            st.info(words("Tanggal cair tahap ini tidak dicatat; pilih hitungan sejak jatuh tempo."))
            return
        lines = {name: tranches.path(part) for name, part in self._parts(mine, split)}
        others = [
            tranches.path(part) for m, part in every.groupby("month_from") if m != self.month and m in self.months
        ]
        figure = tranche_charts.path(words, lines, others if split == "semua" else [], since[start])
        charts.draw(figure, words, "papan-path", words("Bagian penyaluran yang sudah dibayar menurut hari"), 420)
        if split == "semua":
            st.caption(words("Garis abu-abu: tahap lain program ini."))
        self._show_shares(mine, split, since[start])

    def _parts(self, mine: pd.DataFrame, split: str) -> list[tuple[str, pd.DataFrame]]:
        if split == "semua":
            return [(self.name(self.month), mine)]
        column = "area_code" if split == "rw" else "channel"
        label = self.view.area_label if split == "rw" else str
        return [(label(str(key)), part) for key, part in mine.groupby(column, sort=True)]

    def _show_shares(self, mine: pd.DataFrame, split: str, since: str) -> None:
        words = self.words
        column = "channel" if split == "kanal" else "area_code"
        shares = tranches.share_by(mine, column, DAYS)
        first = words("Kanal") if split == "kanal" else words("Wilayah")
        label = str if split == "kanal" else self.view.area_label
        table = pd.DataFrame({first: [label(str(key)) for key in shares.index]})
        for day in DAYS:
            table[words("Hari ke-{n}", n=day)] = shares[day].to_numpy()
        units: dict[str, Unit] = {words("Hari ke-{n}", n=day): "share" for day in DAYS}
        tables.show(table, units, words, "table-papan-path", f"{words('Sudah dibayar menurut hari')}: {since}")
        self._downloads({words("Jalannya tahap"): table}, "papan-jalan")

    def show_delays(self) -> None:
        """Median and 90th percentile of days late, RW × channel; of few transfers none."""
        words = self.words
        found = tranches.delays(self.rows)
        found.loc[found["transfers"] < FEW, ["median", "p90"]] = float("nan")
        if found["median"].isna().all():
            st.info(words("Belum cukup penyaluran yang dibayar untuk menghitung hari terlambat."))
            return
        names = {"median": words("Median"), "p90": words("Persentil 90")}
        which = state.segments("lambat", words("Ukuran"), tuple(names), "median", names.__getitem__)
        matrix = found.pivot(index="area_code", columns="channel", values=which)
        matrix.index = pd.Index([self.view.area_label(str(code)) for code in matrix.index])
        figure = charts.heat_map(words, CATALOGUE["median_days_late"], matrix, low_is_good=True)
        alt = words("Hari terlambat menurut RW dan kanal: {which}", which=names[which])
        charts.draw(figure, words, "papan-delays", alt, 120 + 34 * len(matrix))
        table = pd.DataFrame(
            {
                words("Wilayah"): [self.view.area_label(str(code)) for code in found["area_code"]],
                words("Kanal"): found["channel"],
                words("Dibayar"): [self.few(n) for n in found["transfers"]],
                names["median"]: found["median"],
                names["p90"]: found["p90"],
            }
        )
        units: dict[str, Unit] = {names["median"]: "days", names["p90"]: "days"}
        tables.show(table, units, words, "table-papan-lambat", alt, "–")
        st.caption(words("Kurang dari {n} penyaluran: hari terlambatnya tidak ditunjukkan.", n=FEW))
        self._downloads({words("Hari terlambat"): table}, "papan-lambat")

    def show_schedule(self) -> None:
        """All tranches: due, released, received."""
        words = self.words
        lines = []
        for month in self.months[:STAGES]:
            stage = self.figures_of(month)
            due, released = self._dates(month)
            lines.append(
                {
                    words("Tahap"): self.name(month),
                    words("Jatuh tempo"): due,
                    words("Cair"): released,
                    words("Sudah dibayar"): stage.share,
                    words("Hak (rupiah)"): stage.due,
                    words("Cair (rupiah)"): float("nan") if stage.released is None else stage.released,
                    words("Dibayar (rupiah)"): stage.paid,
                    words("Belum dibayar (rupiah)"): stage.unpaid,
                    words("Hari terlambat (median)"): stage.median_late,
                    words("Hari terlambat (persentil 90)"): stage.p90_late,
                    words("Cair sampai diterima (median)"): stage.median_receive,
                }
            )
        table = pd.DataFrame(lines)
        rupiah = ("Hak (rupiah)", "Cair (rupiah)", "Dibayar (rupiah)", "Belum dibayar (rupiah)")
        days = ("Hari terlambat (median)", "Hari terlambat (persentil 90)", "Cair sampai diterima (median)")
        units: dict[str, Unit] = {words("Sudah dibayar"): "share", **{words(c): "rupiah" for c in rupiah}}
        units |= {words(c): "days" for c in days}
        tables.show(table, units, words, "table-papan-jadwal", words("Jadwal tahap: jatuh tempo, cair, diterima"), "–")
        self._downloads({words("Jadwal"): table}, "papan-jadwal")
