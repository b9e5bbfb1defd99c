"""Part 4, community learning: reach, completion, gain, and what people live on after it."""

from __future__ import annotations

from pantau.indicator import Indicator

KIRKPATRICK = "Kirkpatrick (tingkat 1–3)"
_FINAL_ID = " Dihitung saat masa tunggunya genap, jadi angkanya tidak berubah lagi."
_FINAL_EN = " Counted when the waiting time is over, so the figure is final."

ENTRIES = [
    Indicator(
        id="training_participants",
        name_id="Peserta pelatihan",
        name_en="Training participants",
        formula_id="Orang yang hadir di sedikitnya satu sesi pelatihan dalam periode ini; satu orang dihitung sekali.",
        formula_en="People who were present at one training session or more in the period; a person counts once.",
        unit="people",
        direction="none",
        numerator={"training_participants": 1},
        source=KIRKPATRICK,
        mart="mart_count",
    ),
    Indicator(
        id="training_completion",
        name_id="Lulus pelatihan",
        name_en="Training completion",
        formula_id="Dari pelatihan yang berakhir dalam periode ini: peserta yang lulus ÷ peserta yang pernah hadir. Satu orang "
        "dihitung sekali untuk tiap pelatihan.",
        formula_en="Of the trainings that ended in the period: participants who completed ÷ participants who ever attended. A "
        "person counts once in each training.",
        unit="share",
        direction="up",
        numerator={"training_completed": 1},
        denominator={"training_attended": 1},
        source=KIRKPATRICK,
        mart="mart_count",
    ),
    Indicator(
        id="training_gain",
        name_id="Kenaikan nilai pelatihan",
        name_en="Training gain",
        formula_id="Rata-rata (nilai akhir − nilai awal) peserta yang punya keduanya, skala 0–100, dengan rentang t 95%. "
        "Dihitung pada bulan ujian akhir.",
        formula_en="Mean of (score after − score before) of participants who have both, scale 0–100, with a 95% t interval. "
        "Counted in the month of the test after.",
        unit="points",
        direction="up",
        numerator={"training_gain_sum": 1},
        denominator={"training_gain_n": 1},
        factor=0.01,
        squares="training_gain_squares",
        source=KIRKPATRICK,
        mart="mart_count",
    ),
    Indicator(
        id="business_started",
        name_id="Usaha dimulai",
        name_en="Businesses started",
        formula_id="Lulusan yang 6 bulan setelah pelatihan punya usaha ÷ semua lulusan, dari pelatihan yang sudah ditanya ulang. "
        "Yang tidak ditemui lagi dihitung belum punya usaha." + _FINAL_ID,
        formula_en="Graduates who have a business 6 months after the training ÷ all graduates, of trainings that were followed "
        "up. Who was not found again counts as having none." + _FINAL_EN,
        unit="share",
        direction="up",
        numerator={"half_business": 1},
        denominator={"half_completed": 1},
        source=KIRKPATRICK,
        mart="mart_count",
    ),
    Indicator(
        id="follow_up_lost",
        name_id="Tidak tertanya ulang",
        name_en="Lost to follow-up",
        formula_id="Lulusan yang tidak dapat ditanya 6 bulan setelah pelatihan ÷ semua lulusan, dari pelatihan yang sudah "
        "ditanya ulang." + _FINAL_ID,
        formula_en="Graduates who could not be asked 6 months after the training ÷ all graduates, of trainings that were "
        "followed up." + _FINAL_EN,
        unit="share",
        direction="down",
        numerator={"half_completed": 1, "half_asked": -1},
        denominator={"half_completed": 1},
        source=KIRKPATRICK,
        mart="mart_count",
    ),
    Indicator(
        id="business_alive",
        name_id="Usaha bertahan",
        name_en="Businesses still alive",
        formula_id="Lulusan yang punya usaha 6 bulan setelah pelatihan dan 12 bulan setelahnya masih menjalankannya ÷ yang "
        "punya usaha pada 6 bulan, dari pelatihan yang sudah ditanya ulang. Yang tidak ditemui lagi dihitung berhenti."
        + _FINAL_ID,
        formula_en="Graduates with a business 6 months after the training who still run it at 12 months ÷ those who had one at "
        "6, of trainings that were followed up. Who was not found again counts as having stopped." + _FINAL_EN,
        unit="share",
        direction="up",
        numerator={"year_business_12": 1},
        denominator={"year_business_6": 1},
        source=KIRKPATRICK,
        mart="mart_count",
    ),
    Indicator(
        id="income_change",
        name_id="Perubahan pendapatan",
        name_en="Income change",
        formula_id="Rata-rata (pendapatan sebulan 12 bulan setelah pelatihan − sebelumnya) peserta yang punya keduanya, rupiah, "
        "dengan rentang t 95%. Bukan dampak: pendapatan orang lain juga berubah." + _FINAL_ID,
        formula_en="Mean of (monthly income 12 months after the training − before it) of participants who have both, rupiah, "
        "with a 95% t interval. Not an impact: other people's income changes too." + _FINAL_EN,
        unit="rupiah",
        direction="up",
        numerator={"training_earned_sum": 1},
        denominator={"training_earned_n": 1},
        squares="training_earned_squares",
        source=KIRKPATRICK,
        mart="mart_count",
    ),
]
