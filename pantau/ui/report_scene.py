"""The report of a file: how many rows, how much money, what was rejected and why. Before a load and after it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau.operations import SAMPLE, Summary
from pantau.ui import tables
from pantau.words import Words, inert_markdown, later

KINDS = {
    "registry": later("Registri warga"),
    "disbursement": later("Penyaluran bantuan"),
    "membership": later("Kepesertaan program"),
    "programmes": later("Daftar program"),
    "areas": later("Daftar wilayah"),
    "boundaries": later("Batas wilayah (peta)"),
    "targets": later("Target dan anggaran"),
    "partners": later("Daftar mitra"),
    "agreements": later("Perjanjian kerja sama"),
    "contributions": later("Kontribusi mitra dan CSR"),
    "activities": later("Daftar kegiatan"),
    "deliveries": later("Kehadiran dan layanan"),
    "outcomes": later("Hasil pengukuran peserta"),
    "aspirations": later("Usulan warga"),
    "complaints": later("Aduan warga"),
    "tranches": later("Tahap penyaluran"),
    "visits": later("Kunjungan lapangan"),
    "logframe": later("Kerangka logis"),
    "decisions": later("Catatan keputusan"),
}
"""Kinds of files as clerks call them."""

XLSX = tables.XLSX

GROUPS = 25
"""Reasons that are listed; a file with more has another trouble than its rows."""


def kind_name(words: Words, kind: str) -> str:
    """The name of a kind of file; one that has no name here is called as in the contract."""
    return words(KINDS[kind]) if kind in KINDS else kind or words("belum dikenali")


def show(words: Words, summary: Summary, key: str, loaded: bool) -> None:
    """The report; ``loaded`` says whether the rows are in the database or would be."""
    _figures(words, summary, key, loaded)
    _sums(words, summary, key, loaded)
    _reasons(words, summary, key)
    _rows(words, summary, key)
    for further in summary.also:
        name = kind_name(words, further.kind)
        st.markdown(f"**{words('Berkas yang sama, sebagai {kind}', kind=inert_markdown(name))}**")
        show(words, further, f"{key}-{further.kind}", loaded)


def _figures(words: Words, summary: Summary, key: str, loaded: bool) -> None:
    figures = (
        (words("Baris di berkas"), summary.rows),
        (words("Dimuat") if loaded else words("Akan dimuat"), summary.loaded),
        (words("Ditolak"), summary.rejected),
        (words("Peringatan"), summary.warnings),
    )
    with st.container(horizontal=True, key=f"figures-{key}"):
        for label, number in figures:
            st.metric(label, words.number(number), border=True, width=160)
    if summary.rejected:
        st.caption(
            words(
                "{rows} baris = {loaded} + {rejected} ditolak. Baris yang ditolak tidak masuk ke angka mana pun sampai "
                "diperbaiki dan dimuat lagi.",
                rows=words.number(summary.rows),
                loaded=words.number(summary.loaded),
                rejected=words.number(summary.rejected),
            )
        )


def _sums(words: Words, summary: Summary, key: str, loaded: bool) -> None:
    if not summary.sums:
        return
    st.markdown(f"**{words('Jumlah angka di berkas, dicocokkan')}**")
    columns = (words("Di berkas"), words("Dimuat") if loaded else words("Akan dimuat"), words("Ditolak"))
    table = pd.DataFrame(
        [
            {words("Kolom"): heading, **dict(zip(columns, (s["file"], s["loaded"], s["rejected"]), strict=True))}
            for heading, s in summary.sums.items()
        ]
    )
    alt = words("Jumlah tiap kolom angka: di berkas, dimuat, ditolak")
    tables.show(table, {name: "households" for name in columns}, words, f"sums-{key}", alt)


def _reasons(words: Words, summary: Summary, key: str) -> None:
    if summary.reasons.empty:
        return
    kinds = {"rejected": words("Alasan penolakan"), "warning": words("Peringatan: dimuat, tetapi periksalah")}
    for severity, title in kinds.items():
        found = summary.reasons[summary.reasons["severity"] == severity]
        if found.empty:
            continue
        st.markdown(f"**{title}**")
        with st.container(key=f"reasons-{severity}-{key}"):
            for row in found.head(GROUPS).to_dict("records"):
                column = f" · {inert_markdown(row['column_name'])}" if row["column_name"] else ""
                count = words("{n} baris", n=words.number(row["rows"]))
                example = words("Contoh: {sentence}", sentence=inert_markdown(row[f"message_{words.language}"]))
                st.markdown(f"- **{count}**{column}. {example}")
            if len(found) > GROUPS:
                st.caption(words("… dan {n} alasan lain.", n=words.number(len(found) - GROUPS)))


def _rows(words: Words, summary: Summary, key: str) -> None:
    parts = (
        ("rejected", words("Baris yang ditolak, satu per satu"), summary.rejected_rows),
        ("warning", words("Baris dengan peringatan, satu per satu"), summary.warned_rows),
    )
    for severity, title, rows in parts:
        if rows.empty:
            continue
        with st.expander(title, icon=":material/list:"):
            if summary.heading_row and summary.heading_row > 1:
                st.caption(
                    words(
                        "Judul kolom ada di baris {n} berkas; di sini baris judul dihitung sebagai baris 1.",
                        n=words.number(summary.heading_row),
                    )
                )
            if len(rows) == SAMPLE:
                st.caption(words("{n} yang pertama.", n=words.number(SAMPLE)))
            table = pd.DataFrame(
                {
                    words("Baris"): rows["row_no"],
                    words("Kolom"): rows["column_name"],
                    words("Isi (disamarkan)"): rows["value_shown"],
                    words("Alasan"): rows[f"message_{words.language}"],
                }
            )
            tables.show(table, {}, words, f"rows-{severity}-{key}", title, "")
