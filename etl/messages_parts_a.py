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
    "day_too_far": (
        REJECTED,
        'Tanggal {value} di kolom "{column}" terlalu jauh di depan. Periksa tahunnya; paling jauh akhir tahun depan.',
        'The date {value} in column "{column}" is too far ahead. Check its year; at the latest it is the end of next year.',
    ),
    "ages_backwards": (
        REJECTED,
        "Umur tertua ({value}) di bawah umur termuda. Periksa keduanya.",
        "The oldest age ({value}) is below the youngest. Check both.",
    ),
    # Partners, what they agreed and what they gave.
    "partner_unknown": (
        REJECTED,
        'Mitra "{value}" tidak dikenal. Yang paling mirip: {suggestion}. Perbaiki kode atau namanya, atau muat dahulu daftar mitra.',
        'The partner "{value}" is not known. The closest is {suggestion}. Correct its code or name, or load the list of partners first.',
    ),
    "agreement_differs": (
        REJECTED,
        "Mitra atau tanggal perjanjian {value} di baris ini tidak sama dengan di baris {first}. Satu nomor adalah satu perjanjian; samakan.",
        "The partner or the dates of agreement {value} in this row are not those in row {first}. One number is one agreement; make them alike.",
    ),
    "item_missing": (
        REJECTED,
        "Barang atau jasanya belum disebut. Isi barang atau jasa apa yang dijanjikan.",
        "The goods or services are not named. Say what was pledged.",
    ),
    "more_than_pledged": (
        WARNING,
        'Isi kolom "{column}" ({value}) lebih besar daripada yang dijanjikan. Periksa; bila benar, tidak perlu diubah.',
        'Column "{column}" ({value}) is more than was pledged. Check it; if it is right, nothing need be changed.',
    ),
    "delivered_without_date": (
        WARNING,
        "Ada yang sudah diterima, tetapi tanggal diterimanya kosong. Lengkapi bila diketahui.",
        "Something was delivered, but the date is blank. Add it if it is known.",
    ),
    # Activities, and what was delivered of them.
    "activity_unknown": (
        REJECTED,
        'Kegiatan "{value}" tidak dikenal. Yang paling mirip: {suggestion}. Perbaiki kodenya, atau muat dahulu daftar kegiatan.',
        'The activity "{value}" is not known. The closest is {suggestion}. Correct its code, or load the list of activities first.',
    ),
    "activity_in_use": (
        REJECTED,
        "Kegiatan {value} sudah punya daftar hadir atau hasil; program dan tempatnya tidak dapat diganti lagi. Batalkan dahulu "
        "pemuatan daftar itu, atau pakai kode lain.",
        "Activity {value} has attendance or results already; its programme and place cannot be changed any more. Roll back the "
        "loads of those lists first, or use another code.",
    ),
    "day_outside_activity": (
        WARNING,
        "Tanggal {value} di luar masa kegiatan ({first} sampai {last}). Periksa tanggalnya atau masa kegiatannya.",
        "The date {value} is outside the days of the activity ({first} to {last}). Check it, or the days of the activity.",
    ),
    "status_not_of_service": (
        REJECTED,
        'Keadaan "{value}" tidak cocok dengan layanan "{service}". Yang dapat ditulis: {fitting}.',
        'The status "{value}" does not fit the service "{service}". What can be written: {fitting}.',
    ),
    "session_beyond_plan": (
        WARNING,
        "Sesi {value} lebih dari yang direncanakan ({planned} sesi). Periksa nomornya, atau perbarui daftar kegiatan.",
        "Session {value} is beyond those planned ({planned}). Check the number, or renew the list of activities.",
    ),
    "list_replaced": (
        WARNING,
        "Daftar kegiatan, sesi, dan layanan ini sudah pernah dimuat: {was} baris diganti dengan {now} baris.",
        "The list of this activity, session and service was loaded before: {was} rows are replaced with {now}.",
    ),
    "dose_missing": (
        WARNING,
        "Vaksin tanpa nomor dosis. Dimuat, tetapi tidak terhitung di cakupan per dosis; lengkapi bila diketahui.",
        "A vaccine without the number of its dose. It was loaded but counts in no coverage by dose; add it if it is known.",
    ),
    "born_later": (
        REJECTED,
        "Menurut data penduduk, pemilik NIK {value} lahir sesudah tanggal di baris ini. Periksa NIK dan tanggalnya.",
        "By the registry the holder of the NIK {value} was born after the date in this row. Check the NIK and the date.",
    ),
    # What was measured.
    "wave_not_understood": (
        REJECTED,
        'Pengukuran "{value}" tidak dikenal. Pilih: awal, akhir, 6 bulan, 12 bulan, gelombang 1, gelombang 2, gelombang 3.',
        'The measurement "{value}" is not known. Choose: awal (before), akhir (after), 6 bulan, 12 bulan (months after), '
        "gelombang 1, 2 or 3 (waves of a scale).",
    ),
    "outcome_empty": (
        REJECTED,
        "Tidak satu pun ukuran diisi di baris ini. Isi sedikitnya satu, atau hapus barisnya.",
        "None of the measures is filled in in this row. Give one at least, or remove the row.",
    ),
    "outcome_replaced": (
        WARNING,
        "Pengukuran orang ini sudah pernah dimuat dengan isi yang lain; isi yang baru menggantikannya.",
        "This measurement of this person was loaded before with other content; the new content replaced it.",
    ),
    "not_a_participant": (
        WARNING,
        "Orang ini tidak ada di daftar hadir kegiatannya. Periksa NIK dan kode kegiatannya.",
        "This person is on no list of the activity. Check the NIK and the code of the activity.",
    ),
    "measured_too_early": (
        WARNING,
        "Pengukuran sesudah kegiatan, tetapi tanggalnya {value}, sebelum kegiatan mulai ({first}). Periksa keduanya.",
        "A measurement after the activity, but its date {value} is before the activity began ({first}). Check both.",
    ),
}
