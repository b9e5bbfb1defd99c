"""The file contracts, written for people: ``python -m etl.contract_docs`` renews ``docs/kontrak-berkas.md``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from etl.contract import Contract
from etl.messages import MESSAGES, SEVERITY, WARNING
from etl.sources import SOURCES
from etl.template_texts import examples_of, necessity, other_headings, rule_of

FILE = Path(__file__).resolve().parent.parent / "docs" / "kontrak-berkas.md"

ANY_ROW = (
    "repeated_heading",
    "column_numbers",
    "total_row",
    "not_data",
    "too_many_cells",
    "required",
    "column_ignored",
)
"""What may be said of a row whatever its kind."""
ANY_CELL = ("cell_too_long", "formula_as_text")
"""What may be said of a cell whatever its column."""

_INTRO = """# Kontrak berkas · File contracts

Dibuat dari kontrak di `etl/sources/*_contract.py` (`python -m etl.contract_docs`); jangan disunting di sini. Dari kontrak yang sama dibuat
pemeriksaan, pesan galat, dan templat (`python -m etl template JENIS`). · Made from the contracts; checks, messages and templates come from the
same place.

Judul kolom dikenali tanpa membedakan huruf besar-kecil, spasi, titik, dan garis bawah: `NO_KK`, `No. KK`, dan `nokk` sama. Urutan kolom bebas, dan kolom
yang tidak dikenal diabaikan. · Headings are recognised whatever their case, blanks, dots and underscores; columns may stand in any order, and unknown
ones are ignored.

Tingkat: **ditolak** berarti baris itu tidak dimuat dan dapat diambil dengan `python -m etl quarantine`; **peringatan** berarti baris itu dimuat dan
dicatat. · Severity: **rejected** rows are not loaded and can be fetched with `python -m etl quarantine`; rows with a **warning** are loaded and listed."""

_LAYOUTS = """## Ekspor data nasional · Exports of national registers

Registri (`registry`) mengenali judul dan kode dari tata letak berikut. Kolom lain (PROVINSI, KABUPATEN, KECAMATAN, TEMPAT LAHIR, PEKERJAAN, …) boleh ada dan
diabaikan. · The registry recognises the headings and codes of these layouts; other columns may be there and are ignored.

| tata letak · layout | judul yang dikenal · headings | kode · codes | yang harus ditambahkan · to be added |
| --- | --- | --- | --- |
| DTSEN, seperti ekspor instansi daerah · as exported by local offices | NOMOR_KARTU_KELUARGA, NOMOR_INDUK_KEPENDUDUKAN, NAMA, JENIS_KELAMIN, TANGGAL_LAHIR, STATUS_HUBUNGAN_KELUARGA, DESIL_NASIONAL | JENIS_KELAMIN 1/2; hubungan dengan kata · relation in words | RT, RW bila tidak ada · if missing |
| PBDT, BDT/DTKS (anggota rumah tangga · members) | NOKK, NIK, NAMA, NAMA_ART, JNSKEL, TGLLAHIR, HUB_KRT, HUBKEL, STA_HAMIL, JENIS_CACAT, ALAMAT | JNSKEL 1/2; HUB_KRT dan HUBKEL kode BPS · BPS codes; STA_HAMIL 1/2; JENIS_CACAT 00 = tidak | RT, RW |
| SIAK/Dukcapil | NO_KK, NIK, NAMA_LGKP, JENIS_KLMIN, TGL_LHR, STAT_HBKEL, ALAMAT, NO_RT, NO_RW | JENIS_KLMIN 1/2; STAT_HBKEL kode Dukcapil · civil registry codes | – |
| OpenSID | No. KK, NIK, Nama, Jenis Kelamin, Tanggal Lahir, Hub. Keluarga, Alamat, RW, RT | kata · words; KK_LEVEL kode Dukcapil · civil registry codes | – |

Sumber · Sources: struktur tabel dan pengimpor yang diterbitkan pemakainya di repositori publik (tabel ART BDT dan DTKS, tabel `biodata_wni` SIAK, `tweb_penduduk_hubungan`
OpenSID, tampilan baseline DTSEN). Tata letak resmi dapat berbeda antar waktu dan instansi; periksa dahulu dengan `python -m etl check`. · Tables and importers that their
users published; official layouts differ over time and between offices, so check a file first.

**Kode tidak pernah ditebak.** Kode hubungan 3 berarti *anak* di daftar BPS dan *istri* di daftar Dukcapil. Karena itu kode hanya dibaca di bawah judul yang menyebut daftarnya: `HUB_KRT`,
`HUBKEL` (BPS), `SHDK`, `STAT_HBKEL` (Dukcapil). Di bawah judul `HUBUNGAN` kode ditolak dengan penjelasan. Kode jenis kelamin 1 dan 2 dibaca di bawah judul jenis kelamin mana pun kecuali
`L/P`, dan tidak dibaca bila kolomnya juga memuat 0. PARTISIPASI_SEKOLAH tidak dipakai: artinya berbeda antar daftar. · **Codes are never guessed**: relation 3 is a child for BPS
and a wife in the civil registry, so codes are read only under headings that name their list; under HUBUNGAN they are rejected. Sex 1/2 is read under any heading but
`L/P`, and not where the column also holds 0.

Kode kelurahan (`KDKEL`, `KODE_KEL`) harus kode Kemendagri yang lengkap; kode BPS atau kode empat angka ditolak. Hapus kolomnya bila semua baris dari kelurahan ini. Baris
yang menyebut nama kelurahan lain (`NMKEL`, `KELURAHAN`) ditolak: RT 001/RW 001 ada di setiap kelurahan. · The code of the kelurahan must be the whole code of the Ministry of
Home Affairs; remove the column if all rows are of this kelurahan. Rows that name another kelurahan are rejected: every kelurahan has an RT 001/RW 001.

Yang tidak ada kolomnya di berkas tetap seperti yang sudah diketahui: ekspor tanpa DESIL tidak menghapus desil. · What a file has no column for stays as it was known.

Baris PBDT/BDT asli punya dua kolom berjudul sama bila tanda bacanya diabaikan (`HubKRT` berisi nama hubungan, `Hub_KRT` berisi kode): ganti judul yang tidak dipakai. · Raw
PBDT/BDT files have both `HubKRT` and `Hub_KRT`: rename the one not used."""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(heads) + " |", "| " + " | ".join("---" for _ in heads) + " |"]
    return [*lines, *("| " + " | ".join(map(_cell, row)) + " |" for row in rows), ""]


def reasons_of(contract: Contract) -> dict[str, list[str]]:
    """Every reason that may be given for a row of this kind, with the headings of the columns it is given for."""
    found: dict[str, list[str]] = {}
    for column in contract.columns:
        for reason in dict.fromkeys((*column.rule.reasons, *column.reasons)):
            found.setdefault(reason, []).append(column.synonyms[0])
    return found


def _sentence(text: str) -> str:
    return re.sub(r"\{\w+\}", "…", text)


def _reasons(reasons: Iterable[tuple[str, str]]) -> list[str]:
    rows = []
    for reason, where in reasons:
        severity = "peringatan · warning" if SEVERITY[reason] == WARNING else "ditolak · rejected"
        rows.append((f"`{reason}`", where, severity, *map(_sentence, MESSAGES[reason])))
    return _table(("alasan · reason", "kolom · column", "tingkat · severity", "pesan", "message"), rows)


def _section(kind: str, contract: Contract) -> list[str]:
    columns = contract.columns
    indonesian = [
        (
            f"**{c.synonyms[0]}**",
            necessity(contract, c)[0],
            c.meaning[0],
            rule_of(c)[0],
            "; ".join(examples_of(contract, c)),
            ", ".join(other_headings(c)),
        )
        for c in columns
    ]
    english = [(f"**{c.synonyms[0]}**", necessity(contract, c)[1], c.meaning[1], rule_of(c)[1]) for c in columns]
    return [
        f"## `{kind}`: {contract.title[0]} · {contract.title[1]}",
        "",
        contract.purpose[0],
        "",
        *_table(("kolom", "wajib", "arti", "aturan", "contoh", "judul lain yang dikenal"), indonesian),
        f"*{contract.purpose[1]}*",
        "",
        *_table(("column", "required", "meaning", "rule"), english),
        *_reasons((reason, ", ".join(heads)) for reason, heads in reasons_of(contract).items()),
    ]


def markdown() -> str:
    """The whole page: each kind of file with its columns, rules, messages; then what holds for every kind."""
    lines = [_INTRO, ""]
    for kind, source in SOURCES.items():
        if hasattr(source, "CONTRACT"):
            lines += _section(kind, source.CONTRACT)
    lines += ["## Semua jenis · Every kind", ""]
    lines += _reasons([(reason, "–") for reason in (*ANY_ROW, *ANY_CELL)])
    return "\n".join([*lines, _LAYOUTS, ""])


if __name__ == "__main__":
    FILE.write_text(markdown(), encoding="utf-8")
