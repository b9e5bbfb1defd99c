"""What is said of a file that is too large, hostile or contradictory: reason -> (severity, Indonesian, English)."""

from __future__ import annotations

REJECTED, WARNING = "rejected", "warning"

MESSAGES: dict[str, tuple[str, str, str]] = {
    "file_not_regular": (
        REJECTED,
        "Ini bukan berkas biasa, melainkan folder atau perangkat. Pilih berkasnya.",
        "This is not an ordinary file but a folder or a device. Choose the file itself.",
    ),
    "file_size_limit": (
        REJECTED,
        "Berkas {size} MB; paling besar {limit} MB. Pecah menjadi beberapa berkas, misalnya per RW atau per bulan.",
        "The file has {size} MB; at most {limit} MB are read. Split it into several files, by RW or month for example.",
    ),
    "file_changed": (
        REJECTED,
        "Berkas berubah selagi dibaca. Tunggu sampai selesai disimpan atau disalin, lalu coba lagi.",
        "The file changed while it was read. Wait until it has been saved or copied completely, then try again.",
    ),
    "file_memory": (
        REJECTED,
        "Isi berkas terlalu besar untuk memori komputer ini. Pecah menjadi beberapa berkas.",
        "The content of the file is too large for this computer's memory. Split it into several files.",
    ),
    "file_too_many_cells": (
        REJECTED,
        "Tabelnya {found} sel, termasuk yang kosong; paling banyak {limit}. Hapus kolom kosong, atau pecah berkasnya.",
        "The table has {found} cells, blank ones included; at most {limit} are read. Remove blank columns, or split it.",
    ),
    "file_too_many_columns": (
        REJECTED,
        "Baris {line} berkas berisi {found} kolom; paling banyak {limit}. Periksa pemisah kolom, atau hapus kolom kosong.",
        "Line {line} of the file has {found} columns; at most {limit} are read. Check the separator, or remove blank columns.",
    ),
    "file_too_many_sheets": (
        REJECTED,
        "Buku kerja ini berisi {found} lembar; paling banyak {limit}. Simpan lembar datanya saja sebagai berkas baru.",
        "This workbook has {found} sheets; at most {limit} are read. Save only the data sheet as a new file.",
    ),
    "file_too_many_problems": (
        REJECTED,
        "Ada {limit} kesalahan atau lebih, yang pertama di baris {first_row}, kolom {first_column}. Periksa apakah jenis "
        "berkas dan judul kolomnya benar, dan apakah wilayah, program, dan keluarganya sudah dimuat.",
        "There are {limit} problems or more, the first in row {first_row}, column {first_column}. Check that the kind of file "
        "and its headings are right, and that its areas, programmes and households have been loaded.",
    ),
    "file_stray_cell": (
        REJECTED,
        "Ada isi di sel {cell}, jauh di luar tabel. Hapus baris dan kolom di luar tabel di Excel, lalu simpan lagi.",
        "Cell {cell} is filled, far outside the table. Delete the rows and columns outside the table, then save again.",
    ),
    "file_too_much_text": (
        REJECTED,
        "Teks di buku kerja ini lebih dari {limit} MB setelah dibuka. Kosongkan kolom catatan, atau pecah berkasnya.",
        "The text in this workbook is more than {limit} MB when opened. Clear columns of notes, or split the file.",
    ),
    "file_dtd": (
        REJECTED,
        "Berkas memuat deklarasi XML (DTD) yang tidak pernah ditulis Excel dan dapat berbahaya. Simpan ulang dari Excel.",
        "The file holds an XML declaration (DTD) that Excel never writes and that can do harm. Save it again from Excel.",
    ),
    "file_xml": (
        REJECTED,
        "Isi berkas adalah XML, bukan tabel. Buka di Excel, lalu simpan sebagai .xlsx.",
        "The content is XML, not a table. Open it in Excel and save it as .xlsx.",
    ),
    "zip_too_many_members": (
        REJECTED,
        "Berkas ini berisi terlalu banyak bagian (paling banyak {limit}). Simpan ulang dari program asalnya.",
        "This file has too many parts inside (at most {limit}). Save it again from the program it came from.",
    ),
    "zip_contradictory": (
        REJECTED,
        "Daftar isi di dalam berkas ini tidak cocok dengan isinya. Jangan dipakai; simpan ulang dari program asalnya.",
        "The list of contents inside this file does not match its contents. Do not use it; save it again from its source.",
    ),
    "cell_too_long": (
        REJECTED,
        'Isi kolom "{column}" {found} huruf, terlalu panjang untuk angka, tanggal, atau kode. Periksa isinya.',
        'The content of column "{column}" has {found} characters, too long for a number, date or code. Check it.',
    ),
    "formula_as_text": (
        REJECTED,
        'Isi kolom "{column}" tampak seperti rumus Excel, bukan teks. Ketik ulang tanpa tanda = + - @ di depan.',
        'The content of column "{column}" looks like a formula, not text. Type it again without = + - @ in front.',
    ),
    "boundary_too_many_features": (
        REJECTED,
        "Berkas ini berisi {found} wilayah; paling banyak {limit}. Simpan hanya wilayah yang diperlukan.",
        "This file holds {found} features; at most {limit} are read. Save only the areas that are needed.",
    ),
    "boundary_too_many_columns": (
        REJECTED,
        "Berkas ini berisi {found} kolom; paling banyak {limit}. Simpan hanya kolom kode, nama, dan keterangan.",
        "This file has {found} columns; at most {limit} are read. Save only the columns of code, name and note.",
    ),
    "boundary_computed": (
        REJECTED,
        "GeoPackage ini memuat tabel hitungan (view atau kolom hitungan). Simpan lapisan batasnya sebagai berkas baru.",
        "This GeoPackage holds computed tables (a view or computed columns). Save the boundary layer as a new file.",
    ),
    "boundary_tangled": (
        REJECTED,
        "Garis batas ini memotong dirinya sendiri ribuan kali, jadi tidak dapat diperbaiki. Perbaiki di peta asalnya.",
        "The line of this boundary crosses itself thousands of times, so it cannot be mended. Correct it in its source.",
    ),
}
