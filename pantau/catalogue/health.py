"""Part 9, health and safety: reach, doses, health education, stock given."""

from __future__ import annotations

from pantau.indicator import Indicator

_FEW_ID = " Kurang dari 5 orang tidak disebut."
_FEW_EN = " Fewer than 5 persons are not said."


def _dose(dose: int) -> Indicator:
    return Indicator(
        id=f"vaccine_dose_{dose}",
        name_id=f"Cakupan vaksin dosis {dose}",
        name_en=f"Vaccine coverage, dose {dose}",
        formula_id=f"Orang sasaran yang sampai akhir periode pernah mendapat dosis {dose} ÷ orang sasaran pada tahun itu, dari "
        "program yang memberi dosis ini. Sasaran menurut syarat usia dan kategori program, dalam registri saat ini."
        + _FEW_ID,
        formula_en=f"Persons meant who have ever had dose {dose} by the end of the period ÷ persons meant in that year, of the "
        "programmes that give this dose. Meant by the programme's rule of age and category, in the registry of today."
        + _FEW_EN,
        unit="share",
        direction="up",
        numerator={f"had_dose_{dose}": 1},
        denominator={f"targeted_dose_{dose}": 1},
        few=True,
        source="Kemenkes: cakupan imunisasi",
        mart="mart_count",
    )


ENTRIES = [
    Indicator(
        id="health_reach",
        name_id="Jangkauan kesehatan",
        name_en="Health reach",
        formula_id="Warga terdaftar yang mendapat sedikitnya satu layanan kesehatan (vaksin, APD, kit, edukasi) dalam periode "
        "ini ÷ warga yang menjadi sasaran programnya pada tahun itu." + _FEW_ID,
        formula_en="Registered residents given at least one health service (vaccine, PPE, kit, education) in the period ÷ "
        "residents whom its programmes are meant for in that year." + _FEW_EN,
        unit="share",
        direction="up",
        numerator={"health_served": 1},
        denominator={"targeted_health": 1},
        few=True,
        source="Kemenkes: cakupan pelayanan",
        mart="mart_count",
    ),
    Indicator(
        id="health_people",
        name_id="Orang dilayani kesehatan",
        name_en="People given a health service",
        formula_id="Orang yang mendapat sedikitnya satu layanan kesehatan dalam periode ini. Warga terdaftar dihitung sekali; tamu "
        "yang tidak ada di registri dihitung tiap kali." + _FEW_ID,
        formula_en="People given at least one health service in the period. Registered residents count once; guests who are not "
        "in the registry count each time." + _FEW_EN,
        unit="people",
        direction="none",
        numerator={"health_people": 1},
        few=True,
        source="Kemenkes: cakupan pelayanan",
        mart="mart_count",
    ),
    *(_dose(dose) for dose in (1, 2, 3)),
    Indicator(
        id="health_educated",
        name_id="Mendapat edukasi kesehatan",
        name_en="Given health education",
        formula_id="Orang yang mendapat edukasi kesehatan dalam periode ini; tamu dihitung tiap kali." + _FEW_ID,
        formula_en="People given health education in the period; guests count each time." + _FEW_EN,
        unit="people",
        direction="none",
        numerator={"health_educated": 1},
        few=True,
        source="Kemenkes: cakupan pelayanan",
        mart="mart_count",
    ),
    Indicator(
        id="health_goods",
        name_id="Barang kesehatan diberikan",
        name_en="Health goods given",
        formula_id="Jumlah masker, kit, dan pelindung diri yang diberikan dalam periode ini, dalam satuan masing-masing.",
        formula_en="Masks, kits and protective equipment given in the period, each in its own unit.",
        unit="count",
        direction="none",
        numerator={"health_goods": 1},
        source="Catatan layanan",
        mart="mart_count",
    ),
]
