"""What is compared of two records, and the degrees of likeness of each: the model's structure, in one place.

Each comparison is a list of levels, the likest first; a pair has the first level whose condition holds. A comparison of
which one record has nothing says nothing (no level). ``m`` is how often a level is met among pairs that *are* one person,
as assumed before the data are looked at: see :func:`etl.linkage.train` for what the data make of it.

KK, address, RT and RW are one comparison, not four: members of one household share them all, and four agreements for one
fact would make a family look like one person. Of the NIK only what does not repeat the birth date is compared, for the
same reason.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """A degree of likeness: its key, SQL condition over ``…_l`` and ``…_r``, words for people, assumed share ``m``."""

    key: str
    condition: str
    label_id: str
    label_en: str
    m: float


@dataclass(frozen=True)
class Comparison:
    """One thing that is compared; ``missing`` is the condition under which it says nothing.

    ``frequent``: the column whose frequent values weigh less (two people called Siti Aminah) at the first level.
    """

    key: str
    label_id: str
    label_en: str
    missing: str
    levels: tuple[Level, ...]
    frequent: str | None = None


def _one_slip(column: str) -> str:
    """Digits of equal number with one of them another, or two neighbours exchanged; NULL compares as unlike.

    The edit distance is dear, and DuckDB keeps the order of a CASE only: few pairs are to come so far.
    """
    left, right = f"{column}_l", f"{column}_r"
    near = f"CASE WHEN length({left}) = length({right}) THEN hamming({left}, {right}) <= 2 ELSE false END"
    return f"CASE WHEN {near} THEN damerau_levenshtein({left}, {right}) <= 1 ELSE false END"


def _close(most: int) -> str:
    """Names that ``most`` changes of a letter make equal; the dear distance again only where it may be."""
    return (
        "CASE WHEN jaro_similarity(name_l, name_r) >= 0.75"
        f" THEN damerau_levenshtein(name_l, name_r) <= {most} ELSE false END"
    )


_COMMON = "len(list_intersect(words_l, words_r))"
_FEWEST = "least(len(words_l), len(words_r))"

NAME = Comparison(
    "name",
    "Nama",
    "Name",
    "name_l IS NULL OR name_r IS NULL",
    (
        Level("same", "name_l = name_r", "nama sama", "same name", 0.45),
        Level(
            "sound",
            "sound_l = sound_r",
            "nama sama, lain ejaan atau urutan",
            "same name, other spelling or order",
            0.12,
        ),
        Level(
            "letter",
            _close(1),
            "nama sama kecuali satu huruf",
            "same name but for one letter",
            0.13,
        ),
        Level(
            "part",
            f"short_l = short_r OR ({_FEWEST} >= 2 AND {_COMMON} = {_FEWEST})",
            "sebagian nama disingkat atau tidak ditulis",
            "part of the name shortened or left out",
            0.12,
        ),
        Level(
            "like",
            f"({_close(2)}) OR jaro_winkler_similarity(name_l, name_r) >= 0.92",
            "nama mirip",
            "similar name",
            0.09,
        ),
        Level(
            "word",
            "list_has_any(words_l, words_r) OR jaro_winkler_similarity(name_l, name_r) >= 0.85",
            "satu kata nama sama",
            "one word of the name the same",
            0.06,
        ),
        Level("other", "ELSE", "nama lain", "another name", 0.03),
    ),
    frequent="name",
)

BIRTH = Comparison(
    "birth",
    "Tanggal lahir",
    "Date of birth",
    "birth_l IS NULL OR birth_r IS NULL",
    (
        Level("same", "birth_l = birth_r", "tanggal lahir sama", "same date of birth", 0.7),
        Level("swapped", "birth_l = swapped_r", "tanggal dan bulan tertukar", "day and month exchanged", 0.06),
        Level(
            "digit",
            _one_slip("birth"),
            "selisih satu angka, atau dua angka tertukar",
            "one digit differs, or two are exchanged",
            0.13,
        ),
        Level(
            "two_parts",
            "(day_l = day_r AND month_l = month_r) OR (year_l = year_r AND (day_l = day_r OR month_l = month_r))",
            "dua dari tanggal, bulan, dan tahun sama",
            "two of day, month and year the same",
            0.06,
        ),
        Level("year", "year_l = year_r", "hanya tahun lahir sama", "only the year the same", 0.02),
        Level("other", "ELSE", "tanggal lahir lain", "another date of birth", 0.03),
    ),
)

SEX = Comparison(
    "sex",
    "Jenis kelamin",
    "Sex",
    "sex_l IS NULL OR sex_r IS NULL",
    (
        Level("same", "sex_l = sex_r", "jenis kelamin sama", "same sex", 0.98),
        Level("other", "ELSE", "jenis kelamin lain", "other sex", 0.02),
    ),
)

_LIKE_HOUSE = "(house_l = house_r AND jaro_winkler_similarity(street_l, street_r) >= 0.9)"

PLACE = Comparison(
    "place",
    "Tempat tinggal",
    "Place of living",
    "(kk_l IS NULL OR kk_r IS NULL) AND (rt_l IS NULL OR rt_r IS NULL)"
    " AND (street_l IS NULL OR street_r IS NULL) AND (rw_l IS NULL OR rw_r IS NULL)",
    (
        Level("kk", "kk_l = kk_r", "satu KK", "same family card", 0.12),
        Level(
            "kk_digit",
            _one_slip("kk"),
            "nomor KK selisih satu angka",
            "family card number but for one digit",
            0.06,
        ),
        Level(
            "house",
            f"rt_l = rt_r AND {_LIKE_HOUSE}",
            "alamat sama, RT sama",
            "same address, same RT",
            0.15,
        ),
        Level("address", _LIKE_HOUSE, "alamat sama, RT lain", "same address, another RT", 0.07),
        Level("rt", "rt_l = rt_r", "RT sama", "same RT", 0.15),
        Level("rw", "rw_l = rw_r", "RW sama", "same RW", 0.15),
        Level("other", "ELSE", "tempat tinggal lain", "another place", 0.3),
    ),
)

NUMBER = Comparison(
    "number",
    "NIK",
    "NIK",
    "number_l IS NULL OR number_r IS NULL",
    (
        Level(
            "same",
            "number_l = number_r AND NOT (dated_l AND dated_r)",
            "NIK hanya berbeda di bagian tanggal, yang tidak cocok dengan tanggal lahir",
            "NIK differs only in its date part, which is not the date of birth",
            0.08,
        ),
        Level(
            "digit", _one_slip("number"), "NIK mirip di luar bagian tanggal", "NIK similar but for its date part", 0.3
        ),
        Level("other", "ELSE", "NIK lain", "another NIK", 0.62),
    ),
)

COMPARISONS = (NAME, BIRTH, SEX, PLACE, NUMBER)

Block = tuple[str, ...]

BLOCKS: tuple[Block, ...] = (
    ("birth",),
    ("birth=swapped",),
    ("sound",),
    ("first", "day", "month"),
    ("last", "day", "month"),
    ("first", "year", "month"),
    ("last", "year", "month"),
    ("first", "year", "day"),
    ("last", "year", "day"),
    ("first", "rt"),
    ("last", "rt"),
    ("kk",),
    ("street", "house"),
    ("number",),
    ("number", "day", "month"),
    ("number", "year", "month"),
)
"""Only pairs that agree in all columns of one of these are compared at all; ``a=b``: the one's a is the other's b.

Two records that share neither date, name, number nor house are taken for two people.
"""
