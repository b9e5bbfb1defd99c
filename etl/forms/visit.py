"""What every form asks first: who visited whom, where and when, and what came of it."""

from __future__ import annotations

import re
from typing import Any

from etl.forms.sheets import Choice, Item, group
from etl.template_place import Place
from pantau.reference import month_index
from pantau.sectors import SECTORS
from pantau.words import Words

DONE = "${hasil_kunjungan} = 'selesai'"
"""Whether somebody answered: what else a form asks hangs on it."""

NUMBER_OF_16 = "regex(., '^[1-9][0-9]{15}$') and not(regex(., '^[0-9]*0000$'))"
_OFFICER = "regex(., '^[A-Za-z0-9-]{2,12}$')"
_ASKED_MONTHS = 3
"""A receipt is asked about for so many months back."""

INSTANCE_NAME = "concat(${rt}, ' · ', ${tanggal_kunjungan}, ' · ', ${petugas})"
"""How a filled-in form is listed on the phone: without a number of a family."""

RESULTS = (
    Choice("hasil", "selesai", ("Selesai", "Completed")),
    Choice("hasil", "tidak_ada", ("Tidak ada di rumah", "Nobody at home")),
    Choice("hasil", "menolak", ("Menolak", "Refused")),
    Choice("hasil", "pindah", ("Pindah", "Moved away")),
    Choice("hasil", "tidak_ditemukan", ("Alamat tidak ditemukan", "Address not found")),
)
YES_NO = (
    Choice("ya_tidak", "ya", ("Ya", "Yes")),
    Choice("ya_tidak", "tidak", ("Tidak", "No")),
)


def questions(form: str) -> list[Item]:
    """The first questions of a form; ``form`` (survei, penerimaan, kebutuhan) goes with every submission."""
    asked = [
        Item(
            "text",
            "petugas",
            ("Petugas", "Officer"),
            ("Kode petugas, bukan nama. Contoh: P03", "Code of the officer, not the name. Example: P03"),
            "yes",
            constraint=_OFFICER,
            said=("2 sampai 12 huruf, angka, atau -, tanpa spasi.", "2 to 12 letters, digits or -, without blanks."),
        ),
        Item(
            "date",
            "tanggal_kunjungan",
            ("Tanggal kunjungan", "Date of the visit"),
            required="yes",
            constraint=". <= today() and . >= date('2020-01-01')",
            said=("Tidak boleh di masa depan.", "It cannot be in the future."),
            default="today()",
        ),
        Item("select_one rw", "rw", ("RW", "RW"), required="yes", appearance="minimal"),
        Item(
            "select_one rt",
            "rt",
            ("RT", "RT"),
            required="yes",
            choice_filter="rw = ${rw}",
            appearance="minimal",
        ),
        Item(
            "select_one hasil",
            "hasil_kunjungan",
            ("Hasil kunjungan", "Result of the visit"),
            required="yes",
        ),
        Item(
            "text",
            "no_kk",
            ("Nomor KK", "Family card number"),
            (
                "16 angka di Kartu Keluarga. Boleh kosong bila tidak ada yang menjawab.",
                "16 digits on the family card. May stay blank when nobody answered.",
            ),
            DONE,
            constraint=NUMBER_OF_16,
            said=("Nomor KK 16 angka, tanpa spasi.", "The number has 16 digits, without blanks."),
            appearance="numbers",
        ),
    ]
    return [
        Item("calculate", "formulir", calculation=f"'{form}'"),
        *group("kunjungan", ("Kunjungan", "The visit"), asked),
    ]


def place_choices(place: Place) -> tuple[Choice, ...]:
    """RW, and RT by RW. ValueError where there is no RT."""
    if not place.rts:
        raise ValueError("no RT")
    numbers = [tuple(code.split(".")[-2:]) for code in place.rts]
    rws = [Choice("rw", rw, (f"RW {rw}", f"RW {rw}")) for rw in sorted({rw for rw, _ in numbers})]
    # Each name once in the list, and understood by itself: the RT 005 of one RW is not that of another.
    rts = [Choice("rt", f"RT{rt}-RW{rw}", (f"RT {rt}", f"RT {rt}"), rw) for rw, rt in numbers]
    return (*rws, *rts)


def programme_choices(place: Place) -> tuple[Choice, ...]:
    """The programmes that give money or goods and ran within the last months. ValueError where there is none."""
    oldest = month_index(place.today.year, place.today.month) - _ASKED_MONTHS
    found = [
        row for row in place.programmes if row["benefit_kind"] != "jasa" and (row["last_month"] or oldest) >= oldest
    ]
    if not found:
        raise ValueError("no programme")
    return tuple(Choice("program", choice_name(row["code"]), _names(row)) for row in found)


def choice_name(code: str) -> str:
    """A programme's code as an answer of the format: no blank in it. The loader looks codes up by letters and digits."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "_", code)


def _names(row: dict[str, Any]) -> tuple[str, str]:
    indonesian = row.get("name_id") or row["code"]
    return indonesian, row.get("name_en") or indonesian


def sector_choices() -> tuple[Choice, ...]:
    """The sectors of :mod:`pantau.sectors`."""
    english = Words("en")
    return tuple(Choice("sektor", key, (name, english(name))) for key, name in SECTORS.items())
