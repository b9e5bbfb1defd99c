"""What is said of a backup that cannot be made or restored: reason -> (severity, Bahasa Indonesia, English)."""

from __future__ import annotations

REJECTED = "rejected"

MESSAGES: dict[str, tuple[str, str, str]] = {
    "backup_nothing": (
        REJECTED,
        "Belum ada basis data, jadi tidak ada yang dicadangkan.",
        "There is no database yet, so there is nothing to back up.",
    ),
    "backup_exists": (
        REJECTED,
        "{file} sudah ada dan tidak ditimpa. Sebutkan nama lain, atau foldernya saja.",
        "{file} is there already and is not overwritten. Give another name, or only the folder.",
    ),
    "backup_not_written": (
        REJECTED,
        "Cadangan tidak dapat ditulis ke {file} ({detail}). Periksa izin folder dan sisa ruangnya, atau pilih tempat lain.",
        "The backup cannot be written to {file} ({detail}). Check the folder's permissions and free space, or choose another "
        "place.",
    ),
    "backup_unsound": (
        REJECTED,
        "Basis data rusak, jadi salinannya tidak dapat dijadikan cadangan. Pulihkan dari cadangan yang lama: "
        "python -m etl restore",
        "The database is damaged, so its copy is of no use as a backup. Restore an older one: python -m etl restore",
    ),
    "backup_no_program": (
        REJECTED,
        "Program PostgreSQL {program} tidak ada di komputer ini. Pasang postgresql-client yang seversi dengan servernya "
        "({version}) atau lebih baru.",
        "The PostgreSQL program {program} is not on this computer. Install postgresql-client of the server's version "
        "({version}) or newer.",
    ),
    "backup_program_failed": (
        REJECTED,
        "{program} gagal (kode {code}); basis data tidak berubah. Periksa bahwa pengguna basis data adalah pemilik tabelnya.",
        "{program} failed (code {code}); the database was not changed. Check that the database user owns its tables.",
    ),
    "backup_not_found": (
        REJECTED,
        "Cadangan tidak ditemukan atau tidak dapat dibuka: {file}. Periksa nama dan foldernya.",
        "The backup was not found or cannot be opened: {file}. Check its name and folder.",
    ),
    "backup_not_ours": (
        REJECTED,
        "{file} bukan cadangan Pantau Bansos. Basis data tidak berubah. Pilih berkas yang dibuat oleh: python -m etl backup",
        "{file} is no backup of Pantau Bansos. The database was not changed. Choose a file made by: python -m etl backup",
    ),
    "backup_damaged": (
        REJECTED,
        "Cadangan {file} rusak atau tidak lengkap, mungkin karena salinannya terputus. Basis data tidak berubah. Salin ulang "
        "berkasnya, atau pakai cadangan lain.",
        "The backup {file} is damaged or incomplete, perhaps because copying it was broken off. The database was not changed. "
        "Copy it again, or use another backup.",
    ),
    "backup_other_database": (
        REJECTED,
        "Cadangan ini dari {theirs}, sedangkan basis data yang dipakai sekarang {ours}. Basis data tidak berubah. Arahkan "
        "PANTAU_DATABASE_URL ke {theirs}, lalu ulangi.",
        "This backup is of {theirs}, but the database in use now is {ours}. The database was not changed. Point "
        "PANTAU_DATABASE_URL to {theirs} and repeat.",
    ),
    "backup_newer": (
        REJECTED,
        "{file} dibuat oleh versi aplikasi yang lebih baru (skema {revision}). Basis data tidak berubah. Perbarui aplikasi "
        "ini, lalu ulangi.",
        "{file} was made by a newer version of the application (schema {revision}). The database was not changed. Update this "
        "application and repeat.",
    ),
    "backup_not_empty": (
        REJECTED,
        "Basis data ini sudah berisi data ({batches} berkas). Pakai --force untuk menggantinya; isinya yang sekarang "
        "dicadangkan dahulu.",
        "This database holds data already ({batches} files). Use --force to replace it; what it holds now is backed up first.",
    ),
    "backup_current_damaged": (
        REJECTED,
        "Berkas basis data yang sekarang rusak. Hentikan dasbor, lalu ulangi dengan --force: berkas yang rusak disisihkan, "
        "tidak dihapus.",
        "The present database file is damaged. Stop the dashboard and repeat with --force: the damaged file is set aside, "
        "not deleted.",
    ),
    "backup_moved_on": (
        REJECTED,
        "Ada berkas yang dimuat selagi pemulihan berjalan, jadi pemulihan dibatalkan dan basis data tidak berubah. Ulangi.",
        "A file was loaded while the backup was being restored, so that was broken off and the database was not changed. "
        "Repeat.",
    ),
    "backup_not_reconciled": (
        REJECTED,
        "Isi basis data sesudah pemulihan tidak sama dengan catatan di cadangan, jadi pemulihan dibatalkan.",
        "What was in the database after restoring was not what the backup states, so it was undone.",
    ),
}
