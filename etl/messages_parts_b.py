"""What is said of proposals, complaints, tranches, visits, the logframe and decisions: reason -> (severity, Indonesian,
English)."""

from __future__ import annotations

REJECTED, WARNING = "rejected", "warning"

MESSAGES: dict[str, tuple[str, str, str]] = {
    # Of lists that are read in public.
    "public_number": (
        REJECTED,
        'Kolom "{column}" dibaca umum dan memuat nomor yang panjang (telepon, NIK, atau KK). Hapus nomornya; rupiah ditulis dengan Rp.',
        'The column "{column}" is public and holds a long number (telephone, NIK or KK). Remove it; write rupiah with Rp.',
    ),
    "day_before_first": (
        REJECTED,
        'Tanggal {value} di kolom "{column}" lebih awal daripada tanggal di kolom "{first}". Periksa keduanya.',
        'The date {value} in column "{column}" is before the one in column "{first}". Check both.',
    ),
    "status_without_day": (
        WARNING,
        'Menurut statusnya sudah terjadi, tetapi kolom "{column}" kosong. Dimuat tanpa tanggal; lengkapi bila diketahui.',
        'By its status it has happened, but column "{column}" is blank. Loaded without a date; add it if it is known.',
    ),
    "day_without_status": (
        WARNING,
        'Ada tanggal {value} di kolom "{column}", tetapi statusnya belum demikian. Dimuat apa adanya; periksa statusnya.',
        'There is a date {value} in column "{column}", but the status is not so far yet. Loaded as it is; check the status.',
    ),
    "funded_without_status": (
        WARNING,
        "Ada nilai yang didanai, tetapi statusnya bukan didanai atau selesai. Dimuat apa adanya; periksa statusnya.",
        "There is a funded amount, but the status is neither didanai nor selesai. Loaded as it is; check the status.",
    ),
    # Complaints.
    "complaint_open_with_day": (
        REJECTED,
        "Aduan ini terbuka, tetapi punya tanggal ditutup {value}. Perbaiki statusnya, atau kosongkan tanggalnya.",
        "This complaint is open but has a closing date {value}. Correct the status, or clear the date.",
    ),
    # The logframe.
    "logframe_parent_missing": (
        REJECTED,
        "Hanya tujuan yang boleh tanpa induk. Isi kode induknya.",
        "Only a goal (tujuan) may be without a parent. Give the code of the parent.",
    ),
    "logframe_parent_unknown": (
        REJECTED,
        'Induk "{value}" tidak ada di berkas ini atau di basis data, atau barisnya ditolak. Periksa kodenya.',
        'The parent "{value}" is neither in this file nor in the database, or its row was rejected. Check the code.',
    ),
    "logframe_level_order": (
        REJECTED,
        "Tingkat {level} tidak dapat berada di bawah {parent_level}. Urutannya: tujuan, hasil, keluaran, kegiatan.",
        "The level {level} cannot stand below {parent_level}. The order is tujuan, hasil, keluaran, kegiatan.",
    ),
    "logframe_value_without_period": (
        WARNING,
        'Ada nilai, tetapi kolom "{column}" kosong, jadi tidak jelas kapan. Lengkapi periodenya.',
        'There is a value, but column "{column}" is blank, so it is not clear when. Add the period.',
    ),
    "logframe_period_invalid": (
        REJECTED,
        'Periode "{value}" tidak dimengerti. Tulis 2026, 2026-T1 (triwulan), atau 2026-03 (bulan).',
        'The period "{value}" is not understood. Write 2026, 2026-T1 (quarter) or 2026-03 (month).',
    ),
    # Visits.
    "visit_code_invalid": (
        REJECTED,
        'Kode isian "{value}" tidak dapat dipakai. Pakai huruf, angka, titik, -, _ atau titik dua, paling banyak 80.',
        'The number of the submission "{value}" cannot be used. Use letters, digits, dots, -, _ or colons, at most 80.',
    ),
    "officer_not_code": (
        REJECTED,
        "Petugas ditulis dengan kode, bukan nama: 2 sampai 12 huruf, angka, atau -, tanpa spasi, seperti P03.",
        "An officer is written as a code, not as a name: 2 to 12 letters, digits or -, without blanks, such as P03.",
    ),
    "satisfaction_not_understood": (
        REJECTED,
        'Kepuasan "{value}" tidak dimengerti. Tulis 1 (sangat tidak puas) sampai 5 (sangat puas).',
        'The satisfaction "{value}" is not understood. Write 1 (very dissatisfied) to 5 (very satisfied).',
    ),
    "visit_kk_unknown": (
        WARNING,
        "Nomor KK {value} tidak ada di data penduduk. Kunjungannya dimuat tanpa keluarga.",
        "The KK {value} is not in the registry. The visit was loaded without a family.",
    ),
    "visit_kk_missing": (
        WARNING,
        "Kunjungan ini selesai, tetapi nomor KK-nya kosong. Dimuat tanpa keluarga.",
        "This visit is completed, but its KK is blank. It was loaded without a family.",
    ),
    "visit_other_rt": (
        WARNING,
        "Menurut data penduduk keluarga {value} tinggal di RT lain daripada yang dikunjungi. Periksa yang mana yang benar.",
        "By the registry the family {value} lives in another RT than the one visited. Check which is right.",
    ),
    "visit_lists_differ": (
        REJECTED,
        'Kolom "{column}" berisi {found} jawaban, kolom di sebelahnya {expected}. Jumlahnya harus sama; kosong pun dipisah titik koma.',
        'Column "{column}" has {found} answers, its neighbour {expected}. They must be as many; blank ones are separated as well.',
    ),
    "visit_item_twice": (
        REJECTED,
        "Kebutuhan atau program yang sama disebut dua kali dalam kunjungan ini. Hapus salah satunya.",
        "The same need or programme is named twice in this visit. Remove one of them.",
    ),
    "visit_answer_missing": (
        REJECTED,
        "Program {programme} disebut, tetapi tidak dijawab diterima atau tidak. Isi Ya atau Tidak.",
        "The programme {programme} is named, but not whether it was received. Give Ya (yes) or Tidak (no).",
    ),
    "visit_not_received": (
        REJECTED,
        "Program {programme} tidak diterima, tetapi ada nominalnya. Perbaiki salah satunya.",
        "The programme {programme} was not received, but has an amount. Correct one of the two.",
    ),
    "visit_answers_unexpected": (
        REJECTED,
        'Ada jawaban, padahal hasil kunjungannya "{value}". Perbaiki hasilnya, atau kosongkan jawabannya.',
        'There are answers although the visit ended as "{value}". Correct the result, or clear the answers.',
    ),
    "visit_submission_twice": (
        REJECTED,
        "Isian ini ada dua kali di ekspor survei, jadi tidak jelas mana yang berlaku. Hapus salah satunya.",
        "This submission is in the export twice, so it is not clear which one counts. Remove one of them.",
    ),
    "visit_repeats_lost": (
        WARNING,
        "{count} baris di lembar {table} tidak terhubung dengan isian mana pun, jadi tidak dimuat. Ekspor ulang dari server.",
        "{count} rows of the sheet {table} belong to no submission, so they are not loaded. Export again from the server.",
    ),
}
