"""The sectors in which partners work, residents ask and needs are felt: one short list, the same everywhere.

After the clusters of OCHA's 3W ("who does what, where"), in the words of an Indonesian kelurahan.
"""

from __future__ import annotations

from pantau.words import Words, later

SECTORS: dict[str, str] = {
    "pangan": later("Pangan"),
    "ekonomi": later("Usaha dan pekerjaan"),
    "pendidikan": later("Pendidikan"),
    "kesehatan": later("Kesehatan"),
    "hunian": later("Hunian"),
    "air_sanitasi": later("Air dan sanitasi"),
    "lingkungan": later("Lingkungan dan prasarana"),
    "perlindungan": later("Perlindungan sosial"),
}
"""Key -> name in Bahasa Indonesia, in the order in which they are shown."""


def name(key: str, words: Words) -> str:
    """A sector's name in the reader's language; the key itself where it is none of the list."""
    return words(SECTORS[key]) if key in SECTORS else key
