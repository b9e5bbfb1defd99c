"""What is said of lists of participants, and of codes of other registers: reason -> (severity, Indonesian, English)."""

from __future__ import annotations

REJECTED, WARNING = "rejected", "warning"

MESSAGES: dict[str, tuple[str, str, str]] = {
    "entry_in_future": (
        REJECTED,
        "Tanggal masuk {value} belum terjadi. Periksa tahun dan bulannya.",
        "The entry date {value} is in the future. Check its year and month.",
    ),
    "exit_before_entry": (
        REJECTED,
        "Tanggal keluar {value} lebih awal daripada tanggal masuk. Periksa keduanya.",
        "The exit date {value} is before the entry date. Check both.",
    ),
    "exit_without_reason": (
        WARNING,
        "Ada tanggal keluar {value}, tetapi alasan keluarnya kosong. Dimuat tanpa alasan; lengkapi bila diketahui.",
        "There is an exit date {value} but no reason. It was loaded without one; add the reason if it is known.",
    ),
    "exit_reason_without_date": (
        REJECTED,
        'Ada alasan keluar "{value}", tetapi tanggal keluarnya kosong. Isi tanggal keluar, atau kosongkan alasannya.',
        'There is a reason for leaving, "{value}", but no exit date. Give the exit date, or clear the reason.',
    ),
    "exit_reason_not_understood": (
        REJECTED,
        'Alasan keluar "{value}" tidak dikenal. Pilih: Graduasi, Meninggal, Pindah, Tidak layak, Mundur, Lainnya.',
        'The reason for leaving "{value}" is not known. Choose: Graduasi (graduated), Meninggal (died), Pindah (moved), '
        "Tidak layak (not eligible), Mundur (withdrew), Lainnya (other).",
    ),
    "membership_twice": (
        REJECTED,
        "Kepesertaan program, penerima, dan tanggal masuk yang sama sudah ada di baris {first} berkas ini. Hapus salah satunya.",
        "The same programme, participant and entry date are already in row {first} of this file. Remove one of them.",
    ),
    "membership_replaced": (
        WARNING,
        "Kepesertaan ini sudah pernah dimuat dengan isi yang lain; isi yang baru menggantikannya.",
        "This enrolment was loaded before with other content; the new content replaced it.",
    ),
    "kelurahan_other": (
        REJECTED,
        'Baris ini menyebut kelurahan "{value}", bukan {kelurahan}. Hapus barisnya, atau perbaiki nama atau kode kelurahannya.',
        'This row names the kelurahan "{value}", not {kelurahan}. Remove the row, or correct the name or code of its kelurahan.',
    ),
    "sex_code_unclear": (
        REJECTED,
        'Kode jenis kelamin "{value}" tidak jelas artinya di kolom "{column}". Tulis L atau P.',
        'What the code "{value}" means for sex is not clear in column "{column}". Write L (male) or P (female).',
    ),
    "relation_code_unclear": (
        REJECTED,
        'Kode hubungan "{value}" tidak jelas: daftar BPS (DTKS) dan daftar Dukcapil berbeda. Tulis dengan kata (Istri, Anak, …), '
        "atau ganti judul kolomnya menjadi HUB_KRT bila kodenya dari BPS/DTKS, SHDK bila dari Dukcapil.",
        'What the relation code "{value}" means is not clear: the lists of BPS (DTKS) and of the civil registry differ. '
        "Write it in words (Istri, Anak, …), or name the column HUB_KRT if the codes are those of BPS/DTKS, SHDK if those "
        "of the civil registry.",
    ),
}
