"""What is said of single cells and rows: reason -> (severity, Bahasa Indonesia, English)."""

from __future__ import annotations

REJECTED, WARNING = "rejected", "warning"

MESSAGES: dict[str, tuple[str, str, str]] = {
    # Numbers of people and families.
    "number_length": (
        REJECTED,
        "Nomor {value} berisi {found} angka; {what} harus 16 angka. Periksa di KTP/KK.",
        "The number {value} has {found} digits; a {what} has 16. Check it on the identity or family card.",
    ),
    "number_not_digits": (
        REJECTED,
        "{what} {value} memuat huruf atau tanda lain. Isi dengan 16 angka.",
        "The {what} {value} holds letters or other signs. Give 16 digits.",
    ),
    "number_rounded": (
        REJECTED,
        "{what} {value} sudah dibulatkan oleh Excel (angka terakhir hilang). "
        "Ketik ulang dari KTP/KK di kolom berformat Teks; angka ini tidak dapat dipulihkan.",
        "The {what} {value} was already rounded by Excel (its last digits are lost). "
        "Type it again from the card in a column of format Text; the number cannot be restored.",
    ),
    "number_province": (
        REJECTED,
        "{what} {value} diawali kode provinsi yang tidak ada. Periksa dua angka pertama.",
        "The {what} {value} begins with a province code that does not exist. Check the first two digits.",
    ),
    "nik_district": (
        REJECTED,
        "NIK {value} memuat kode kota atau kecamatan 00. Periksa angka ke-3 sampai ke-6.",
        "The NIK {value} has 00 as its district or kecamatan code. Check the 3rd to 6th digits.",
    ),
    "nik_birth_date": (
        REJECTED,
        "NIK {value} memuat tanggal lahir yang tidak mungkin. Periksa angka ke-7 sampai ke-12.",
        "The NIK {value} holds an impossible birth date. Check the 7th to 12th digits.",
    ),
    "nik_birth_differs": (
        WARNING,
        "Tanggal lahir di baris ini tidak sama dengan yang ada di dalam NIK. Periksa di KTP mana yang benar.",
        "The birth date in this row is not the one inside the NIK. Check on the card which is right.",
    ),
    "nik_sex_differs": (
        WARNING,
        "Jenis kelamin di baris ini tidak sama dengan yang ada di dalam NIK. Periksa di KTP mana yang benar.",
        "The sex in this row is not the one inside the NIK. Check on the card which is right.",
    ),
    "nik_twice": (
        REJECTED,
        "NIK {value} sudah ada di baris {first} berkas ini. Hapus salah satu, atau perbaiki nomornya.",
        "The NIK {value} is already in row {first} of this file. Remove one of them, or correct the number.",
    ),
    # Dates and periods.
    "date_not_understood": (
        REJECTED,
        'Tanggal "{value}" tidak dimengerti. Tulis seperti 12/01/2026 (hari/bulan/tahun) atau 12 Januari 2026.',
        'The date "{value}" is not understood. Write it like 12/01/2026 (day/month/year) or 12 Januari 2026.',
    ),
    "date_impossible": (
        REJECTED,
        'Tanggal "{value}" tidak ada di kalender. Urutannya hari/bulan/tahun.',
        'The date "{value}" is not in the calendar. The order is day/month/year.',
    ),
    "date_out_of_range": (
        REJECTED,
        'Tanggal "{value}" di luar tahun yang wajar ({first}–{last}). Periksa tahunnya.',
        'The date "{value}" is outside the years that make sense ({first}–{last}). Check the year.',
    ),
    "birth_in_future": (
        REJECTED,
        "Tanggal lahir {value} belum terjadi. Periksa tahunnya.",
        "The birth date {value} is in the future. Check the year.",
    ),
    "birth_too_old": (
        REJECTED,
        "Menurut tanggal lahir {value}, umurnya lebih dari 120 tahun. Periksa tahunnya.",
        "By the birth date {value} this person is older than 120 years. Check the year.",
    ),
    "period_not_understood": (
        REJECTED,
        'Periode "{value}" tidak dimengerti. Tulis seperti 2026-03, Maret 2026, Triwulan I 2026, atau Januari-Februari 2026.',
        'The period "{value}" is not understood. Write it like 2026-03, Maret 2026, Triwulan I 2026 or Januari-Februari 2026.',
    ),
    "period_backwards": (
        REJECTED,
        'Periode "{value}" berakhir sebelum mulai. Periksa urutan bulannya.',
        'The period "{value}" ends before it begins. Check the order of its months.',
    ),
    "period_too_long": (
        REJECTED,
        'Periode "{value}" lebih dari 12 bulan. Pecah menjadi beberapa baris.',
        'The period "{value}" covers more than 12 months. Split it into several rows.',
    ),
    "period_stage": (
        REJECTED,
        'Periode "{value}" menyebut tahap, tetapi bulannya tidak dapat dipastikan untuk program ini. Tulis bulannya.',
        'The period "{value}" names a stage, but its months cannot be told for this programme. Write the months.',
    ),
    "period_outside_programme": (
        WARNING,
        'Periode "{value}" di luar masa berjalan program {programme} ({first} – {last}). Periksa periode atau programnya.',
        'The period "{value}" is outside the run of programme {programme} ({first} – {last}). Check the period or programme.',
    ),
    "month_not_understood": (
        REJECTED,
        'Bulan "{value}" tidak dimengerti. Tulis seperti 2021-01 atau Januari 2021.',
        'The month "{value}" is not understood. Write it like 2021-01 or Januari 2021.',
    ),
    "year_not_understood": (
        REJECTED,
        'Tahun "{value}" tidak dimengerti. Tulis empat angka antara 2000 dan 2099.',
        'The year "{value}" is not understood. Write four digits between 2000 and 2099.',
    ),
    # Numbers.
    "number_not_understood": (
        REJECTED,
        '"{value}" bukan angka yang dimengerti. Tulis angkanya saja, misalnya 600000 atau 600.000.',
        '"{value}" is not a number that is understood. Write only the number, such as 600000 or 600.000.',
    ),
    "fractional_rupiah": (
        REJECTED,
        'Jumlah "{value}" memuat pecahan rupiah. Tulis rupiah bulat.',
        'The amount "{value}" holds a fraction of a rupiah. Write whole rupiah.',
    ),
    "not_whole": (
        REJECTED,
        '"{value}" bukan bilangan bulat. Tulis angka tanpa koma.',
        '"{value}" is not a whole number. Write it without decimals.',
    ),
    "number_too_large": (
        REJECTED,
        '"{value}" terlalu besar untuk kolom ini. Periksa jumlah nolnya.',
        '"{value}" is too large for this column. Check how many zeros it has.',
    ),
    "number_negative": (
        REJECTED,
        'Kolom "{column}" berisi angka negatif ({value}). Isi dengan angka 0 atau lebih.',
        'Column "{column}" holds a negative number ({value}). Give 0 or more.',
    ),
    "number_out_of_range": (
        REJECTED,
        'Angka "{value}" harus antara {low} dan {high}.',
        'The number "{value}" must be between {low} and {high}.',
    ),
    # Codes.
    "flag_not_understood": (
        REJECTED,
        'Isi "{value}" tidak dimengerti. Isi dengan Ya atau Tidak.',
        'The value "{value}" is not understood. Write Ya (yes) or Tidak (no).',
    ),
    "sex_not_understood": (
        REJECTED,
        'Jenis kelamin "{value}" tidak dimengerti. Isi dengan L atau P.',
        'The sex "{value}" is not understood. Write L (male) or P (female).',
    ),
    "relation_not_understood": (
        REJECTED,
        'Hubungan keluarga "{value}" tidak dimengerti. '
        "Pilih: Kepala Keluarga, Istri, Suami, Anak, Orang Tua, Mertua, Menantu, Cucu, Famili Lain, Lainnya.",
        'The family relation "{value}" is not understood. '
        "Choose: Kepala Keluarga, Istri, Suami, Anak, Orang Tua, Mertua, Menantu, Cucu, Famili Lain, Lainnya.",
    ),
    "desil_out_of_range": (
        REJECTED,
        'Desil "{value}" harus angka 1 sampai 10; kosongkan bila belum diperingkat.',
        'The desil "{value}" must be 1 to 10; leave it blank when not ranked.',
    ),
    "choice_not_understood": (
        REJECTED,
        '"{value}" di kolom "{column}" tidak dimengerti. Pilih salah satu: {choices}.',
        '"{value}" in column "{column}" is not understood. Choose one of: {choices}.',
    ),
    # Places.
    "rt_not_understood": (
        REJECTED,
        'RT/RW "{value}" tidak dimengerti. Tulis seperti 005 atau RT 005/RW 002.',
        'The RT/RW "{value}" is not understood. Write it like 005 or RT 005/RW 002.',
    ),
    "rt_became_date": (
        REJECTED,
        'RT/RW sudah diubah Excel menjadi tanggal ("{value}"). Ketik ulang di kolom berformat Teks.',
        'Excel turned the RT/RW into a date ("{value}"). Type it again in a column of format Text.',
    ),
    "rt_incomplete": (
        REJECTED,
        "Nomor RT atau RW tidak ada di baris ini. Isi keduanya.",
        "The number of the RT or of the RW is missing in this row. Give both.",
    ),
    "rt_contradicts": (
        REJECTED,
        "Kolom RT dan RW saling bertentangan ({value}). Periksa keduanya.",
        "The RT and RW columns contradict each other ({value}). Check both.",
    ),
    "rt_unknown": (
        REJECTED,
        "RT {rt}/RW {rw} tidak ada di daftar wilayah {kelurahan}. Periksa nomornya, atau muat dahulu daftar RT.",
        "RT {rt}/RW {rw} is not in the list of areas of {kelurahan}. Check the numbers, or load the list of RT first.",
    ),
    "area_code_invalid": (
        REJECTED,
        'Kode wilayah "{value}" tidak sah. Contoh: 31.74.06.1003 (kelurahan), .005 (RW), .012 (RT).',
        'The area code "{value}" is not valid. Examples: 31.74.06.1003 (kelurahan), .005 (RW), .012 (RT).',
    ),
    "area_unknown": (
        REJECTED,
        'Wilayah "{value}" tidak ada di daftar wilayah. Periksa kodenya, atau muat dahulu daftar wilayahnya.',
        'The area "{value}" is not in the list of areas. Check the code, or load the list of areas first.',
    ),
    "area_parent_unknown": (
        REJECTED,
        "Induk wilayah {value}, yaitu {parent}, belum ada. Tambahkan induknya di atas baris ini.",
        "The parent of area {value}, which is {parent}, does not exist. Add the parent above this row.",
    ),
    "area_parent_differs": (
        REJECTED,
        'Kode induk "{value}" bukan induk dari {code}; seharusnya {parent}. Perbaiki salah satunya.',
        'The parent code "{value}" is not the parent of {code}; it should be {parent}. Correct one of them.',
    ),
    "area_level_differs": (
        REJECTED,
        'Tingkat "{value}" tidak cocok dengan kode {code}; seharusnya {level}. Perbaiki salah satunya.',
        'The level "{value}" does not fit the code {code}; it should be {level}. Correct one of them.',
    ),
    # Registry.
    "household_other_rt": (
        REJECTED,
        "RT {rt}/RW {rw} di baris ini lain dari RT {head_rt}/RW {head_rw} milik keluarganya (baris {first}). "
        "Samakan, atau pisahkan nomor KK-nya.",
        "RT {rt}/RW {rw} in this row is not RT {head_rt}/RW {head_rw} of its family (row {first}). "
        "Make them the same, or give separate KK numbers.",
    ),
    "household_without_head": (
        WARNING,
        "Keluarga {value} tidak punya kepala keluarga di antara baris yang diterima. Lengkapi kolom hubungan.",
        "The family {value} has no head among the accepted rows. Complete the relation column.",
    ),
    "household_two_heads": (
        WARNING,
        "Keluarga {value} sudah punya kepala keluarga di baris {first}. Periksa kolom hubungan.",
        "The family {value} already has a head in row {first}. Check the relation column.",
    ),
    "person_moved": (
        WARNING,
        "NIK {value} sudah terdaftar di KK lain; orang ini dipindahkan ke KK di baris ini. Periksa bila keliru.",
        "The NIK {value} is already registered under another KK; the person was moved to the KK of this row. Check if wrong.",
    ),
    # Programmes, targets and budgets.
    "key_twice": (
        REJECTED,
        "Isi baris ini sudah ada di baris {first} berkas ini. Hapus salah satunya.",
        "What this row states is already in row {first} of this file. Remove one of them.",
    ),
    "programme_unknown": (
        REJECTED,
        'Program "{value}" tidak dikenal. Yang paling mirip: {suggestion}. Perbaiki nama atau kodenya.',
        'The programme "{value}" is not known. The closest is {suggestion}. Correct its name or code.',
    ),
    "programme_none": (
        REJECTED,
        'Program "{value}" tidak dikenal, dan daftar program masih kosong. Muat dahulu daftar program.',
        'The programme "{value}" is not known, and the list of programmes is still empty. Load the programmes first.',
    ),
    "programme_ambiguous": (
        REJECTED,
        'Nama program "{value}" dipakai oleh beberapa program ({codes}). Isi dengan kodenya.',
        'The programme name "{value}" is used by several programmes ({codes}). Give the code.',
    ),
    "run_backwards": (
        REJECTED,
        'Bulan selesai "{value}" lebih awal daripada bulan mulai. Periksa keduanya.',
        'The last month "{value}" is before the first month. Check both.',
    ),
    "code_invalid": (
        REJECTED,
        'Kode program "{value}" tidak dapat dipakai. Pakai huruf, angka, tanda - atau _, paling banyak 30.',
        'The programme code "{value}" cannot be used. Use letters, digits, - or _, at most 30.',
    ),
    "indicator_unknown": (
        REJECTED,
        'Indikator "{value}" tidak dikenal. Yang paling mirip: {suggestion}.',
        'The indicator "{value}" is not known. The closest is {suggestion}.',
    ),
    "indicator_missing": (
        REJECTED,
        "Baris target harus menyebut indikatornya.",
        "A row of kind target must name its indicator.",
    ),
    "share_out_of_range": (
        REJECTED,
        'Target "{value}" harus berupa bagian antara 0 dan 1, atau persen seperti 85%.',
        'The target "{value}" must be a share between 0 and 1, or a percentage such as 85%.',
    ),
    "budget_programme": (
        REJECTED,
        "Baris anggaran harus menyebut satu program.",
        "A row of kind anggaran (budget) must name one programme.",
    ),
    # Disbursements.
    "recipient_missing": (
        REJECTED,
        "Nomor KK dan NIK kosong. Isi salah satunya.",
        "Both the KK and the NIK are blank. Give one of them.",
    ),
    "nik_not_registered": (
        REJECTED,
        "NIK {value} tidak ada di data penduduk. Periksa nomornya, atau muat dahulu data keluarganya.",
        "The NIK {value} is not in the registry. Check the number, or load the family's registry rows first.",
    ),
    "kk_not_registered": (
        REJECTED,
        "Nomor KK {value} tidak ada di data penduduk. Periksa nomornya, atau muat dahulu data keluarganya.",
        "The KK {value} is not in the registry. Check the number, or load the family's registry rows first.",
    ),
    "nik_other_household": (
        REJECTED,
        "NIK {value} terdaftar di KK lain daripada nomor KK di baris ini. Periksa keduanya.",
        "The NIK {value} is registered under another KK than the one in this row. Check both.",
    ),
    "status_not_understood": (
        REJECTED,
        'Status "{value}" tidak dikenal. Pilih: Dibayar, Belum, Gagal, Retur.',
        'The status "{value}" is not known. Choose: Dibayar (paid), Belum (due), Gagal (failed), Retur (returned).',
    ),
    "person_status_not_understood": (
        REJECTED,
        'Status warga "{value}" tidak dikenal. Pilih: Aktif, Meninggal, Pindah, Tidak ditemukan.',
        'The status "{value}" of a resident is not known. Choose: Aktif (active), Meninggal (dead), Pindah (moved), '
        "Tidak ditemukan (not found).",
    ),
    "paid_without_date": (
        REJECTED,
        "Status menyatakan sudah dibayar, tetapi tanggal bayarnya kosong. Isi tanggal bayar.",
        "The status says paid, but the paid date is blank. Give the paid date.",
    ),
    "paid_in_future": (
        REJECTED,
        "Tanggal bayar {value} belum terjadi. Periksa tahun dan bulannya.",
        "The paid date {value} is in the future. Check its year and month.",
    ),
    "due_too_far": (
        REJECTED,
        "Jatuh tempo {value} lewat dari akhir tahun depan. Periksa tahunnya.",
        "The due date {value} is past the end of next year. Check the year.",
    ),
    "period_too_far": (
        REJECTED,
        "Periode {value} lewat dari akhir tahun depan. Periksa tahunnya.",
        "The period {value} is past the end of next year. Check the year.",
    ),
    "paid_date_far": (
        WARNING,
        "Tanggal bayar {value} terpaut {days} hari dari jatuh tempo. Periksa kedua tanggal.",
        "The paid date {value} is {days} days away from the due date. Check both dates.",
    ),
    "paid_date_unused": (
        WARNING,
        "Ada tanggal bayar {value}, tetapi statusnya belum dibayar. Dicatat sebagai belum dibayar; periksa statusnya.",
        "There is a paid date {value}, but the status says not yet paid. It was kept as not paid; check the status.",
    ),
    "amount_missing": (
        REJECTED,
        'Jumlah rupiah tidak ada dan tidak dapat ditentukan. Isi kolom "{column}".',
        'The amount in rupiah is missing and cannot be told. Fill in the column "{column}".',
    ),
    "amount_not_positive": (
        REJECTED,
        'Jumlah "{value}" harus lebih dari 0.',
        'The amount "{value}" must be more than 0.',
    ),
    "quantity_missing": (
        REJECTED,
        "Program {programme} memberi barang. Isi jumlah barangnya.",
        "Programme {programme} gives goods. Give the quantity.",
    ),
    "transfer_twice": (
        REJECTED,
        "Penyaluran program, penerima, dan bulan yang sama sudah ada di baris {first} berkas ini. Hapus salah satunya.",
        "A transfer of the same programme, recipient and month is already in row {first} of this file. Remove one of them.",
    ),
    "transfer_replaced": (
        WARNING,
        "Penyaluran ini sudah pernah dimuat dengan isi yang lain; isi yang baru menggantikannya.",
        "This transfer was loaded before with other content; the new content replaced it.",
    ),
}
