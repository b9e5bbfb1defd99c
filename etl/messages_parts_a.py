"""What is said of partners, activities and what was delivered: reason -> (severity, Indonesian, English)."""

from __future__ import annotations

REJECTED, WARNING = "rejected", "warning"

MESSAGES: dict[str, tuple[str, str, str]] = {
    # Of every list whose rows have a code.
    "reference_invalid": (
        REJECTED,
        'Kode atau nomor "{value}" tidak dapat dipakai. Pakai huruf, angka, spasi, titik, garis miring, - atau _, paling banyak {limit}.',
        'The code or number "{value}" cannot be used. Use letters, digits, blanks, dots, slashes, - or _, at most {limit}.',
    ),
    "row_replaced": (
        WARNING,
        "Kode ini sudah pernah dimuat dengan isi yang lain; isi yang baru menggantikannya.",
        "This code was loaded before with other content; the new content replaced it.",
    ),
    "rw_unknown": (
        REJECTED,
        "RW {rw} tidak ada di daftar wilayah {kelurahan}. Periksa nomornya, atau muat dahulu daftar RW.",
        "RW {rw} is not in the list of areas of {kelurahan}. Check the number, or load the list of RW first.",
    ),
    "day_in_future": (
        REJECTED,
        'Tanggal {value} di kolom "{column}" belum terjadi. Periksa tahun dan bulannya.',
        'The date {value} in column "{column}" is in the future. Check its year and month.',
    ),
    "end_before_start": (
        REJECTED,
        "Tanggal {value} lebih awal daripada tanggal mulainya. Periksa keduanya.",
        "The date {value} is before the start. Check both.",
    ),
}
