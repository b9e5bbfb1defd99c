"""One audit finding opened: what it says in plain words, the file rows behind it, what to do, and the decision."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from pantau import audit, audit_rows
from pantau.audit_checks import CHECKS
from pantau.indicators import Unit
from pantau.ui import picking, tables
from pantau.words import Words, inert_markdown, later

KEY = "temuan"

_ROLES = {
    "transfer": later("penyaluran yang ditandai"),
    "earlier": later("dibayar lebih dahulu"),
    "registry": later("baris registri"),
    "household": later("keluarga di registri"),
    "membership": later("daftar kepesertaan"),
    "programme": later("daftar program"),
}
_REASONS = {
    "graduasi": later("graduasi"),
    "meninggal": later("meninggal"),
    "pindah": later("pindah"),
    "tidak_layak": later("tidak layak"),
    "mundur": later("mundur"),
    "lainnya": later("sebab lain"),
}


def show(engine: Engine, words: Words, actor: str) -> None:
    """The field for a finding's number, and the finding that is open."""
    number = picking.number_field(KEY, words("Buka temuan nomor"))
    if number is None:
        return
    try:
        found = audit.finding(engine, number)
    except KeyError:
        st.info(words("Tidak ada temuan dengan nomor itu."))
        return
    with st.container(border=True, key="finding"):
        _explain(words, found)
        _show_rows(words, audit_rows.rows_of(engine, number))
        st.markdown(
            f"**{words('Yang sebaiknya dilakukan')}:** {CHECKS[found['check_id']].text('next', words.language)}"
        )
        _decision(engine, words, found, actor)


def _explain(words: Words, found: dict) -> None:
    check = CHECKS[found["check_id"]]
    title = f"{check.text('name', words.language)} · {found['household']} · {found['programme']} · {found['year']}"
    st.subheader(inert_markdown(title), anchor=False)
    st.markdown(
        words(
            "**Penyaluran: {transfers} · {rupiah}** ({stake}).",
            transfers=words.number(found["transfers"]),
            rupiah=words.rupiah(found["rupiah"]),
            stake=check.text("stake", words.language),
        )
    )
    st.markdown(check.text("meaning", words.language))
    st.caption(
        words(
            "K dan P adalah nomor keluarga dan orang di sistem ini, bukan nomor KK atau NIK. Sumber: {source}.",
            source=check.source,
        )
    )


def _show_rows(words: Words, rows: pd.DataFrame) -> None:
    if rows.empty:
        st.info(words("Data sekarang tidak lagi menunjukkan temuan ini."))
        return
    st.markdown(f"**{words('Baris berkas di balik temuan ini')}**")
    paid = rows[rows["role"].isin(["transfer", "earlier"])]
    table = pd.DataFrame(
        {
            words("Baris apa"): [words(_ROLES[r]) for r in paid["role"]],
            words("Berkas"): paid["file_name"],
            words("Baris ke"): paid["row_no"],
            words("Periode"): paid["period"],
            words("Jatuh tempo"): [words.date(day) for day in paid["due_date"]],
            words("Dibayar"): [words.date(day) for day in paid["paid_date"]],
            words("Seharusnya"): paid["amount_due"].astype(float),
            words("Dibayarkan"): paid["amount_paid"].astype(float),
            words("Dipersoalkan"): paid["rupiah"].astype(float),
        }
    )
    money: dict[str, Unit] = {
        words("Seharusnya"): "rupiah",
        words("Dibayarkan"): "rupiah",
        words("Dipersoalkan"): "rupiah",
    }
    tables.show(table, money, words, "table-finding-rows", words("Baris penyaluran di balik temuan"), "–")
    proof = rows[~rows["role"].isin(["transfer", "earlier"])]
    if len(proof):
        tables.show(_proof(words, proof), {}, words, "table-finding-proof", words("Baris yang membuktikan temuan"), "–")


def _proof(words: Words, proof: pd.DataFrame) -> pd.DataFrame:
    """What the registry, the list of participants or the programme says, one sentence a row."""
    return pd.DataFrame(
        {
            words("Baris apa"): [words(_ROLES[r]) for r in proof["role"]],
            words("Berkas"): proof["file_name"],
            words("Baris ke"): [words("tidak ada di berkas") if n < 2 else str(n) for n in proof["row_no"]],
            words("Isinya"): [_says(words, row) for row in proof.to_dict("records")],
        }
    )


def _says(words: Words, row: dict) -> str:
    said = []
    if not pd.isna(row["person_ref"]) and row["person_ref"]:
        said.append(f"P{int(row['person_ref'])}")
    if not pd.isna(row["status"]):
        said.append(words(picking.PERSON_STATUSES[row["status"]]))
    if row["role"] == "household":
        no_desil = pd.isna(row["desil"])
        said.append(words("tanpa desil") if no_desil else words("desil {desil}", desil=int(row["desil"])))
    if row["role"] == "household" or row["status"] == "active":
        said.append(words("pendapatan {rupiah} sebulan", rupiah=words.rupiah(row["income"])))
    for column, text in (("since", later("sejak {day}")), ("until", later("sampai {day}"))):
        if not pd.isna(row[column]):
            day = row[column]
            said.append(words(text, day=words.period(day) if isinstance(day, str) else words.date(day)))
    if not pd.isna(row["reason"]):
        said.append(words(_REASONS[row["reason"]]))
    return " · ".join(said)


def _decision(engine: Engine, words: Words, found: dict, actor: str) -> None:
    if found["state_by"]:
        st.caption(
            words(
                "Diputuskan {who}, {moment}.",
                who=inert_markdown(found["state_by"]),
                moment=words.moment(found["state_at"]),
            )
        )
    if found["state"] == "fixed":
        if found["note"]:
            st.markdown(inert_markdown(found["note"]))
        st.success(words("Selesai: data terbaru tidak lagi menunjukkannya. Hanya data yang dapat menutup temuan."))
        return
    names = {"open": words("terbuka"), "explained": words("dijelaskan")}
    with st.form("decision", border=False):
        wanted = st.radio(
            words("Keadaan"),
            list(names),
            index=list(names).index(found["state"]),
            format_func=names.__getitem__,
            horizontal=True,
        )
        note = st.text_area(
            words("Catatan (wajib untuk menjelaskan; jangan menulis nama, NIK, atau nomor KK)"),
            value=found["note"],
            max_chars=2000,
            key=f"note-{found['finding_id']}",
        )
        sent = st.form_submit_button(words("Simpan"), icon=":material/save:")
    if not sent:
        return
    try:
        audit.decide(engine, found["finding_id"], wanted, note, actor)
    except ValueError as error:
        if str(error) == "note":
            st.error(words("Tulis catatan yang menjelaskan temuan ini, lalu simpan lagi."))
        else:
            st.error(words("Temuan ini baru saja berubah. Muat ulang halaman ini."))
        return
    st.toast(words("Tersimpan."))
    st.rerun()
