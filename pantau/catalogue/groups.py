"""Part 6, peer groups: membership, activity, stigma and support."""

from __future__ import annotations

from pantau.indicator import Indicator

_SCALE_ID = ", skala 1–5, dengan rentang t 95%. Tidak disebut untuk RT, dan tidak bila kurang dari 5 orang."
_SCALE_EN = ", scale 1–5, with a 95% t interval. Not said of an RT, nor of fewer than 5 persons."
SURVEY = "Survei skala anggota kelompok, per gelombang"

ENTRIES = [
    Indicator(
        id="groups_active",
        name_id="Kelompok aktif",
        name_en="Active groups",
        formula_id="Kelompok yang bertemu sedikitnya sekali dalam periode ini, di RW tempatnya.",
        formula_en="Groups that met at least once in the period, in the RW where they are.",
        unit="count",
        direction="up",
        numerator={"groups_met": 1},
        source="Catatan kehadiran",
        mart="mart_count",
    ),
    Indicator(
        id="group_membership",
        name_id="Keanggotaan kelompok",
        name_en="Group membership",
        formula_id="Keluarga yang anggotanya ikut kelompok pada akhir periode ÷ keluarga penerima bantuan (program apa pun) "
        "dalam periode ini.",
        formula_en="Households with somebody in a group at the end of the period ÷ households that receive aid (of any "
        "programme) in the period.",
        unit="share",
        direction="up",
        numerator={"group_households": 1},
        denominator={"recipient_households": 1},
        proportion=False,
        source="Catatan kehadiran; daftar penyaluran",
        mart="mart_count",
    ),
    Indicator(
        id="group_attendance",
        name_id="Kehadiran pertemuan kelompok",
        name_en="Group meeting attendance",
        formula_id="Kehadiran di pertemuan ÷ anggota yang dicatat di pertemuan itu (hadir, izin, atau tidak).",
        formula_en="Presences at meetings ÷ members recorded at them (present, excused or absent).",
        unit="share",
        direction="up",
        numerator={"group_present": 1},
        denominator={"group_expected": 1},
        source="Catatan kehadiran",
        mart="mart_count",
    ),
    Indicator(
        id="stigma_score",
        name_id="Skor stigma",
        name_en="Stigma score",
        formula_id="Rata-rata skor stigma yang dirasakan anggota kelompok" + _SCALE_ID,
        formula_en="Mean of the stigma that members of groups feel" + _SCALE_EN,
        unit="index",
        direction="down",
        numerator={"stigma_sum": 1},
        denominator={"stigma_n": 1},
        factor=0.01,
        squares="stigma_squares",
        few=True,
        source=SURVEY,
        mart="mart_count",
    ),
    Indicator(
        id="support_score",
        name_id="Skor dukungan",
        name_en="Support score",
        formula_id="Rata-rata skor dukungan yang dirasakan anggota kelompok" + _SCALE_ID,
        formula_en="Mean of the support that members of groups feel" + _SCALE_EN,
        unit="index",
        direction="up",
        numerator={"support_sum": 1},
        denominator={"support_n": 1},
        factor=0.01,
        squares="support_squares",
        few=True,
        source=SURVEY,
        mart="mart_count",
    ),
    Indicator(
        id="stigma_change",
        name_id="Perubahan stigma",
        name_en="Change in stigma",
        formula_id="Rata-rata (skor stigma gelombang ini − gelombang pertama) orang yang sama, pada bulan diukur ulang"
        + _SCALE_ID,
        formula_en="Mean of (stigma score in this wave − in the first) of the same persons, in the month of measuring again"
        + _SCALE_EN,
        unit="index",
        direction="down",
        numerator={"stigma_change_sum": 1},
        denominator={"stigma_change_n": 1},
        factor=0.01,
        squares="stigma_change_squares",
        few=True,
        source=SURVEY,
        mart="mart_count",
    ),
    Indicator(
        id="support_change",
        name_id="Perubahan dukungan",
        name_en="Change in support",
        formula_id="Rata-rata (skor dukungan gelombang ini − gelombang pertama) orang yang sama, pada bulan diukur ulang"
        + _SCALE_ID,
        formula_en="Mean of (support score in this wave − in the first) of the same persons, in the month of measuring again"
        + _SCALE_EN,
        unit="index",
        direction="up",
        numerator={"support_change_sum": 1},
        denominator={"support_change_n": 1},
        factor=0.01,
        squares="support_change_squares",
        few=True,
        source=SURVEY,
        mart="mart_count",
    ),
]
