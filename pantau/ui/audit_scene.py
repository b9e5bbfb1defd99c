"""The page *Pemeriksaan*: how current the findings are, the findings by check, and the list of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from sqlalchemy import Engine

from pantau import audit, audit_rows, exports
from pantau.audit_checks import CHECKS, SEVERITIES
from pantau.indicators import Unit
from pantau.reference import home_kelurahan
from pantau.ui import audit_detail, charts, data, office, picking, state, tables
from pantau.ui.frame import View
from pantau.words import Words, inert_label, later

PARTS = {
    "ringkasan": later("Ringkasan pemeriksaan"),
    "temuan": later("Daftar temuan"),
    "ditolak": later("Baris ditolak"),
    "ganda": later("Data ganda"),
}
SEVERITY_NAMES = {"high": later("berat"), "medium": later("sedang"), "low": later("ringan")}
SEVERITY_SIGNS = {"high": "■", "medium": "▲", "low": "●"}
SEVERITY_COLOURS = {"high": "#b3261e", "medium": "#9a5b00", "low": "#46535f"}
STATE_NAMES = {"open": later("terbuka"), "explained": later("dijelaskan"), "fixed": later("selesai")}
EVERY = "semua"
SHOWN = 300
"""Rows of a list on the page; the file has all."""


def severity_label(words: Words, severity: str) -> str:
    """■ berat: a sign beside the word, for who cannot tell the colours."""
    return f"{SEVERITY_SIGNS[severity]} {words(SEVERITY_NAMES[severity])}"


def part_choice(words: Words) -> str:
    """Which part of the page is shown."""
    return state.segments(
        "bagian", words("Bagian"), list(PARTS), "ringkasan", lambda part: words(PARTS[part]), hide_label=True
    )


class Audit:
    """Findings of the area and programme in the filter bar, as ``actor`` sees them."""

    def __init__(self, view: View, actor: str) -> None:
        self.view, self.words, self.actor = view, view.words, actor
        self.engine: Engine = data.engine()
        self.current = audit.currency(self.engine)

    def filters(self, **more: tuple[str, ...]) -> audit.Filters:
        """The filter bar's area and programme, and more."""
        within = "" if self.view.area == home_kelurahan() else self.view.area
        return audit.Filters(within=within, programme_id=self.view.programme_id, **more)

    # --- how current ------------------------------------------------------------------------------------

    def freshness(self) -> None:
        """When the checks were run, and a button to run them again; a warning when the data are newer."""
        words, last = self.words, self.current.last
        if last is None:
            st.warning(words("Pemeriksaan belum pernah dijalankan atas data ini."))
        elif self.current.stale:
            st.warning(
                words(
                    "Data berubah sesudah pemeriksaan terakhir ({moment}): temuan di bawah ini belum memuat perubahan itu.",
                    moment=words.moment(last.at),
                )
            )
        else:
            st.caption(
                words(
                    "Diperiksa {moment}, sesuai data terbaru · {found} temuan: {new} baru, {fixed} selesai, {back} muncul lagi "
                    "sejak pemeriksaan sebelumnya. Periode di saringan tidak dipakai di halaman ini.",
                    moment=words.moment(last.at),
                    found=words.number(last.found),
                    new=words.number(last.new),
                    fixed=words.number(last.fixed),
                    back=words.number(last.reopened),
                )
            )
        if self.current.stale and st.button(words("Periksa sekarang"), icon=":material/fact_check:", key="run-audit"):
            with st.spinner(words("Memeriksa semua penyaluran…")):
                done = office.run("audit", "--by", self.actor)
            if done.code == 0:
                st.rerun()
            st.error(words("Pemeriksaan gagal dijalankan. Coba lagi; bila tetap gagal, hubungi pengelola sistem."))

    # --- by check ---------------------------------------------------------------------------------------

    def show_summary(self) -> None:
        """Each check with its findings by state, and the rupiah at stake, as chart, table and files."""
        words = self.words
        found = audit.summary(self.engine, self.filters())
        if not found[list(audit.STATES)].to_numpy().any():
            st.success(words("Tidak ada temuan untuk wilayah dan program ini."))
            return
        shown = found[found["open"] > 0]
        if len(shown):
            figure = _bars(words, shown)
            alt = words("Rupiah yang dipersoalkan menurut pemeriksaan, temuan yang terbuka")
            st.caption(words("Rupiah yang dipersoalkan dan banyaknya temuan yang terbuka"))
            charts.draw(figure, words, "audit-bars", alt, 50 + 46 * len(shown))
        table = pd.DataFrame(
            {
                words("Tingkat"): [severity_label(words, s) for s in found["severity"]],
                words("Yang diperiksa"): [CHECKS[c].text("name", words.language) for c in found["check_id"]],
                words("Terbuka"): found["open"],
                words("Dijelaskan"): found["explained"],
                words("Selesai"): found["fixed"],
                words("Penyaluran"): found["transfers"],
                words("Rupiah dipersoalkan"): found["rupiah"],
                words("Artinya"): [CHECKS[c].text("meaning", words.language) for c in found["check_id"]],
                words("Rupiahnya"): [CHECKS[c].text("stake", words.language) for c in found["check_id"]],
                words("Sumber"): [CHECKS[c].source for c in found["check_id"]],
            }
        )
        counts: list[str] = [words("Terbuka"), words("Dijelaskan"), words("Selesai"), words("Penyaluran")]
        units: dict[str, Unit] = {**dict.fromkeys(counts, "transfers"), words("Rupiah dipersoalkan"): "rupiah"}
        explained = [words("Artinya"), words("Rupiahnya"), words("Sumber")]
        tables.show(
            table.drop(columns=explained),
            units,
            words,
            "table-audit",
            words("Tabel pemeriksaan: temuan menurut keadaan, dan rupiah"),
        )
        st.caption(
            words(
                "Penyaluran dan rupiah dihitung dari temuan yang terbuka; satu penyaluran dapat ada di beberapa pemeriksaan."
            )
        )
        self._downloads(table, "pemeriksaan", self.filters())
        with st.expander(words("Arti setiap pemeriksaan"), icon=":material/info:"):
            for check in (CHECKS[c] for c in found["check_id"]):
                name, meaning, stake = (check.text(what, words.language) for what in ("name", "meaning", "stake"))
                st.markdown(f"**{name}** ({words(SEVERITY_NAMES[check.severity])}). {meaning}")
                st.caption(words("Rupiahnya: {stake}. Sumber: {source}.", stake=stake, source=check.source))

    def _downloads(self, first: pd.DataFrame, name: str, filters: audit.Filters) -> None:
        """Buttons: the table as CSV; findings with their file rows as XLSX, made when the button is pressed."""
        words, view = self.words, self.view
        make = partial(_workbook, self.engine, words, first, filters, tables.notes(view))
        with st.container(horizontal=True, key=f"downloads-{name}"):
            download(words("Unduh CSV"), lambda: exports.to_csv(first), tables.file_name(view, name, "csv"), "text/csv")
            label = words("Unduh XLSX: temuan dan baris berkasnya")
            download(label, make, tables.file_name(view, name, "xlsx"), tables.XLSX)

    # --- one by one -------------------------------------------------------------------------------------

    def show_findings(self) -> None:
        """The list of findings, filtered; the one that is opened, below it."""
        words = self.words
        names = {EVERY: words("Semua pemeriksaan")} | {c: CHECKS[c].text("name", words.language) for c in audit.RULES}
        with st.container(horizontal=True, vertical_alignment="bottom", key="audit-controls"):
            with st.container(width=330, key="f-cek"):
                check = state.select("cek", words("Yang diperiksa"), list(names), EVERY, names.__getitem__)
            with st.container(width="content", key="f-berat"):
                severity = state.segments(
                    "berat",
                    words("Tingkat"),
                    [EVERY, *SEVERITIES],
                    EVERY,
                    lambda s: words("semua") if s == EVERY else words(SEVERITY_NAMES[s]),
                )
            with st.container(width="content", key="f-keadaan"):
                wanted = state.segments(
                    "keadaan",
                    words("Keadaan"),
                    [*audit.STATES, EVERY],
                    "open",
                    lambda s: words("semua") if s == EVERY else words(STATE_NAMES[s]),
                )
        chosen = {"check_ids": check, "severities": severity, "states": wanted}
        filters = self.filters(**{name: (value,) for name, value in chosen.items() if value != EVERY})
        total = audit.count(self.engine, filters)
        found = audit.findings(self.engine, filters, SHOWN)
        if total:
            self._list(found, total)
            self._downloads(self._table(found), "temuan", filters)
        else:
            st.info(words("Tidak ada temuan untuk pilihan ini."))
        audit_detail.show(self.engine, words, self.actor)

    def _table(self, found: pd.DataFrame) -> pd.DataFrame:
        words = self.words
        return pd.DataFrame(
            {
                words("Nomor"): found["finding_id"],
                words("Tingkat"): [severity_label(words, s) for s in found["severity"]],
                words("Yang diperiksa"): [CHECKS[c].text("name", words.language) for c in found["check_id"]],
                words("Keluarga"): found["household"],
                words("Program"): found["programme"],
                words("Tahun"): found["year"],
                words("Penyaluran"): found["transfers"],
                words("Rupiah dipersoalkan"): found["rupiah"],
                words("Keadaan"): [words(STATE_NAMES[s]) for s in found["state"]],
                words("Catatan"): found["note"],
            }
        )

    def _list(self, found: pd.DataFrame, total: int) -> None:
        words = self.words
        st.caption(
            words(
                "{total} temuan, yang terberat dan terbesar rupiahnya di atas; ditampilkan {shown}. Pilih satu baris untuk membukanya.",
                total=words.number(total),
                shown=words.number(len(found)),
            )
        )
        table = self._table(found)
        place = picking.row_list(
            table,
            {words("Rupiah dipersoalkan"): words.rupiah},
            "findings",
            words("Daftar temuan: berat, pemeriksaan, keluarga, program, tahun, rupiah, keadaan"),
            420,
        )
        if place is not None:
            picking.choose(audit_detail.KEY, int(found["finding_id"].iloc[place]))


def download(label: str, content: Callable[[], bytes], name: str, mime: str) -> None:
    """A download button whose file is made when it is pressed; its key is the ending and the name's first word."""
    ending = name.rpartition(".")[2]
    key = f"{ending}-{name.split('-')[1]}"
    icon = ":material/table_view:" if ending == "xlsx" else ":material/download:"
    st.download_button(label, content, file_name=name, mime=mime, icon=icon, on_click="ignore", key=key)


def _workbook(
    engine: Engine, words: Words, first: pd.DataFrame, filters: audit.Filters, notes: dict[str, str]
) -> bytes:
    """The table on the page, the findings of the filter, and the file rows behind those that still stand."""
    found = audit.findings(engine, filters)
    for column in ("state_at", "area_code"):
        found[column] = found[column].astype(str).replace({"NaT": "", "None": ""})
    found["check"] = [CHECKS[c].text("name", words.language) for c in found["check_id"]]
    kept = ["finding_id", "check_id", "check", "severity", "area_code", "household", "programme", "year", "transfers"]
    kept += ["rupiah", "state", "note", "state_by", "state_at"]
    rows = audit_rows.transfers_of(engine, filters)
    sheets = {words("Ringkasan"): first, words("Temuan"): found[kept], words("Baris berkas"): rows}
    return exports.to_xlsx(sheets, notes, words("Catatan"))


def _bars(words: Words, found: pd.DataFrame) -> go.Figure:
    """Bars of the rupiah at stake, dearest on top, coloured by severity; each with its words above it, for narrow screens."""
    rows = found.sort_values("rupiah", ignore_index=True)
    texts = [
        f"<b>{inert_label(CHECKS[c].text('name', words.language))}</b>  {words.rupiah(r, short=True)} · {words.number(n)}"
        for c, r, n in zip(rows["check_id"], rows["rupiah"], rows["open"], strict=True)
    ]
    colours = [SEVERITY_COLOURS[s] for s in rows["severity"]]
    bars = go.Bar(x=rows["rupiah"], y=rows.index, orientation="h", width=0.35, marker_color=colours, hoverinfo="skip")
    figure = go.Figure(bars)
    for place, text in enumerate(texts):
        figure.add_annotation(
            x=0,
            y=place,
            text=text,
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            yshift=8,
            font={"size": 13, "color": "#14202b"},
        )
    figure.update_xaxes(showticklabels=False, showgrid=False, fixedrange=True, zeroline=False)
    figure.update_yaxes(showticklabels=False, fixedrange=True, range=[-0.5, len(rows) - 0.2])
    return figure
