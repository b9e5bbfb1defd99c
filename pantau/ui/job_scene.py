"""A job under way: how far it is, since when, and a button that ends it. It looks again twice a second."""

from __future__ import annotations

import streamlit as st

from pantau.ui import office
from pantau.words import Words, later

_STARTS = later("Menyiapkan")
_STEPS = {
    "read": later("Membaca berkas"),
    "write": later("Menulis data"),
    "compare": later("Membandingkan dengan data yang ada"),
    "marts": later("Menghitung ulang angka"),
    "receipt": later("Menghitung ulang angka"),
    "month": later("Menghitung ulang angka"),
    "quarter": later("Menghitung ulang angka"),
    "year": later("Menghitung ulang angka"),
    "parts": later("Menghitung ulang angka"),
    "history": later("Menyimpan riwayat"),
    "prepare": later("Menyeragamkan nama dan alamat"),
    "chance": later("Menghitung kesamaan yang kebetulan"),
    "train": later("Belajar dari data"),
    "score": later("Menilai pasangan"),
    "one_nik": later("Mencari satu NIK untuk dua orang"),
}

_COMMANDS = {
    "check": later("Memeriksa berkas"),
    "diff": later("Mencari apa yang akan berubah"),
    "load": later("Memuat berkas"),
    "rollback": later("Membatalkan pemuatan"),
    "duplicates": later("Mencari data ganda"),
}

_TROUBLES = {
    "stopped": later("Dihentikan. Tidak ada data yang berubah."),
    "timeout": later("Terlalu lama, jadi dihentikan. Tidak ada data yang berubah. Coba lagi, atau pecah berkasnya."),
    "too_long": later("Hampir semua baris ditolak. Periksa apakah ini berkas yang benar, lalu pilih lagi."),
    "failed": later(
        "Pekerjaan berhenti karena komputer kehabisan memori atau ada kesalahan. Tidak ada data yang berubah. Coba lagi; "
        "bila tetap gagal, pecah berkasnya menjadi beberapa bagian."
    ),
}


@st.fragment(run_every=0.5)
def progress(words: Words, key: str) -> None:
    """The job of this key while it runs; when it is over, the page is drawn again."""
    job = office.job(key)
    if job is None or not job.running:
        st.rerun()
    title = words(_COMMANDS[job.command])
    if job.waits:
        step = words("Menunggu pekerjaan lain selesai")
    else:
        step = words(_STEPS.get(job.step, _STARTS))
    st.progress(min(1.0, job.done / job.of) if job.of else 0.0, text=f"**{title}** · {step}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            words("Hentikan"),
            icon=":material/stop_circle:",
            on_click=job.stop,
            key=f"stop-{job.command}",
            width="content",
        )
        st.caption(
            words(
                "{n} detik · diminta oleh {who}. Halaman ini boleh ditutup; pekerjaan tetap berjalan.",
                n=words.number(job.seconds),
                who=job.who,
            )
            if job.who
            else words("{n} detik", n=words.number(job.seconds))
        )


def trouble(words: Words, job: office.Job) -> bool:
    """Whether a job that is over did not end by itself; says so."""
    if not job.answer.trouble:
        return False
    (st.warning if job.answer.trouble == "stopped" else st.error)(words(_TROUBLES[job.answer.trouble]))
    return True
