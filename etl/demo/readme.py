"""The note that lies beside the demo files."""

README = """DATA CONTOH PANTAU BANSOS / PANTAU BANSOS DEMO DATA

SELURUH ISI FOLDER INI KARANGAN. Nama, NIK, nomor KK, alamat, pendapatan, dan penyaluran disusun acak oleh komputer;
tidak ada orang sungguhan di dalamnya, dan kesamaan dengan siapa pun hanya kebetulan. Batas RW dan RT adalah batas
contoh, bukan batas resmi. Sebagian baris sengaja dibuat salah, seperti yang ditemukan pada data sungguhan, agar
pemeriksaan berkas dapat diperlihatkan.

kunci_ganda.csv menyebut orang yang sengaja tercatat dua kali dan NIK yang dipakai dua orang: kunci jawaban untuk
menguji pencarian ganda, bukan berkas untuk dimuat.

Besaran dan irama program mengikuti yang diketahui umum; bila contoh menyimpang dari kenyataan, catatan programnya
menyebutkannya. Jangan memakai angka di sini untuk menilai kelurahan, program, atau lembaga mana pun.

EVERYTHING IN THIS FOLDER IS SYNTHETIC. Names, NIK, KK numbers, addresses, incomes and transfers were put together at
random; no real person is meant. The RW and RT boundaries are samples, not official ones. Some rows are wrong on
purpose, as in real data, to show how files are checked. kunci_ganda.csv names the people who are in the registry twice
on purpose and the NIK used for two people: the answers for testing the search for doubles, not a file to load. Amounts and rhythms follow what is publicly known of the
programmes; where the demo departs from reality the programme's note says so. Do not judge any place, programme or
office by these figures.
"""
