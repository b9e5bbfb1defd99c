"""What is said about replacing and handing in files as a whole: reason -> (severity, Bahasa Indonesia, English)."""

from __future__ import annotations

REJECTED, WARNING = "rejected", "warning"

MESSAGES: dict[str, tuple[str, str, str]] = {
    "replace_not_for_kind": (
        REJECTED,
        'Cara muat "ganti" hanya ada untuk {kinds}. Muat berkas ini dengan cara biasa (perbarui).',
        'Only {kinds} can be loaded in mode "replace". Load this file in the usual way (amend).',
    ),
    "replace_needs_clean": (
        REJECTED,
        'Ada {rows} baris yang ditolak. Pada cara muat "ganti", baris yang ditolak akan dianggap sudah tidak ada lagi. '
        "Perbaiki dahulu baris-baris itu, atau muat dengan cara biasa (perbarui).",
        'Some rows are rejected: {rows}. In mode "replace" a rejected row would count as no longer there. Mend these rows '
        "first, or load in the usual way (amend).",
    ),
    "older_than_what_is_there": (
        WARNING,
        "Berkas yang sama sudah dimuat sebagai nomor {batch}, dan sesudah itu sebagian isinya digantikan oleh berkas "
        "nomor {later}. Memuatnya lagi mengembalikan isi yang lama. Pastikan memang itu yang diinginkan.",
        "This very file was loaded as number {batch}, and files {later} have replaced some of its rows since. Loading it "
        "again brings the old rows back. Make sure that this is what you want.",
    ),
    "incoming_unknown": (
        REJECTED,
        "Berkas masuk nomor {number} tidak ada, sudah dimuat, atau isinya lain. Serahkan berkasnya sekali lagi.",
        "There is no file handed in with number {number}, or it was loaded already, or it has other content. Hand the "
        "file in again.",
    ),
}
