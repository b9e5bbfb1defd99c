"""What is said when the database itself is the trouble: reason -> (severity, Bahasa Indonesia, English)."""

from __future__ import annotations

REJECTED = "rejected"

MESSAGES: dict[str, tuple[str, str, str]] = {
    "database_full": (
        REJECTED,
        "Cakram tempat basis data sudah penuh; tidak ada yang berubah. Kosongkan tempat di cakram itu, lalu coba lagi.",
        "The disk that holds the database is full; nothing was changed. Make room on that disk, then try again.",
    ),
    "database_read_only": (
        REJECTED,
        "Basis data hanya dapat dibaca; tidak ada yang berubah. Periksa izin berkas dan foldernya, dan apakah cakramnya "
        "dipasang hanya-baca; untuk PostgreSQL, tanyakan kepada pengelola server.",
        "The database can only be read; nothing was changed. Check the permissions of its file and folder, and whether the "
        "disk is mounted read-only; for PostgreSQL, ask the server's administrator.",
    ),
    "database_forbidden": (
        REJECTED,
        "Pengguna basis data ini tidak berhak mengubah tabelnya; tidak ada yang berubah. Minta hak itu kepada pengelola "
        "server, atau pakai pengguna pemilik basis datanya.",
        "This database user has no right to change its tables; nothing was changed. Ask the server's administrator for that "
        "right, or use the user who owns the database.",
    ),
    "database_locked": (
        REJECTED,
        "Basis data terkunci karena sedang diubah pemuatan atau program lain; tidak ada yang berubah. Tunggu sampai selesai, "
        "lalu coba lagi.",
        "The database is locked because another load or program is changing it; nothing was changed. Wait until it has "
        "finished, then try again.",
    ),
    "database_unreachable": (
        REJECTED,
        "Server basis data tidak menjawab. Periksa apakah servernya berjalan dan PANTAU_DATABASE_URL benar, lalu coba lagi: "
        "memuat berkas yang sama sekali lagi tidak menggandakan apa pun.",
        "The database server does not answer. Check that it is running and that PANTAU_DATABASE_URL is right, then try "
        "again: loading the same file once more doubles nothing.",
    ),
    "database_login": (
        REJECTED,
        "Server basis data menolak: nama pengguna, kata sandi, atau nama basis datanya salah. Periksa PANTAU_DATABASE_URL "
        "dan berkas kata sandinya.",
        "The database server refuses: the user, the password or the name of the database is wrong. Check "
        "PANTAU_DATABASE_URL and the password file.",
    ),
    "database_busy": (
        REJECTED,
        "Server basis data sedang melayani terlalu banyak sambungan; tidak ada yang berubah. Coba lagi sebentar lagi.",
        "The database server has too many connections at the moment; nothing was changed. Try again in a while.",
    ),
    "database_damaged": (
        REJECTED,
        "Berkas basis data rusak, atau bukan basis data. Hentikan dasbor, lalu pulihkan dari cadangan: python -m etl restore",
        "The database file is damaged, or is no database. Stop the dashboard, then restore a backup: python -m etl restore",
    ),
    "database_disk": (
        REJECTED,
        "Cakram tempat basis data tidak dapat dibaca atau ditulis; tidak ada yang berubah. Periksa cakramnya, lalu coba lagi.",
        "The disk that holds the database cannot be read or written; nothing was changed. Check the disk, then try again.",
    ),
    "database_failed": (
        REJECTED,
        "Basis data menolak ({detail}); tidak ada yang berubah. Coba lagi, lalu laporkan kepada pengelola.",
        "The database refused ({detail}); nothing was changed. Try again, then tell the operator.",
    ),
}
