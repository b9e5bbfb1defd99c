"""Parts 3 and 8: who does what where, whom partners reach, and what was promised and came."""

from __future__ import annotations

from pantau.indicator import Indicator

OCHA = "OCHA 3W (siapa–apa–di mana)"
_WHERE_ID = (
    " Mitra bekerja di suatu RW bila ada perjanjian yang berlaku, kegiatan, atau kontribusi yang diterima di sana dalam periode "
    "ini. Perjanjian untuk seluruh kelurahan dihitung di tiap RW."
)
_WHERE_EN = (
    " A partner works in an RW when an agreement is in force, an activity held, or a contribution received there in the period. "
    "An agreement for the whole kelurahan counts in every RW."
)
CSR = "Realisasi CSR/LSM"

ENTRIES = [
    Indicator(
        id="who_what_where",
        name_id="Siapa–apa–di mana (3W)",
        name_en="Who does what where (3W)",
        formula_id="Banyaknya pasangan mitra × bidang × RW yang bekerja dalam periode ini." + _WHERE_ID,
        formula_en="Combinations of partner × sector × RW at work in the period." + _WHERE_EN,
        unit="count",
        direction="none",
        numerator={"partner_sectors": 1},
        source=OCHA,
        mart="mart_count",
    ),
    Indicator(
        id="sector_gaps",
        name_id="Bidang tanpa mitra",
        name_en="Sectors without a partner",
        formula_id="Pasangan bidang × RW tanpa satu mitra pun ÷ semua pasangan (8 bidang × banyaknya RW)." + _WHERE_ID,
        formula_en="Pairs of sector × RW without any partner ÷ all pairs (8 sectors × the RW)." + _WHERE_EN,
        unit="share",
        direction="down",
        numerator={"sector_areas_empty": 1},
        denominator={"sector_areas": 1},
        proportion=False,
        source=OCHA,
        mart="mart_count",
    ),
    Indicator(
        id="sector_doubles",
        name_id="Bidang dengan mitra ganda",
        name_en="Sectors with several partners",
        formula_id="Pasangan bidang × RW dengan dua mitra atau lebih ÷ pasangan yang ada mitranya. Ganda belum tentu salah, tetapi "
        "perlu dikoordinasikan." + _WHERE_ID,
        formula_en="Pairs of sector × RW with two partners or more ÷ pairs with any. Doubling is not wrong as such, but it needs "
        "coordination." + _WHERE_EN,
        unit="share",
        direction="none",
        numerator={"sector_areas_double": 1},
        denominator={"sector_areas_served": 1},
        proportion=False,
        source=OCHA,
        mart="mart_count",
    ),
    Indicator(
        id="partner_people",
        name_id="Orang dijangkau mitra",
        name_en="People reached by partners",
        formula_id="Orang yang hadir atau dilayani dalam kegiatan mitra dalam periode ini. Warga terdaftar dihitung sekali; tamu "
        "yang tidak ada di registri dihitung tiap kali.",
        formula_en="People present or served in activities of partners in the period. Registered residents count once; guests who "
        "are not in the registry count each time.",
        unit="people",
        direction="none",
        numerator={"partner_people": 1},
        few=True,
        source=OCHA,
        mart="mart_count",
    ),
    Indicator(
        id="contribution_pledged",
        name_id="Kontribusi dijanjikan",
        name_en="Contributions pledged",
        formula_id="Nilai kontribusi yang dijanjikan dalam periode ini, uang serta barang dan jasa menurut nilai yang disebut.",
        formula_en="Value of the contributions pledged in the period; goods and services at their stated value.",
        unit="rupiah",
        direction="none",
        numerator={"value_pledged": 1},
        source=CSR,
        mart="mart_count",
    ),
    Indicator(
        id="contribution_received",
        name_id="Kontribusi diterima",
        name_en="Contributions received",
        formula_id="Nilai kontribusi yang diterima dalam periode ini, kapan pun dijanjikan.",
        formula_en="Value of the contributions received in the period, whenever pledged.",
        unit="rupiah",
        direction="none",
        numerator={"value_received": 1},
        source=CSR,
        mart="mart_count",
    ),
    Indicator(
        id="contribution_delivery",
        name_id="Realisasi kontribusi",
        name_en="Contribution delivery",
        formula_id="Dari kontribusi yang dijanjikan dalam periode ini: nilai yang sudah diterima ÷ nilai yang dijanjikan. Dapat "
        "melebihi 100%.",
        formula_en="Of the contributions pledged in the period: value received so far ÷ value pledged. Can exceed 100%.",
        unit="share",
        direction="up",
        numerator={"value_delivered": 1},
        denominator={"value_pledged": 1},
        source=CSR,
        mart="mart_count",
    ),
    Indicator(
        id="pledges_overdue",
        name_id="Janji lewat waktu",
        name_en="Overdue pledges",
        formula_id="Banyaknya janji yang pada akhir periode sudah melewati batas waktu dan belum dipenuhi penuh.",
        formula_en="Pledges that at the end of the period are past their date and not fully kept.",
        unit="count",
        direction="down",
        numerator={"pledges_overdue": 1},
        source=CSR,
        mart="mart_count",
    ),
    Indicator(
        id="value_overdue",
        name_id="Nilai janji lewat waktu",
        name_en="Value overdue",
        formula_id="Rupiah yang belum diterima dari janji yang pada akhir periode sudah melewati batas waktu.",
        formula_en="Rupiah not received yet of pledges that at the end of the period are past their date.",
        unit="rupiah",
        direction="down",
        numerator={"value_overdue": 1},
        source=CSR,
        mart="mart_count",
    ),
]
