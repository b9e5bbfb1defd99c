"""The columns of a list of areas."""

from __future__ import annotations

from etl import contract_rules as rules
from etl.contract import Column, Contract, ExampleCell
from etl.parse import text
from etl.parse_codes import LEVEL_WORDS, LEVELS, area_code, area_level, choice
from etl.template_place import Place

KIND = "areas"


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """An RW and two of its RT."""
    rw = place.rts[0].rpartition(".")[0]
    codes = [rw, *(code for code in place.rts if code.startswith(rw + "."))][:3]
    return [
        {
            "code": code,
            "parent": code.rpartition(".")[0],
            "level": area_level(code).upper(),
            "name": place.areas.get(code, code.rpartition(".")[2]),
        }
        for code in codes
    ]


CONTRACT = Contract(
    KIND,
    (
        Column(
            "code",
            ("KODE", "KODE WILAYAH", "KODE AREA", "CODE"),
            area_code,
            required=True,
            meaning=(
                "Kode wilayah; kode RT memuat kode RW dan kelurahannya.",
                "The area's code; that of an RT holds those of its RW and kelurahan.",
            ),
            rule=rules.AREA_CODE,
            reasons=("area_parent_unknown", "key_twice"),
        ),
        Column(
            "parent",
            ("KODE INDUK", "INDUK", "PARENT CODE", "PARENT"),
            area_code,
            meaning=(
                "Kode wilayah di atasnya; boleh kosong karena sudah ada di dalam kodenya.",
                "The code of the area above; may be blank, as the code holds it.",
            ),
            rule=rules.AREA_CODE,
            reasons=("area_parent_differs",),
        ),
        Column(
            "level",
            ("TINGKAT", "LEVEL", "JENIS WILAYAH"),
            choice(LEVEL_WORDS, ", ".join(LEVELS)),
            meaning=(
                "Tingkat wilayah; boleh kosong karena terlihat dari panjang kodenya.",
                "The level; may be blank, as the length of the code shows it.",
            ),
            rule=rules.one_of(level.upper() for level in LEVELS),
            choices=tuple(level.upper() for level in LEVELS),
            reasons=("area_level_differs",),
        ),
        Column(
            "name",
            ("NAMA", "NAMA WILAYAH", "NAME", "WILAYAH"),
            text(100),
            required=True,
            shown="open",
            meaning=("Nama yang tampil di peta dan tabel.", "The name shown on maps and in tables."),
            rule=rules.words(100),
        ),
    ),
    title=("Daftar RW dan RT", "List of RW and RT"),
    purpose=(
        "Satu baris satu wilayah, induknya lebih dahulu. Kode yang sudah ada diganti namanya; batasnya tetap.",
        "One row is one area, parents first. A code that is known gets the new name; its boundary stays.",
    ),
    example=_example,
)
