"""Likely duplicates: how current the list is, the list of them, as a file too."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from pantau import duplicates, exports
from pantau.ui import data, job_scene, office, picking, state, tables
from pantau.ui import duplicates_detail as detail
from pantau.words import Words

JOB = "duplicates"
SHOWN = 300
"""Rows of the list on the page; the file has all."""


def show(words: Words, actor: str) -> None:
    """The part "Data ganda" of the page *Pemeriksaan*, as ``actor`` sees it."""
    engine = data.engine()
    _freshness(engine, words, actor)
    counts = duplicates.counts(engine)
    if not any(counts.values()):
        return
    wanted = state.segments(
        "putusan",
        words("Keputusan"),
        list(detail.STATES),
        "open",
        lambda s: f"{words(detail.STATES[s])} ({counts[s]})",
        hide_label=True,
    )
    found = duplicates.candidates(engine, wanted, SHOWN)
    if found.empty:
        st.info(words("Tidak ada yang ganda dengan keputusan ini."))
    else:
        _list(words, found, counts[wanted])
    _download(engine, words)
    detail.show(engine, words, actor)


# --- how current --------------------------------------------------------------------------------------


def _freshness(engine: Engine, words: Words, actor: str) -> None:
    job = office.job(JOB)
    if job is not None and job.running:
        job_scene.progress(words, JOB)
        return
    if job is not None:
        job_scene.trouble(words, job)
    current = duplicates.currency(engine)
    if current.last is None:
        st.info(words("Data ganda belum pernah dicari. Pencarian memakan waktu sekitar satu menit."))
    elif current.stale:
        st.warning(
            words(
                "Data berubah sesudah pencarian terakhir ({moment}): daftar ini belum memuat perubahan itu.",
                moment=words.moment(current.last.at),
            )
        )
    else:
        st.caption(
            words(
                "Dicari {moment}, sesuai data terbaru · {found} kemungkinan: {new} baru, {gone} tidak ada lagi.",
                moment=words.moment(current.last.at),
                found=words.number(current.last.found),
                new=words.number(current.last.new),
                gone=words.number(current.last.gone),
            )
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            words("Cari ganda sekarang"),
            icon=":material/person_search:",
            type="primary" if current.stale else "secondary",
            key="run-duplicates",
            on_click=_search,
            args=(actor,),
        )
        with st.popover(words("Bagaimana ini dihitung?"), icon=":material/help:"):
            _method(words)


def _search(actor: str) -> None:
    office.start(JOB, "duplicates", "--by", actor, "--progress", who=actor)


def _method(words: Words) -> None:
    likely, very = words.percent(duplicates.LIKELY, 0), words.percent(duplicates.VERY_LIKELY, 0)
    st.markdown(
        words(
            "Nama, tanggal lahir, jenis kelamin, tempat tinggal, dan NIK dua catatan dibandingkan. Setiap kesamaan menambah "
            "bobot menurut seberapa jarang ia terjadi secara kebetulan di data kantor ini sendiri; setiap perbedaan menguranginya. "
            "**Mungkin** berarti peluangnya {likely} atau lebih, **sangat mungkin** {very} atau lebih; di bawah 50% tidak didaftar.",
            likely=likely,
            very=very,
        )
    )
    st.markdown(
        words(
            "Daftar ini hanya petunjuk. Tidak ada catatan yang digabung atau diubah: petugas memeriksa KTP dan KK, lalu mencatat "
            "keputusannya di sini dan memperbaiki registri di berkasnya."
        )
    )


# --- the list -----------------------------------------------------------------------------------------


def _list(words: Words, found: pd.DataFrame, total: int) -> None:
    st.caption(
        words(
            "{total} kemungkinan, yang terkuat di atas; ditampilkan {shown}. Pilih satu baris untuk membukanya.",
            total=words.number(total),
            shown=words.number(len(found)),
        )
    )
    table = _table(words, found)
    place = picking.row_list(
        table,
        {words("Peluang"): partial(detail.chance, words)},
        "duplicates",
        words("Daftar kemungkinan ganda: jenis, tingkat, peluang, dan kedua catatan tersamar"),
        320,
    )
    if place is not None:
        picking.choose(detail.KEY, int(found["candidate_id"].iloc[place]))


def _table(words: Words, found: pd.DataFrame) -> pd.DataFrame:
    def who(side: str) -> list[str]:
        return [
            " · ".join(str(v) for v in row if v is not None and not pd.isna(v))
            for row in found[[f"name_{side}", f"born_{side}", f"place_{side}"]].astype(object).itertuples(index=False)
        ]

    return pd.DataFrame(
        {
            words("Nomor"): found["candidate_id"],
            words("Kemungkinan"): [f"{detail.SIGNS[d]} {words(detail.DEGREES[d])}" for d in found["degree"]],
            words("Peluang"): found["probability"].astype(float),
            words("Jenis"): [words(detail.KINDS[k]) for k in found["kind"]],
            words("Catatan A"): who("a"),
            words("Catatan B"): who("b"),
        }
    )


def _download(engine: Engine, words: Words) -> None:
    st.download_button(
        words("Unduh XLSX"),
        lambda: _workbook(engine, words),
        file_name=f"pantau-ganda-{date.today().isoformat()}.xlsx",
        mime=tables.XLSX,
        icon=":material/table_view:",
        on_click="ignore",
        key="xlsx-ganda",
    )


def _workbook(engine: Engine, words: Words) -> bytes:
    """All candidates, masked, with the file rows of both records."""
    found = duplicates.candidates(engine)
    table = _table(words, found)
    for side in "ab":
        table[words("NIK {side}", side=side.upper())] = found[f"nik_{side}"]
        table[words("Berkas {side}", side=side.upper())] = found[f"file_{side}"]
        table[words("Baris {side}", side=side.upper())] = found[f"row_{side}"]
    table[words("Buktinya")] = [
        "; ".join(f"{c[f'name_{words.language}']}: {c[f'level_{words.language}']}" for c in evidence["columns"])
        for evidence in found["evidence"]
    ]
    table[words("Keputusan")] = [words(detail.STATES[s]) for s in found["state"]]
    table[words("Catatan")] = found["note"]
    table[words("Diputuskan oleh")] = found["state_by"]
    notes = {
        words("Isi"): words("Kemungkinan ganda: nama dan nomor disamarkan"),
        words("Diunduh"): words.date(date.today()),
    }
    return exports.to_xlsx({words("Kemungkinan ganda"): table}, notes, words("Catatan"))
