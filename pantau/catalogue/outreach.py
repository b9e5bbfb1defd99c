"""Part 10, education and outreach: reach of adults, sessions, gain in the quiz."""

from __future__ import annotations

from pantau.indicator import Indicator

ENTRIES = [
    Indicator(
        id="outreach_reach",
        name_id="Jangkauan penyuluhan",
        name_en="Outreach reach",
        formula_id="Warga dewasa (18 tahun ke atas) terdaftar yang hadir di sedikitnya satu penyuluhan dalam periode ini ÷ warga "
        "dewasa. Tamu yang tidak ada di registri tidak ikut.",
        formula_en="Registered adults (18 and older) present at one outreach session or more in the period ÷ adults. Guests who "
        "are not in the registry are left out.",
        unit="share",
        direction="up",
        numerator={"outreach_adults": 1},
        denominator={"adults": 1},
        source="Catatan kehadiran",
        mart="mart_count",
    ),
    Indicator(
        id="outreach_participants",
        name_id="Peserta penyuluhan",
        name_en="Outreach participants",
        formula_id="Orang yang hadir di sedikitnya satu penyuluhan dalam periode ini. Warga terdaftar dihitung sekali; tamu yang "
        "tidak ada di registri dihitung tiap kali.",
        formula_en="People present at one outreach session or more in the period. Registered residents count once; guests who "
        "are not in the registry count each time.",
        unit="people",
        direction="none",
        numerator={"outreach_participants": 1},
        source="Catatan kehadiran",
        mart="mart_count",
    ),
    Indicator(
        id="outreach_sessions",
        name_id="Sesi penyuluhan",
        name_en="Outreach sessions",
        formula_id="Sesi penyuluhan yang terlaksana (ada yang hadir) dalam periode ini, di RW tempatnya.",
        formula_en="Outreach sessions held (somebody was present) in the period, in the RW where they were.",
        unit="count",
        direction="up",
        numerator={"outreach_sessions": 1},
        source="Catatan kehadiran",
        mart="mart_count",
    ),
    Indicator(
        id="quiz_gain",
        name_id="Kenaikan nilai kuis penyuluhan",
        name_en="Outreach quiz gain",
        formula_id="Rata-rata (nilai kuis setelah − sebelum) peserta yang punya keduanya, skala 0–100, dengan rentang t 95%.",
        formula_en="Mean of (quiz score after − before) of participants who have both, scale 0–100, with a 95% t interval.",
        unit="points",
        direction="up",
        numerator={"quiz_gain_sum": 1},
        denominator={"quiz_gain_n": 1},
        factor=0.01,
        squares="quiz_gain_squares",
        source="Kirkpatrick (tingkat 2)",
        mart="mart_count",
    ),
]
