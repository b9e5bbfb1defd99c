"""Part 11, sustainability: leaving because aid is no longer needed, coming back, and living on one's own income."""

from __future__ import annotations

from pantau.indicator import ASPIRE, Indicator

_START = {"stays_open": 1.0, "stays_begun": -1.0, "stays_ended": 1.0}
"""Stays at the start of the period: those at its end, less who came, plus who left."""

ENTRIES = [
    Indicator(
        id="graduation",
        name_id="Graduasi",
        name_en="Graduation rate",
        formula_id="Kepesertaan yang berakhir karena graduasi (tidak lagi membutuhkan) dalam periode ini ÷ kepesertaan pada "
        "awal periode. Satu kepesertaan: satu keluarga, atau satu orang, dalam satu program.",
        formula_en="Stays that ended by graduation (aid no longer needed) in the period ÷ stays at its start. A stay is one "
        "family, or one person, in one programme.",
        unit="share",
        direction="up",
        numerator={"stays_graduated": 1},
        denominator=_START,
        source="PKH: graduasi; " + ASPIRE,
        mart="mart_count",
    ),
    Indicator(
        id="re_entry",
        name_id="Kembali menerima",
        name_en="Re-entry rate",
        formula_id="Dari yang lulus (graduasi) dan genap 12 bulan kemudian dalam periode ini: yang masuk lagi ke program yang "
        "sama dalam 12 bulan itu ÷ semuanya. Karena menunggu 12 bulan, angkanya tidak berubah lagi.",
        formula_en="Of those who graduated and whose 12 months after it are over in this period: who entered the same "
        "programme again within those 12 months ÷ all of them. As it waits for 12 months, the figure is final.",
        unit="share",
        direction="down",
        numerator={"graduates_returned": 1},
        denominator={"graduates_followed": 1},
        source="PKH: graduasi; " + ASPIRE,
        mart="mart_count",
    ),
    Indicator(
        id="near_graduation",
        name_id="Mendekati graduasi",
        name_en="Near graduation",
        formula_id="Keluarga peserta yang pendapatan sendirinya per anggota mencapai garis kemiskinan BPS DKI Jakarta terbaru "
        "÷ keluarga peserta pada akhir periode. Pendapatan menurut registri saat ini, sebelum bantuan. Kurang dari 5 keluarga tidak disebut.",
        formula_en="Enrolled households whose own income a member reaches the newest poverty line of BPS DKI Jakarta ÷ "
        "households enrolled at the end of the period. Income as the registry has it now, before aid. Fewer than 5 households are not said.",
        unit="share",
        direction="none",
        numerator={"near_households": 1},
        denominator={"enrolled_households": 1},
        source="BPS, garis kemiskinan; PKH: graduasi",
        mart="mart_count",
        few=True,
    ),
    Indicator(
        id="dependency",
        name_id="Ketergantungan",
        name_en="Dependency ratio",
        formula_id="Bantuan ÷ (bantuan + pendapatan sendiri) keluarga penerima, dalam bulan-bulan mereka menerima. Hitungannya "
        "sama dengan Kecukupan; yang berbeda adalah pertanyaannya. Kecukupan: cukupkah bantuannya? Ketergantungan: seberapa "
        "banyak hidup mereka bergantung padanya? Karena itu di sini yang diharapkan turun, lewat pendapatan sendiri.",
        formula_en="Transfers ÷ (transfers + own income) of recipient households, in the months in which they received. It is "
        "computed as Adequacy is; the question differs. Adequacy: is the aid enough? Dependency: how much do they live on it? "
        "So here a fall is hoped for, by their own income.",
        unit="share",
        direction="down",
        numerator={"amount_received": 1},
        denominator={"amount_received": 1, "recipient_income": 1},
        source=ASPIRE,
    ),
    Indicator(
        id="stay_months",
        name_id="Lama menjadi peserta",
        name_en="Months on aid",
        formula_id="Median lama kepesertaan, dalam bulan, dari yang berakhir dalam periode ini. Yang masih menjadi peserta "
        "tidak ikut; kurva bertahan di halaman Keberlanjutan menghitung mereka juga.",
        formula_en="Median length in months of the stays that ended in the period. Who is still enrolled is not in it; the "
        "survival curve of the page on sustainability counts them too.",
        unit="months",
        direction="none",
        numerator={"stay_months:p50": 1},
        source="PKH",
        mart="mart_spread",
    ),
]
