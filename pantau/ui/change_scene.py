"""What loading a file would change, in words and tables: before anything is changed."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from pantau.indicators import Unit
from pantau.ui import data, tables
from pantau.words import Words, later

_COUNTED = {
    "households": later("Keluarga"),
    "persons": later("Orang"),
    "transfers": later("Penyaluran"),
    "rows": later("Baris"),
}


def show(words: Words, changes: dict[str, Any], mode: str) -> None:
    """The changes as the command ``diff`` tells them."""
    counted = {name: changes[name] for name in _COUNTED if name in changes}
    if not counted:
        return
    _counts(words, counted, mode)
    _programmes(words, changes.get("by_programme", []))
    _areas(words, changes.get("by_rw", []))


def _counts(words: Words, counted: dict[str, dict[str, int]], mode: str) -> None:
    if not any(n for counts in counted.values() for name, n in counts.items() if name not in ("same", "gone")) and (
        mode == "amend" or not any(counts.get("gone") for counts in counted.values())
    ):
        st.info(words("Tidak ada yang berubah: isi berkas sama dengan data yang ada."))
    columns = {
        "new": words("Baru"),
        "changed": words("Berubah"),
        "same": words("Sama"),
        "out": words("Dikeluarkan"),
        "stay": words("Tidak ada di berkas (tetap)"),
    }
    lines = []
    for name, counts in counted.items():
        # In mode "amend" a household that the file does not name stays; a person goes only if the file says so.
        gone = "stay" if mode == "amend" and name != "persons" else "out"
        lines.append({"what": words(_COUNTED[name]), **{gone if k == "gone" else k: n for k, n in counts.items()}})
    table = pd.DataFrame(lines, columns=["what", *columns]).dropna(axis=1, how="all")
    titles = {name: title for name, title in columns.items() if name in table}
    table = table.rename(columns={"what": words("Apa"), **titles})
    alt = words("Banyaknya yang baru, berubah, dan sama")
    tables.show(table, {title: "households" for title in titles.values()}, words, "changes-counts", alt, "–")


def _programmes(words: Words, lines: list[dict[str, Any]]) -> None:
    if not lines:
        return
    programmes = data.programmes()
    names = dict(zip(programmes["code"], programmes[f"name_{words.language}"], strict=True))
    before, after = words("Penyaluran sebelum"), words("Penyaluran sesudah")
    rupiah_before, rupiah_after = words("Rupiah dibayar sebelum"), words("Rupiah dibayar sesudah")
    table = pd.DataFrame(
        {
            words("Program"): [names.get(line["programme"], line["programme"]) for line in lines],
            before: [line["transfers_before"] for line in lines],
            after: [line["transfers_after"] for line in lines],
            rupiah_before: [line["rupiah_before"] for line in lines],
            rupiah_after: [line["rupiah_after"] for line in lines],
        }
    )
    title = words("Menurut program, untuk bulan-bulan di berkas ini")
    st.markdown(f"**{title}**")
    units = {before: "transfers", after: "transfers", rupiah_before: "rupiah", rupiah_after: "rupiah"}
    tables.show(table, units, words, "changes-programmes", title)  # type: ignore[arg-type]


def _areas(words: Words, lines: list[dict[str, Any]]) -> None:
    if not lines:
        return
    areas = data.areas()
    names = dict(zip(areas["code"], areas["name"], strict=True))
    table = pd.DataFrame({words("Wilayah"): [names.get(line["area_code"], line["area_code"]) for line in lines]})
    units: dict[str, Unit] = {}
    compared: tuple[tuple[str, Unit, str, str], ...] = (
        ("households", "households", words("Keluarga sebelum"), words("Keluarga sesudah")),
        ("people", "people", words("Orang sebelum"), words("Orang sesudah")),
        ("rupiah", "rupiah", words("Rupiah dibayar sebelum"), words("Rupiah dibayar sesudah")),
    )
    for name, unit, was, becomes in compared:
        pairs = [(line[f"{name}_before"], line[f"{name}_after"]) for line in lines]
        if any(a != b for a, b in pairs):
            table[was], table[becomes] = [a for a, _ in pairs], [b for _, b in pairs]
            units |= {was: unit, becomes: unit}
    title = words("Menurut RW (hanya yang berubah)")
    st.markdown(f"**{title}**")
    tables.show(table, units, words, "changes-rw", title)
