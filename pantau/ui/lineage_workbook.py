"""The lineage of a figure as a workbook: how it is made, the files, and for each file the numbers of the rows it counts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from pantau import exports
from pantau.lineage import Figure
from pantau.ui import tables
from pantau.ui.frame import View
from pantau.ui.lineage_words import MEASURES, PART_NAMES, measure_name
from pantau.ui.report_scene import kind_name
from pantau.words import Words

Numbers = Callable[[str, int, str], pd.DataFrame]
"""(part, batch_id, measure) -> row numbers; see :func:`pantau.lineage.rows`."""


def maker(
    view: View, figure: Figure, made: pd.DataFrame, chain: pd.DataFrame, numbers: Numbers | None, staff: bool
) -> Callable[[], bytes]:
    """What makes the workbook when its button is pressed. ``numbers`` None: no row numbers; ``staff``: say who handed in."""
    words, indicator = view.words, figure.indicator
    shown = [
        indicator.name(words.language),
        view.programme_name(figure.programme_id),
        view.area_label(figure.area_code),
        view.period_name(figure.period),
    ]
    said = {
        **tables.notes(view),
        words("Isi"): " · ".join([words("Dari mana angka ini?"), *shown]),
        words("Definisi"): indicator.formula(words.language),
        words("Nomor baris"): words("Nomor baris dihitung seperti di berkasnya: judul kolom adalah baris 1."),
    }
    steps = pd.DataFrame(
        {
            words("Untuk"): [words(PART_NAMES[part]) for part in made["part"]],
            words("Ukuran"): [measure_name(words, measure) for measure in made["measure"]],
            words("Kolom mart"): [f"{indicator.mart}.{measure}" for measure in made["measure"]],
            words("Bobot"): made["weight"],
            words("Nilai"): made["value"],
        }
    )

    def workbook() -> bytes:
        sheets = {words("Cara menghitung"): steps, words("Berkas"): _files(words, chain, staff)}
        if numbers is not None:
            sheets |= _sheets(words, chain, numbers)
        return exports.to_xlsx(sheets, said, words("Catatan"))

    return workbook


def _files(words: Words, chain: pd.DataFrame, staff: bool) -> pd.DataFrame:
    columns = {
        words("Nomor berkas"): chain["batch_id"],
        words("Berkas"): chain["file_name"],
        words("Jenis"): [kind_name(words, kind) for kind in chain["kind"]],
        "SHA-256": chain["sha256"],
        words("Diterima pada"): [words.moment(t) if pd.notna(t) else "" for t in chain["received_at"]],
        words("Dimuat pada"): [words.moment(t) for t in chain["loaded_at"]],
    }
    if staff:
        columns[words("Diterima dari")] = chain["received_by"]
    if "rows" in chain:
        used = {
            words("Untuk"): [words(PART_NAMES[part]) for part in chain["part"]],
            words("Ukuran"): [_measure(words, measure) for measure in chain["measure"]],
        }
        columns = used | columns | {words("Baris dipakai"): chain["rows"]}
    if "ranges" in chain:
        columns[words("Nomor baris")] = chain["ranges"]
    return pd.DataFrame(columns)


def _sheets(words: Words, chain: pd.DataFrame, numbers: Numbers) -> dict[str, pd.DataFrame]:
    """One sheet a file; a column for each part and measure that counts its rows."""
    sheets = {}
    for (batch_id, name), uses in chain.groupby(["batch_id", "file_name"]):
        columns = [
            numbers(use.part, int(batch_id), use.measure)["row_no"].rename(_use(words, use.part, use.measure))
            for use in uses.itertuples()
        ]
        sheets[f"{batch_id} {re.sub(r'[^0-9A-Za-z._ -]', '_', name)}"[:31]] = pd.concat(columns, axis=1)
    return sheets


def _measure(words: Words, measure: str) -> str:
    return measure_name(words, measure) if measure.partition(":")[0] in MEASURES else ""


def _use(words: Words, part: str, measure: str) -> str:
    said = _measure(words, measure)
    return words(PART_NAMES[part]) + (f": {said}" if said else "")
