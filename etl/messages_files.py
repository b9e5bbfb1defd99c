"""What is said of a file as a whole, and of rows that are not data: reason -> (severity, Bahasa Indonesia, English)."""

from __future__ import annotations

REJECTED, WARNING = "rejected", "warning"

MESSAGES: dict[str, tuple[str, str, str]] = {
    # The file as a whole (row 0).
    "file_missing": (
        REJECTED,
        "Berkas tidak ditemukan. Periksa nama dan foldernya.",
        "The file was not found. Check its name and folder.",
    ),
    "file_unreadable": (
        REJECTED,
        "Berkas tidak dapat dibuka: {detail}. Tutup berkas itu di program lain, atau salin ulang.",
        "The file cannot be opened: {detail}. Close it in other programs, or copy it again.",
    ),
    "file_empty": (
        REJECTED,
        "Berkas kosong. Simpan ulang dari program asalnya.",
        "The file is empty. Save it again from the program it came from.",
    ),
    "file_without_rows": (
        REJECTED,
        "Berkas hanya berisi judul kolom, tanpa satu pun baris data.",
        "The file holds only the column headings, without a single row of data.",
    ),
    "file_several_tables": (
        REJECTED,
        "Buku kerja ini berisi beberapa lembar data: {sheets}. Gabungkan ke satu lembar, atau simpan tiap lembar sebagai berkas.",
        "This workbook has several sheets of data: {sheets}. Put them into one sheet, or save each sheet as a file.",
    ),
    "file_binary": (
        REJECTED,
        "Isi berkas bukan tabel CSV atau XLSX. Buka di program asalnya, lalu simpan sebagai CSV atau XLSX.",
        "The content is not a CSV or XLSX table. Open it in the program it came from and save it as CSV or XLSX.",
    ),
    "file_xls": (
        REJECTED,
        "Ini berkas Excel lama (.xls). Buka di Excel, lalu Simpan Sebagai > Excel Workbook (.xlsx).",
        "This is an old Excel file (.xls). Open it in Excel, then Save As > Excel Workbook (.xlsx).",
    ),
    "file_ods": (
        REJECTED,
        "Ini berkas OpenDocument (.ods). Buka di LibreOffice, lalu simpan sebagai .xlsx atau .csv.",
        "This is an OpenDocument file (.ods). Open it in LibreOffice and save it as .xlsx or .csv.",
    ),
    "file_xlsb": (
        REJECTED,
        "Ini buku kerja biner Excel (.xlsb). Buka di Excel, lalu Simpan Sebagai > Excel Workbook (.xlsx).",
        "This is an Excel binary workbook (.xlsb). Open it in Excel, then Save As > Excel Workbook (.xlsx).",
    ),
    "file_password": (
        REJECTED,
        "Berkas dilindungi kata sandi. Buka di Excel, hapus kata sandinya, lalu simpan lagi.",
        "The file is protected by a password. Open it in Excel, remove the password and save it again.",
    ),
    "file_broken": (
        REJECTED,
        "Buku kerja Excel rusak atau tidak lengkap. Buka di Excel, lalu simpan ulang sebagai .xlsx.",
        "The Excel workbook is damaged or incomplete. Open it in Excel and save it again as .xlsx.",
    ),
    "file_html": (
        REJECTED,
        "Isi berkas adalah halaman web (HTML), bukan tabel. Buka di Excel, lalu simpan sebagai .xlsx.",
        "The content is a web page (HTML), not a table. Open it in Excel and save it as .xlsx.",
    ),
    "file_too_large": (
        REJECTED,
        "Berkas terlalu besar ({size} MB setelah dibuka; paling besar {limit} MB). Pecah menjadi beberapa berkas.",
        "The file is too large ({size} MB when opened; at most {limit} MB). Split it into several files.",
    ),
    "heading_not_found": (
        REJECTED,
        "Baris judul kolom tidak ditemukan di 20 baris pertama. Kolom yang dicari antara lain: {expected}.",
        "No row of column headings was found in the first 20 rows. Columns looked for include: {expected}.",
    ),
    "column_missing": (
        REJECTED,
        "Kolom wajib tidak ada: {missing}. Tambahkan kolomnya, atau perbaiki judulnya.",
        "Required columns are missing: {missing}. Add them, or correct their headings.",
    ),
    "column_twice": (
        REJECTED,
        'Kolom "{heading}" ada dua kali, jadi tidak jelas mana yang berlaku. Hapus atau ganti judul salah satunya.',
        'The column "{heading}" is there twice, so it is not clear which one counts. Remove or rename one of them.',
    ),
    "kind_unknown": (
        REJECTED,
        "Jenis berkas tidak dikenali dari judul kolomnya. Sebutkan dengan --kind ({kinds}), atau perbaiki judul kolom.",
        "The kind of file was not recognised from its headings. State it with --kind ({kinds}), or correct the headings.",
    ),
    "kind_ambiguous": (
        REJECTED,
        "Judul kolom cocok untuk beberapa jenis berkas ({kinds}). Sebutkan jenisnya dengan --kind.",
        "The headings fit several kinds of file ({kinds}). State the kind with --kind.",
    ),
    "not_reconciled": (
        REJECTED,
        "Isi database sesudah pemuatan tidak sama dengan isi berkas, jadi pemuatan dibatalkan. Laporkan kepada pengelola.",
        "What was in the database after loading was not what the file holds, so the load was undone. Tell the operator.",
    ),
    "indicators_unavailable": (
        REJECTED,
        "Daftar indikator belum ada, jadi target tidak dapat diperiksa.",
        "The list of indicators is not there yet, so targets cannot be checked.",
    ),
    "column_ignored": (
        WARNING,
        'Kolom "{column}" tidak dipakai karena kolom "{used}" sudah memuat hal yang sama.',
        'The column "{column}" is not used because the column "{used}" already holds the same.',
    ),
    # Rows that are not data.
    "repeated_heading": (
        REJECTED,
        "Baris ini mengulang judul kolom, bukan data. Tidak perlu diperbaiki.",
        "This row repeats the column headings and is not data. Nothing needs to be corrected.",
    ),
    "column_numbers": (
        REJECTED,
        "Baris ini hanya nomor kolom (1, 2, 3, …), bukan data. Tidak perlu diperbaiki.",
        "This row only numbers the columns (1, 2, 3, …) and is not data. Nothing needs to be corrected.",
    ),
    "total_row": (
        REJECTED,
        "Baris ini adalah baris jumlah (TOTAL/JUMLAH), bukan data. Tidak perlu diperbaiki.",
        "This row is a total (TOTAL/JUMLAH) and is not data. Nothing needs to be corrected.",
    ),
    "not_data": (
        REJECTED,
        "Baris ini hampir kosong, mungkin catatan atau tanda tangan. Hapus, atau lengkapi bila memang data.",
        "This row is almost blank, perhaps a note or a signature. Remove it, or complete it if it is data.",
    ),
    "too_many_cells": (
        REJECTED,
        "Baris ini berisi {found} sel, padahal judulnya {expected}. Periksa pemisah kolom atau tanda kutip di baris ini.",
        "This row has {found} cells, but there are {expected} headings. Check its separators or quotation marks.",
    ),
    "required": (
        REJECTED,
        'Kolom "{column}" wajib diisi tetapi kosong.',
        'The column "{column}" must be filled in but is blank.',
    ),
    "text_too_long": (
        REJECTED,
        'Isi kolom "{column}" lebih dari {limit} huruf. Singkatkan.',
        'The text in column "{column}" is longer than {limit} characters. Shorten it.',
    ),
}
