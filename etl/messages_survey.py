"""What is said of exports of survey forms (KoboToolbox, ODK Central): reason -> (severity, Indonesian, English)."""

from __future__ import annotations

REJECTED, WARNING = "rejected", "warning"

MESSAGES: dict[str, tuple[str, str, str]] = {
    "survey_parent_missing": (
        REJECTED,
        "Berkas ini hanya bagian yang berulang (anggota) dari sebuah survei. Muat ekspor lengkapnya: XLSX dari "
        "KoboToolbox, atau ZIP dari ODK Central.",
        "This file is only the repeated part (members) of a survey. Load its complete export: the XLSX of KoboToolbox, "
        "or the ZIP of ODK Central.",
    ),
    "survey_orphan": (
        REJECTED,
        "Anggota ini tidak terhubung dengan keluarga mana pun di survei. Periksa kiriman aslinya, lalu ekspor ulang.",
        "This member is not linked to any household of the survey. Check the original submission, then export again.",
    ),
    "survey_parent_twice": (
        REJECTED,
        "Keluarga anggota ini ada dua kali di survei, jadi tidak jelas mana yang berlaku. Hapus salah satunya.",
        "The household of this member is in the survey twice, so it is not clear which one counts. Remove one of them.",
    ),
    "survey_parent_surplus": (
        REJECTED,
        "Baris keluarganya (baris {parent}) berisi sel di luar kolom yang ada judulnya. Periksa baris itu.",
        "The row of its household (row {parent}) has cells beyond the last heading. Check that row.",
    ),
    "survey_not_approved": (
        REJECTED,
        "Kiriman survei ini ditolak oleh pemeriksanya, jadi tidak dimuat. Setujui kirimannya bila memang benar.",
        "This submission was turned down by its reviewer, so it is not loaded. Approve the submission if it is right.",
    ),
    "survey_without_repeats": (
        WARNING,
        "{count} keluarga di lembar utama tidak punya anggota (baris {rows} di lembar itu), jadi tidak termuat.",
        "{count} households in the main sheet have no members (rows {rows} of that sheet), so they are not loaded.",
    ),
    "survey_amount_once": (
        WARNING,
        "Kolom {columns} diisi sekali untuk satu keluarga; nilainya dicatat pada anggota pertama saja.",
        "The column {columns} is filled once for a household; its value is recorded with the first member only.",
    ),
    "survey_tables_unused": (
        WARNING,
        "Bagian lain dari survei ini tidak dimuat: {tables}.",
        "Other parts of this survey are not loaded: {tables}.",
    ),
}
