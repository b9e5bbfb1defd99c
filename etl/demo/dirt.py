"""Mistakes in the transfer files: about one row in a hundred, of the kinds that auditors find."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from etl.demo.population import Population
from etl.demo.writing import Columns

DIRTY_SHARE = 0.009

# The column of each kind of content, by the headings that the offices use for it.
_PROGRAMME = ("NAMA PROGRAM", "program")
_KK = ("NO KK", "no_kk", "NOMOR KK")
_NIK = ("nik", "NIK PENERIMA")
_PERIOD = ("PERIODE", "periode", "BULAN")
_DUE = ("JATUH TEMPO", "jatuh_tempo", "TANGGAL JATUH TEMPO")
_PAID = ("TANGGAL SALUR", "tanggal_bayar", "TANGGAL BAYAR")
_AMOUNT = ("NOMINAL", "nominal", "JUMLAH UANG")
_STATUS = ("STATUS", "status")
_QUANTITY = ("JUMLAH",)
_WRONG_NAMES = ("PKHH", "Bantuan Tunai Daerah", "BPNT Plus", "Kartu Lansia", "PIP")


def spoil(columns: Columns, population: Population, rng: np.random.Generator) -> Columns:
    """Spoil cells in some rows and repeat others; the number of kinds fits the columns that the file has."""
    columns = {name: cells.copy() for name, cells in columns.items()}
    total = len(next(iter(columns.values())))
    mistakes = _mistakes(columns, population, rng)
    victims = rng.permutation(total)[: max(len(mistakes) + 1, round(total * DIRTY_SHARE))]
    groups = np.array_split(victims, len(mistakes) + 1)
    for (name, word), group in zip(mistakes, groups, strict=False):
        for at in group:
            columns[name][at] = word(int(at))
    # A row that was copied: most follow the first, some come again much later.
    repeated = groups[-1]
    place = np.where(rng.random(len(repeated)) < 0.7, repeated + 0.5, total)
    order = np.argsort(np.concatenate([np.arange(total), place]), kind="stable")
    picked = np.concatenate([np.arange(total), repeated])[order]
    result = {name: cells[picked] for name, cells in columns.items()}
    if "NO" in result:  # the running number is filled in last
        result["NO"] = np.arange(1, len(picked) + 1).astype(str).astype(object)
    return result


def _mistakes(
    columns: Columns, population: Population, rng: np.random.Generator
) -> list[tuple[str, Callable[[int], str]]]:
    """Pairs of column and what to write into a row of it."""

    def column(names: tuple[str, ...]) -> str | None:
        return next((name for name in names if name in columns), None)

    number = column(_NIK) or column(_KK)
    programme, period, due = column(_PROGRAMME), column(_PERIOD), column(_DUE)
    paid, amount, status = column(_PAID), column(_AMOUNT), column(_STATUS)
    assert number and programme and period and due and paid and amount and status

    def plain(at: int) -> str:
        text = str(columns[number][at]) or str(columns[column(_KK) or number][at])
        return text.replace(" ", "").lstrip("'")

    def stranger(at: int) -> str:
        """A well-formed number that is nobody's in the registry: of another kecamatan."""
        born = f"{rng.integers(1, 28):02d}0{rng.integers(1, 10)}{rng.integers(60, 99)}"
        return f"317499{born}{9000 + at % 999}"

    found: list[tuple[str, Callable[[int], str]]] = [
        (number, lambda at: plain(at)[:15]),
        (number, lambda at: plain(at) + "0"),
        (number, lambda at: f"{plain(at)[0]},{plain(at)[1:6]}E+15"),
        (number, stranger),
        (programme, lambda at: _WRONG_NAMES[at % len(_WRONG_NAMES)]),
        (period, lambda at: ("Tahap 9", "semester ganjil", "13/2024")[at % 3]),
        (due, lambda _at: ""),
        (due, lambda at: ("31/02/2024", "30 Februari 2024", "2024-02-31", "45/13/2023")[at % 4]),
        (paid, lambda at: ("31/11/2025", "minggu depan", "00/00/0000")[at % 3]),
        (paid, lambda at: f"{at % 28 + 1:02d}/{at % 12 + 1:02d}/2062"),  # 2026 with its last digits exchanged
        (status, lambda at: ("OK?", "Selesai sebagian", "lihat catatan")[at % 3]),
        (amount, lambda at: "-" + (str(columns[amount][at]) or "150000")),
    ]
    if quantity := column(_QUANTITY):
        found.append((quantity, lambda _at: ""))
    if column(_NIK) and column(_KK) and number == "nik":
        # The number of somebody in another household: the two numbers contradict each other.
        other = population.nik.astype(str)
        found.append((number, lambda at: str(other[(at * 7919 + 13) % len(other)])))
    return found
