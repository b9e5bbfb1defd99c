"""The indicator dictionary, written from the catalogue: ``python -m pantau.dictionary`` renews ``docs/kamus-indikator.md``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pantau.indicators import CATALOGUE, Indicator

FILE = Path(__file__).resolve().parent.parent / "docs" / "kamus-indikator.md"

_UNITS = {
    "share": "bagian (0–100%)",
    "households": "keluarga",
    "people": "orang",
    "rupiah": "rupiah",
    "transfers": "penyaluran",
    "days": "hari",
    "index": "indeks",
    "months": "bulan",
    "points": "nilai",
    "count": "banyaknya",
}
_DIRECTIONS = {"up": "makin tinggi makin baik", "down": "makin rendah makin baik", "none": "tanpa arah"}


def _sum(weights: Mapping[str, float]) -> str:
    parts = []
    for i, (measure, weight) in enumerate(weights.items()):
        sign = ("− " if weight < 0 else "") if i == 0 else (" − " if weight < 0 else " + ")
        parts.append(f"{sign}`{measure}`")
    return "".join(parts)


def formula(indicator: Indicator) -> str:
    """The formula in measures of the marts, as it is computed."""
    if indicator.ranks is not None:
        return "korelasi peringkat Spearman menurut RW dari " + " dan ".join(f"`{i}`" for i in indicator.ranks)
    top = _sum(indicator.numerator)
    if not indicator.is_ratio:
        return top
    bottom = _sum(indicator.denominator)
    wrap = [f"({part})" if " " in part.strip("`") else part for part in (top, bottom)]
    factor = f"{indicator.factor:g} × ".replace(".", ",") if indicator.factor != 1 else ""
    return f"{factor}{wrap[0]} ÷ {wrap[1]}"


def markdown() -> str:
    """The whole dictionary: one section an indicator, Indonesian first."""
    lines = [
        "# Kamus indikator · Indicator dictionary",
        "",
        "Dibuat dari `pantau/indicators.py` (`python -m pantau.dictionary`); jangan disunting di sini.",
        "Ukuran (`…`) adalah kolom `mart_period` (`pantau/schema.py`, `pantau/marts.py`) atau isi `mart_count` (`pantau/parts/`).",
        "Penyebut 0 berarti *tidak ada data*, bukan 0%. Angka RW dan kelurahan dijumlahkan dari RT dahulu, baru dibagi.",
        "",
    ]
    for indicator in CATALOGUE.values():
        lines += [
            f"## {indicator.name_id} · {indicator.name_en}",
            "",
            f"- **Kode**: `{indicator.id}`",
            f"- **Definisi**: {indicator.formula_id}",
            f"- **Definition**: {indicator.formula_en}",
            f"- **Rumus**: {formula(indicator)}",
            f"- **Satuan**: {_UNITS[indicator.unit]}; {_DIRECTIONS[indicator.direction]}",
            f"- **Sumber**: {indicator.source}",
            "",
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    FILE.write_text(markdown(), encoding="utf-8")
