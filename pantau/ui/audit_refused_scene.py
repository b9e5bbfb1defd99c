"""The part of *Pemeriksaan* about rows that loads refused or warned about: by check, by file, row by row."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau import audit_refused, exports
from pantau.audit_checks import CHECKS
from pantau.indicators import Unit
from pantau.ui import data, state, tables
from pantau.ui.audit_scene import SHOWN, download, severity_label
from pantau.ui.frame import View


@st.cache_data(show_spinner=False, max_entries=64)
def _ask(version: str, name: str, *args: str) -> pd.DataFrame:
    """What :mod:`pantau.audit_refused` says, kept until a load changes the data."""
    return getattr(audit_refused, name)(data.engine(), *args)


def show(view: View) -> None:
    """The checks on refused rows; of the one chosen, its files and rows."""
    words, version = view.words, data.version()
    summary = _ask(version, "summary")
    st.caption(
        words(
            "Baris yang ditolak atau diberi peringatan saat berkasnya dimuat, dari semua berkas yang berlaku; wilayah dan "
            "program di saringan tidak dipakai, karena baris yang ditolak belum tentu menyebutnya dengan benar."
        )
    )
    if summary.empty:
        st.success(words("Tidak ada baris yang ditolak."))
        return
    names = {c: CHECKS[c].text("name", words.language) for c in summary["check_id"]}
    table = pd.DataFrame(
        {
            words("Tingkat"): [severity_label(words, s) for s in summary["severity"]],
            words("Yang diperiksa"): list(names.values()),
            words("Baris"): summary["rows"],
            words("Berkas"): summary["files"],
            words("Artinya"): [CHECKS[c].text("meaning", words.language) for c in summary["check_id"]],
            words("Sumber"): [CHECKS[c].source for c in summary["check_id"]],
        }
    )
    counts: dict[str, Unit] = {words("Baris"): "transfers", words("Berkas"): "transfers"}
    tables.show(table, counts, words, "table-refused", words("Tabel baris ditolak menurut pemeriksaan"))
    with st.container(width=330, key="f-tolak"):
        check = state.select("tolak", words("Yang diperiksa"), list(names), next(iter(names)), names.__getitem__)
    advice = words("Perbaiki barisnya di berkas sumber, lalu muat lagi.")
    st.markdown(f"**{names[check]}.** {CHECKS[check].text('meaning', words.language)} {advice}")
    _show_files(view, _ask(version, "files").query("check_id == @check"))
    _show_rows(view, _ask(version, "rows", check))


def _show_files(view: View, files: pd.DataFrame) -> None:
    words = view.words
    by_file = pd.DataFrame(
        {
            words("Berkas"): files["file_name"],
            words("Baris dengan masalah ini"): files["rows"],
            words("Semua baris yang ditolak"): files["rejected"],
            words("Rupiah semua baris yang ditolak"): files["rupiah"].astype(float),
        }
    )
    counts = (words("Baris dengan masalah ini"), words("Semua baris yang ditolak"))
    units: dict[str, Unit] = {
        **dict.fromkeys(counts, "transfers"),
        words("Rupiah semua baris yang ditolak"): "rupiah",
    }
    tables.show(by_file, units, words, "table-refused-files", words("Tabel berkas dengan masalah ini"), "–")


def _show_rows(view: View, rows: pd.DataFrame) -> None:
    words = view.words
    listed = pd.DataFrame(
        {
            words("Berkas"): rows["file_name"],
            words("Baris ke"): rows["row_no"],
            words("Kolom"): rows["column_name"],
            words("Isi (disamarkan)"): rows["value_shown"],
            words("Masalah"): rows["message_en" if words.language == "en" else "message_id"],
        }
    )
    tables.show(listed.head(SHOWN), {}, words, "table-refused-rows", words("Tabel baris dengan masalah ini"), "–")
    with st.container(horizontal=True, key="downloads-refused"):
        name = tables.file_name(view, "ditolak", "csv")
        download(words("Unduh CSV"), lambda: exports.to_csv(listed), name, "text/csv")
