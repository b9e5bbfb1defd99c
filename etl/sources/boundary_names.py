"""Names, codes and headings of areas in boundary files: what counts as the same name, a code, a known property."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

LEVELS = ("provinsi", "kota", "kecamatan", "kelurahan", "rw", "rt")
_WIDTHS = (2, 2, 2, 4, 3, 3)  # digits of each part of a code

# Role of a property -> its headings, most telling first (letters and digits only, lower case).
SYNONYMS: dict[str, tuple[str, ...]] = {
    "code": ("kode", "code", "areacode", "kodewilayah", "kodearea", "kodekemendagri", "kdepum", "kodekelurahan",
             "kodedesa", "kodekel", "kdkel", "idkel", "idkelurahan", "iddesa"),
    "name": ("nama", "name", "areaname", "namawilayah", "namaarea", "namobj"),
    "parent": ("parentcode", "kodeinduk", "parentname", "namainduk", "parent", "induk"),
    "kelurahan": ("kelurahan", "namakelurahan", "namakel", "nmkel", "desa", "namadesa", "wadmkd", "desakelurahan",
                  "kelurahandesa", "keldesa"),
    "kecamatan": ("kecamatan", "namakecamatan", "namakec", "nmkec", "wadmkc", "kodekecamatan", "kdcpum"),
    "kota": ("kota", "kabupaten", "namakota", "namakabupaten", "kabkota", "kotakab", "wadmkk", "kodekota", "kdpkab"),
    "level": ("tingkat", "level", "jenjang"),
    "rtrw": ("rtrw",),
    "rw": ("rw", "norw", "nomorrw", "namarw"),
    "rt": ("rt", "nort", "nomorrt", "namart"),
    "note": ("keterangan", "note", "catatan", "boundarynote", "ket"),
}  # fmt: skip

NUMBERED = re.compile(r"(?:rw|rt)\d+")
_BLANKS = {"", "-", "\\n", "null", "<null>", "none", "nan", "n/a", "<na>"}
_TITLES = re.compile(
    r"^\s*(?:(?:kota|kabupaten|kab\.?)(?:\s+(?:administrasi|adm\.?|adm))?|provinsi|prov\.?|kecamatan|kec\.?|kelurahan|kel\.?|desa)\s+",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """Case, blanks and punctuation dropped: the form in which two names are equal. ``RW 005`` and ``Rw.5`` are one."""
    key = re.sub(r"[\W_]+", "", text.casefold())
    numbered = re.fullmatch(r"(rw|rt)0*(\d+)", key)
    return f"{numbered[1]}{numbered[2]}" if numbered else key


def name_keys(text: str) -> tuple[str, ...]:
    """The folded name, and the same without a title such as ``Kelurahan`` or ``Kota Administrasi``."""
    return tuple(dict.fromkeys((fold(text), fold(_TITLES.sub("", text)))))


def text_of(value: Any) -> str:
    """A property as text; blank for what offices and databases write where there is nothing. ``5.0`` is ``5``."""
    if isinstance(value, float):
        value = "" if math.isnan(value) else int(value) if value.is_integer() else value
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return ""
    text = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    return "" if text.casefold() in _BLANKS else text


def parse_code(text: str) -> str | None:
    """A Kemendagri code in its dotted form (``3174061003005`` -> ``31.74.06.1003.005``); None if it is none."""
    text = text.replace(" ", "").strip(".")
    if re.fullmatch(r"\d+", text):
        parts, at = [], 0
        for width in _WIDTHS:
            if at == len(text):
                break
            parts.append(text[at : at + width])
            at += width
        if at != len(text):
            return None
    else:
        parts = text.split(".")
        parts[4:] = [p.zfill(3) for p in parts[4:]]
    if not 1 <= len(parts) <= len(_WIDTHS) or not all(
        re.fullmatch(rf"[0-9]{{{width}}}", part) for part, width in zip(parts, _WIDTHS, strict=False)
    ):
        return None
    return None if "000" in parts[4:] else ".".join(parts)


def find_columns(headings: Iterable[str]) -> dict[str, str]:
    """Role -> heading as written. A Shapefile cuts headings at ten characters; those are known too."""
    by_key = {fold(h): h for h in reversed(list(headings))}
    found: dict[str, str] = {}
    for role, names in SYNONYMS.items():
        # parent_name is cut to parent_nam: nine letters once the underscore is dropped.
        forms = [*names, *(n[:cut] for n in names for cut in (10, 9) if len(n) > cut)]
        heading = next((by_key[form] for form in forms if form in by_key), None)
        if heading is not None and heading not in found.values():
            found[role] = heading
    return found


def number_in(text: str) -> str | None:
    found = re.fullmatch(r"\D*(\d{1,3})", text)
    return found[1] if found else None


def ancestor(code: str, depth: int) -> str:
    """The code's first ``depth`` parts; blank if it has fewer."""
    parts = code.split(".")
    return ".".join(parts[:depth]) if len(parts) >= depth else ""
