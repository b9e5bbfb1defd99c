"""Riwayat: every file that was loaded, what became of it, and taking one back."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pantau import history, operations
from pantau.ui import data, job_scene, office, report_scene, state, tables
from pantau.ui.report_scene import kind_name
from pantau.words import Words, inert_markdown, later

STATES = {
    "loaded": later("Dimuat"),
    "superseded": later("Tergantikan"),
    "rolled_back": later("Dibatalkan"),
}

_EVENTS = {
    "load": later("Pemuatan"),
    "rollback": later("Pembatalan"),
    "upgrade": later("Pembaruan aplikasi"),
    "restore": later("Pemulihan cadangan"),
}

_TABLES = {
    "area": later("wilayah"),
    "programme": later("program"),
    "household": later("keluarga"),
    "person": later("orang"),
    "disbursement": later("penyaluran"),
    "membership": later("kepesertaan"),
    "target": later("target"),
    "budget": later("anggaran"),
}
"""What the rows of a table are."""

NONE = "-"


def show(words: Words, who: str) -> None:
    """The list of files, the one that was opened, and the events."""
    batches = _batches(str(st.session_state["data_version"]))
    if batches.empty:
        st.info(words("Belum ada berkas yang dimuat."))
        return
    _list(words, batches)
    labels = {str(row["batch_id"]): f"{row['batch_id']} · {row['file_name']}" for row in batches.to_dict("records")}
    with st.container(width=520):
        chosen = state.select(
            "berkas", words("Buka berkas"), [NONE, *labels], NONE, lambda k: labels.get(k, words("pilih nomor berkas"))
        )
    if chosen != NONE:
        row = batches.loc[batches["batch_id"] == int(chosen)].to_dict("records")[0]
        _one(words, who, row, labels)
    with st.expander(words("Semua kejadian"), icon=":material/history:"):
        _events(words)


@st.cache_data(show_spinner=False, max_entries=8)
def _batches(data_version: str) -> pd.DataFrame:
    return operations.batches(data.engine())


def _list(words: Words, batches: pd.DataFrame) -> None:
    columns = (words("Baris"), words("Dimuat"), words("Ditolak"), words("Peringatan"))
    numbers = dict(zip(columns, ("rows", "loaded", "rejected", "warnings"), strict=True))
    table = pd.DataFrame(
        {
            words("No."): batches["batch_id"],
            words("Berkas"): batches["file_name"],
            words("Jenis"): [kind_name(words, kind) for kind in batches["kind"]],
            words("Keadaan"): [words(STATES[s]) for s in batches["status"]],
            words("Dimuat pada"): [words.moment(moment) for moment in batches["loaded_at"]],
            words("Oleh"): batches["loaded_by"].fillna(""),
            **{title: batches[name] for title, name in numbers.items()},
            words("Jumlah yang dimuat"): [_sums(words, sums) for sums in batches["sums"]],
            words("Data contoh"): [words("ya") if s else "" for s in batches["synthetic"]],
        }
    )
    alt = words("Daftar berkas yang pernah dimuat")
    tables.show(table, {title: "households" for title in columns}, words, "batches", alt, "")


def _sums(words: Words, sums: dict[str, dict[str, int]]) -> str:
    return "; ".join(f"{heading} {words.number(s['loaded'])}" for heading, s in sums.items())


def _events(words: Words) -> None:
    events = history.events(data.engine())
    table = pd.DataFrame(
        {
            words("No."): events["event_id"],
            words("Waktu"): [words.moment(moment) for moment in events["at"]],
            words("Kejadian"): [words(_EVENTS[kind]) for kind in events["kind"]],
            words("Oleh"): events["actor"],
            words("Berkas"): [", ".join(names) for names in events["files"]],
            words("Alasan"): events["note"],
        }
    )
    tables.show(table, {}, words, "events", words("Semua kejadian"), "")


# --- one file -------------------------------------------------------------------------------------------


def _one(words: Words, who: str, row: dict[str, Any], labels: dict[str, str]) -> None:
    number = int(row["batch_id"])
    st.subheader(inert_markdown(row["file_name"]))
    st.markdown("  \n".join(_said(words, row)))
    summary = operations.batch_summary(data.engine(), number)
    report_scene.show(words, summary, "batch", loaded=True)
    if row["rejected"]:
        _quarantine(words, number)
    _exchanged(words, number)
    if row["can_roll_back"]:
        _roll_back(words, who, row, labels)
    elif row["status"] != "rolled_back":
        st.caption(
            words(
                "Berkas ini dimuat sebelum aplikasi menyimpan apa yang digantikan, jadi tidak dapat dibatalkan. Muat "
                "berkas yang benar di atasnya."
            )
        )


def _said(words: Words, row: dict[str, Any]) -> list[str]:
    """What is known of a batch, a line each."""
    lines = [
        f"**{words('Keadaan')}**: {words(STATES[row['status']])}",
        f"**{words('Jenis')}**: {kind_name(words, row['kind'])}",
    ]
    if pd.notna(row["received_at"]):
        by = inert_markdown(row["received_by"] or "–")
        lines.append(words("**Diterima**: {moment}, dari {who}", moment=words.moment(row["received_at"]), who=by))
    by = inert_markdown(row["loaded_by"] or "–")
    lines.append(words("**Dimuat**: {moment}, oleh {who}", moment=words.moment(row["loaded_at"]), who=by))
    if row["mode"] == "replace":
        lines.append(words("**Cara memuat**: mengganti seluruhnya"))
    if row["status"] != "loaded" and pd.notna(row["ended_at"]):
        moment, by = words.moment(row["ended_at"]), inert_markdown(row["ended_by"] or "–")
        if row["status"] == "rolled_back":
            why = inert_markdown(row["note"] or "–")
            lines.append(words("**Dibatalkan**: {moment}, oleh {who}. Alasan: {why}", moment=moment, who=by, why=why))
        else:
            lines.append(words("**Tergantikan** seluruhnya oleh berkas yang lebih baru: {moment}", moment=moment))
    lines.append(f"**SHA-256**: `{row['sha256']}`")
    return lines


def _quarantine(words: Words, number: int) -> None:
    st.markdown(f"**{words('Perbaiki baris yang ditolak')}**")
    st.caption(
        words(
            "Unduh, perbaiki sel yang diberi warna, simpan, lalu muat lagi lewat Muat berkas. Berkas ini memuat data "
            "pribadi: simpan di komputer kantor saja, dan hapus setelah dipakai."
        )
    )
    st.download_button(
        words("Unduh baris yang ditolak (XLSX)"),
        lambda: office.workbook("quarantine", str(number)),
        file_name=f"karantina-{number}.xlsx",
        mime=tables.XLSX,
        icon=":material/download:",
        on_click="ignore",
        key="quarantine",
    )


def _exchanged(words: Words, number: int) -> None:
    engine = data.engine()
    parts = (
        (words("Berkas ini menggantikan"), operations.replaced(engine, number), "replaced"),
        (words("Digantikan oleh berkas yang lebih baru"), operations.replaced_by(engine, number), "replaced-by"),
    )
    for title, rows, key in parts:
        if rows.empty:
            continue
        st.markdown(f"**{title}**")
        other = rows.iloc[:, 0]
        table = pd.DataFrame(
            {
                words("Berkas"): [
                    words("data bawaan aplikasi") if pd.isna(n) else f"{n} · {name}"
                    for n, name in zip(other, rows["file_name"], strict=True)
                ],
                words("Apa"): [words(_TABLES[name]) if name in _TABLES else name for name in rows["table_name"]],
                words("Baris"): rows["rows"],
            }
        )
        tables.show(table, {words("Baris"): "households"}, words, key, title)


# --- roll back ------------------------------------------------------------------------------------------


def _roll_back(words: Words, who: str, row: dict[str, Any], labels: dict[str, str]) -> None:
    number = int(row["batch_id"])
    key = f"rollback:{number}"
    job = office.job(key)
    if job is not None and job.running:
        job_scene.progress(words, key)
        return
    with st.expander(words("Batalkan berkas ini"), icon=":material/undo:", expanded=job is not None):
        blocked: list[int] = []
        if job is not None and not job_scene.trouble(words, job):
            answer = job.answer.data
            if answer["status"] == "error":
                st.error(answer[f"message_{words.language}"])
            blocked = answer["batch_ids"] if answer["status"] == "blocked" else []
        st.markdown(
            words(
                "Yang terjadi bila dibatalkan: {n} baris dari berkas ini keluar, isi lama yang digantikannya kembali, dan "
                "semua angka dihitung ulang. Catatan berkas ini tetap ada di Riwayat.",
                n=words.number(row["loaded"]),
            )
        )
        if blocked:
            st.warning(
                words("Berkas yang lebih baru bergantung pada berkas ini. Yang ikut dibatalkan, yang terbaru dahulu:")
            )
            for other in blocked:
                st.markdown(f"- {inert_markdown(labels.get(str(other), str(other)))}")
        note = st.text_input(words("Alasan"), key=f"w:rollback-note-{number}", max_chars=300)
        sure = st.checkbox(
            words("Ya, batalkan {n} berkas", n=words.number(len(blocked) + 1))
            if blocked
            else words("Ya, saya ingin membatalkan berkas ini"),
            key=f"w:rollback-sure-{number}-{len(blocked)}",
        )

        def begin() -> None:
            options = ["--by", who, "--note", note.strip()] + (["--cascade"] if blocked else [])
            office.start(key, "rollback", str(number), *options, who=who)

        ready = bool(sure and note.strip())
        label = words("Batalkan semuanya") if blocked else words("Batalkan berkas")
        st.button(label, disabled=not ready, on_click=begin, icon=":material/undo:", key="rollback")
        if not ready:
            st.caption(words("Tulis alasannya dan beri tanda centang dahulu."))
