"""Names, addresses and dates in the form in which two records of one person are compared.

What clerks write differently without meaning anything by it is made the same: titles, ``M.`` and ``Moh`` for Muhammad,
``bin`` and ``binti``, old spelling, doubled letters, ``Jl.`` and ``No.``.
"""

from __future__ import annotations

import re
import unicodedata

_TITLES = frozenset(
    """h hj haji hajah kh ky kyai ust ustad ustadz ustadzah rr rd raden drs dra dr drg ir prof sh se skom spd sag ssos sip
    mm mh msi mpd mkes amd apt ns bin binti alm almh bpk bapak ibu sdr sdri tn ny nn""".split()
)
"""Titles before and after a name, words for whose child one is, and forms of address."""

_SAME = {
    **dict.fromkeys(
        "m moh moch muh mohd mohamad mohammad mohamed mochamad mochammad muhamad muhammed mhd".split(), "muhammad"
    ),
    **dict.fromkeys("st sitti siti".split(), "siti"),
    **dict.fromkeys("abd abdl".split(), "abdul"),
    **dict.fromkeys("ahmd achmad achmat akhmad".split(), "ahmad"),
    **dict.fromkeys("nurul nrl".split(), "nurul"),
}
"""Short and other forms of the commonest parts of names."""

_DEGREE = re.compile(r",.*$")
_OLD_SPELLING = (("dj", "j"), ("tj", "c"), ("oe", "u"), ("sj", "s"), ("sy", "s"), ("kh", "h"), ("ch", "h"), ("dh", "d"))
_SAME_SOUND = str.maketrans({"v": "f", "p": "f", "z": "s", "j": "y", "q": "k", "x": "k"})
_DOUBLED = re.compile(r"(.)\1+")
_WEAK = re.compile(r"h\b|\Bh(?=[a-z])")  # at the end or inside, h is written or not: Rochmah, Rohma, Roma
_STREET_WORDS = {"jln": "jl", "jalan": "jl", "gang": "gg", "blok": "blk"}
_LEFT_OUT = frozenset("no nomor nomer rt rw kel kelurahan kec kecamatan".split())


def plain(text: str) -> list[str]:
    """The words of a text: small letters without accents, apostrophes left out, other signs taken as spaces."""
    letters = unicodedata.normalize("NFKD", str(text).lower())
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’`]", "", letters)).split()


def name(text: str) -> str:
    """A name without titles and degrees, with its commonest short forms written out; '' when nothing is left."""
    words = plain(_DEGREE.sub("", str(text))) or plain(text)
    kept = [word for word in words if word not in _TITLES] or words
    return " ".join(_SAME.get(word, word) if len(kept) > 1 else word for word in kept)


def sound(word: str) -> str:
    """How a word of a name sounds: old and new spelling, v and f, doubled letters come out the same."""
    for old, new in _OLD_SPELLING:
        word = word.replace(old, new)
    word = _DOUBLED.sub(r"\1", word.translate(_SAME_SOUND))
    return _WEAK.sub("", word) or word


def address(text: str) -> tuple[str, str]:
    """Street and numbers of an address: ``Jalan Melati No. 5`` -> ``("jl melati", "5")``."""
    words = [_STREET_WORDS.get(word, word) for word in plain(text) if word not in _LEFT_OUT]
    numbers = [word for word in words if word[0].isdigit()]
    return " ".join(word for word in words if not word[0].isdigit()), " ".join(n.lstrip("0") or n for n in numbers)
