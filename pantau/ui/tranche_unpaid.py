"""What of a tranche is not yet paid: counts by RT for everybody, the households for those of the office."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pantau import tranches
from pantau.indicators import Unit
from pantau.lineage import FEW
from pantau.ui import data, desk, tables
from pantau.ui.tranche_scene import Board
from pantau.words import later

STATES = {
    "due": later("belum disalurkan"),
    "failed": later("gagal disalurkan"),
    "returned": later("dikembalikan"),
}


def show(board: Board) -> None:
    """Counts by RT; the list of households where it may be seen."""
    words, view = board.words, board.view
    if data.earlier() is not None:
        st.info(words("Rincian per RT hanya ada untuk data terkini, tidak untuk keadaan terdahulu."))
        return
    found: pd.DataFrame = data.listed("tranches", "unpaid_by_rt", view.programme_id, board.month, board.asked)
    owed = found[found["unpaid"] > 0].sort_values(["unpaid", "area_code"], ascending=[False, True])
    if owed.empty:
        st.success(words("Semua penyaluran tahap ini di wilayah ini sudah dibayar."))
        return
    st.markdown(
        words(
            "{n} penyaluran di {rt} RT belum dibayar.",
            n=board.few(int(owed["unpaid"].sum())),
            rt=words.number(len(owed)),
        )
    )
    table = pd.DataFrame(
        {
            words("Wilayah"): [view.area_label(str(code)) for code in owed["area_code"]],
            words("Belum dibayar"): [board.few(int(n)) for n in owed["unpaid"]],
            words("Rupiah"): owed["rupiah"].where(owed["unpaid"] >= FEW).astype(float),
        }
    )
    units: dict[str, Unit] = {words("Rupiah"): "rupiah"}
    tables.show(table, units, words, "table-papan-rt", words("Penyaluran yang belum dibayar menurut RT"), "–")
    st.caption(
        words("Kurang dari {n}: banyaknya dan rupiahnya tidak disebut, supaya tidak menunjuk satu keluarga.", n=FEW)
    )
    cells = view.cells()
    tables.downloads(view, {words("Belum dibayar"): table}, "papan-rt", ("amount_due", "amount_paid"), cells)
    _show_households(board)


def _show_households(board: Board) -> None:
    """The list for the office, masked as on the audit pages. Nothing of it leaves the server for anybody else."""
    words, view = board.words, board.view
    if not desk.inside():
        st.caption(words(":material/lock: Daftar keluarganya hanya untuk petugas kantor."))
        return
    with st.expander(words("Daftar yang belum dibayar (petugas; data pribadi disamarkan)"), icon=":material/lock:"):
        found = tranches.unpaid_households(data.engine(), view.programme_id, board.month, board.asked)
        table = pd.DataFrame(
            {
                words("Tempat"): found["place"],
                words("No. KK"): found["kk"],
                words("Nama"): found["name"],
                words("Kanal"): found["channel"],
                words("Jatuh tempo"): [words.date(day) for day in found["due_date"]],
                words("Rupiah"): found["amount"].astype(float),
                words("Keadaan"): [words(STATES[s]) if s in STATES else s for s in found["status"]],
            }
        )
        units: dict[str, Unit] = {words("Rupiah"): "rupiah"}
        tables.show(table, units, words, "table-papan-kk", words("Daftar yang belum dibayar, disamarkan"), "–")
        cells = view.cells()
        tables.downloads(view, {words("Belum dibayar"): table}, "papan-kk", ("amount_due", "amount_paid"), cells)
