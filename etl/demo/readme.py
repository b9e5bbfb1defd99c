"""The note that lies beside the demo files."""

README = """DATA CONTOH PANTAU BANSOS / PANTAU BANSOS DEMO DATA

SELURUH ISI FOLDER INI KARANGAN. Nama, NIK, nomor KK, alamat, pendapatan, dan penyaluran disusun acak oleh komputer;
tidak ada orang sungguhan di dalamnya, dan kesamaan dengan siapa pun hanya kebetulan. Batas RW dan RT adalah batas
contoh, bukan batas resmi. Sebagian baris sengaja dibuat salah, seperti yang ditemukan pada data sungguhan, agar
pemeriksaan berkas dapat diperlihatkan.

kunci_ganda.csv menyebut orang yang sengaja tercatat dua kali dan NIK yang dipakai dua orang: kunci jawaban untuk
menguji pencarian ganda, bukan berkas untuk dimuat. kunci_baris_salah.csv menyebut baris yang sengaja salah dalam
berkas mitra, kegiatan, kehadiran, hasil, usulan, aduan, tahap, kunjungan, kerangka logis, dan keputusan: berkas, baris
(judul kolom = 1), dan kesalahannya. Baris lain dalam berkas-berkas itu dapat dimuat semua.

Cerita yang dapat ditemukan di dalamnya:
- RW 007 tidak mendapat kursus dan penyuluhan sampai Agustus 2026, padahal kebutuhannya tinggi; tidak ada mitra kesehatan
  di sana, sedangkan dua mitra memberi paket pangan di RW 005.
- Kursus menjahit menaikkan nilai, usaha, dan pendapatan; kursus komputer dasar hampir tidak.
- PT Contoh Sentosa menjanjikan 400 paket pangan dan 60 laptop dan menyerahkan sepersepuluhnya, terlambat; PT Contoh Makmur
  Bersama menyerahkan semuanya, bahkan lebih.
- RW 003 dibayar terlambat, terutama lewat PT Pos; aduannya paling banyak dan dijawab melewati standar.
- RW 008 tiga tahun meminta air bersih sebelum didanai pada 2025.
- Usulan yang didanai tidak mengikuti kebutuhan RW sampai 2024; sejak keputusan pertengahan 2025 mengikutinya.
- Stigma turun di kelompok yang terus bertemu, tidak di tiga kelompok yang berhenti.
- Dosis kedua anak banyak yang tidak datang, terburuk di RW 009.
- Keluarga peserta kursus lebih sering lulus dari bantuan; sebagian yang keluar pada 2024 kembali dalam setahun.
- Tiga RT di RW 010 belum pernah dikunjungi; data RW itu paling tua. Petugas P06 paling sering pulang tanpa isian.

Besaran dan irama program mengikuti yang diketahui umum; bila contoh menyimpang dari kenyataan, catatan programnya
menyebutkannya. Jangan memakai angka di sini untuk menilai kelurahan, program, atau lembaga mana pun.

EVERYTHING IN THIS FOLDER IS SYNTHETIC. Names, NIK, KK numbers, addresses, incomes and transfers were put together at
random; no real person is meant. The RW and RT boundaries are samples, not official ones. Some rows are wrong on
purpose, as in real data, to show how files are checked. kunci_ganda.csv names the people who are in the registry twice
on purpose and the NIK used for two people: the answers for testing the search for doubles, not a file to load.
kunci_baris_salah.csv names the rows that are wrong on purpose in the files of partners, activities, attendance, results,
proposals, complaints, tranches, visits, the logframe and decisions: file, row (heading = 1), and what is wrong. All other
rows of those files can be loaded.

Stories to be found in it: RW 007 was left out of courses and outreach until August 2026, though its need is high, and has
no partner for health, while two give food in RW 005. The sewing course raised scores, businesses and incomes, basic
computing hardly did. One company delivered a tenth of 400 food parcels and 60 laptops, late; another gave all and more.
RW 003 is paid late, mostly by the post office; it complains most and is answered beyond the standard. RW 008 asked for
clean water three years running before it was funded in 2025. Funded proposals did not follow need until 2024, and do since
a decision in mid-2025. Stigma falls in groups that go on meeting, not in the three that stopped. Many second doses of
children are missing, most in RW 009. Families of trainees graduate more often; some who left in 2024 came back within a
year. Three RT of RW 010 were never visited and its data are the oldest; officer P06 comes home without a form most often.

Amounts and rhythms follow what is publicly known of the programmes; where the demo departs from reality the programme's
note says so. Do not judge any place, programme or office by these figures.
"""
