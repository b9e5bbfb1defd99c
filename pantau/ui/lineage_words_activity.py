"""The measures of partners and activities, in words."""

from __future__ import annotations

from pantau.indicators import Unit
from pantau.words import later

ACTIVITY_MEASURES = {
    "partner_sectors": later("pasangan mitra × bidang × RW"),
    "sector_areas": later("pasangan bidang × RW"),
    "sector_areas_served": later("pasangan bidang × RW yang ada mitranya"),
    "sector_areas_empty": later("pasangan bidang × RW tanpa mitra"),
    "sector_areas_double": later("pasangan bidang × RW dengan dua mitra atau lebih"),
    "partner_people": later("orang yang dijangkau mitra"),
    "value_pledged": later("rupiah yang dijanjikan"),
    "value_delivered": later("rupiah yang sudah diterima dari janji itu"),
    "value_received": later("rupiah kontribusi yang diterima"),
    "value_overdue": later("rupiah yang lewat batas waktu"),
    "pledges_overdue": later("janji yang lewat batas waktu"),
    "training_participants": later("peserta pelatihan"),
    "training_attended": later("peserta yang pernah hadir, per pelatihan"),
    "training_completed": later("peserta yang lulus, per pelatihan"),
    "training_gain_n": later("peserta dengan nilai awal dan akhir"),
    "training_gain_sum": later("jumlah kenaikan nilai, dalam perseratus"),
    "half_completed": later("lulusan pelatihan yang sudah ditanya ulang 6 bulan kemudian"),
    "half_asked": later("lulusan yang dapat ditanya 6 bulan kemudian"),
    "half_business": later("lulusan yang punya usaha 6 bulan kemudian"),
    "year_business_6": later("lulusan yang punya usaha pada 6 bulan"),
    "year_business_12": later("lulusan yang usahanya masih berjalan pada 12 bulan"),
    "training_earned_n": later("peserta dengan pendapatan sebelum dan 12 bulan sesudah"),
    "training_earned_sum": later("jumlah perubahan pendapatan sebulan"),
    "groups_met": later("kelompok yang bertemu"),
    "group_households": later("keluarga anggota kelompok"),
    "group_present": later("kehadiran di pertemuan"),
    "group_expected": later("anggota yang dicatat di pertemuan"),
    "stigma_n": later("orang yang skor stigmanya diukur"),
    "stigma_sum": later("jumlah skor stigma, dalam perseratus"),
    "support_n": later("orang yang skor dukungannya diukur"),
    "support_sum": later("jumlah skor dukungan, dalam perseratus"),
    "stigma_change_n": later("orang yang skor stigmanya diukur ulang"),
    "stigma_change_sum": later("jumlah perubahan skor stigma, dalam perseratus"),
    "support_change_n": later("orang yang skor dukungannya diukur ulang"),
    "support_change_sum": later("jumlah perubahan skor dukungan, dalam perseratus"),
    "health_served": later("warga terdaftar yang dilayani"),
    "health_people": later("orang yang dilayani"),
    "health_educated": later("orang yang mendapat edukasi kesehatan"),
    "health_goods": later("barang kesehatan yang diberikan"),
    "had_dose_1": later("orang sasaran yang pernah mendapat dosis 1"),
    "had_dose_2": later("orang sasaran yang pernah mendapat dosis 2"),
    "had_dose_3": later("orang sasaran yang pernah mendapat dosis 3"),
    "targeted_dose_1": later("orang sasaran vaksin dosis 1"),
    "targeted_dose_2": later("orang sasaran vaksin dosis 2"),
    "targeted_dose_3": later("orang sasaran vaksin dosis 3"),
    "targeted_health": later("orang sasaran program kesehatan"),
    "adults": later("warga dewasa"),
    "outreach_adults": later("warga dewasa yang hadir di penyuluhan"),
    "outreach_participants": later("peserta penyuluhan"),
    "outreach_sessions": later("sesi penyuluhan"),
    "quiz_gain_n": later("peserta dengan nilai kuis sebelum dan sesudah"),
    "quiz_gain_sum": later("jumlah kenaikan nilai kuis, dalam perseratus"),
}
"""Names of the measures, as part of a sentence."""

_MONEY = ("value_pledged", "value_delivered", "value_received", "value_overdue", "training_earned_sum")
ACTIVITY_UNITS: dict[str, Unit] = dict.fromkeys(_MONEY, "rupiah")
"""Units of those that are no plain counts."""
