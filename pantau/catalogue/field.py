"""Part 1, the work in the field: who was visited, who never was, how old what is known is, what families say they received."""

from __future__ import annotations

from pantau.indicator import Indicator

_SURVEY = "Survei lapangan (XLSForm)"

ENTRIES = (
    Indicator(
        id="survey_progress",
        name_id="Sudah pernah didata",
        name_en="Ever visited",
        formula_id="Keluarga registri yang sampai akhir periode sudah pernah dikunjungi dengan formulir selesai ÷ semua keluarga "
        "registri.",
        formula_en="Families of the registry with whom a form had been completed by the end of the period ÷ all families of the "
        "registry.",
        unit="share",
        direction="up",
        numerator={"households_to_visit": 1, "households_never_visited": -1},
        denominator={"households_to_visit": 1},
        source=_SURVEY,
        mart="mart_count",
    ),
    Indicator(
        id="never_visited",
        name_id="Belum pernah dikunjungi",
        name_en="Never visited",
        formula_id="Keluarga registri yang sampai akhir periode belum pernah dikunjungi dengan formulir selesai.",
        formula_en="Families of the registry with whom no form had been completed by the end of the period.",
        unit="households",
        direction="down",
        numerator={"households_never_visited": 1},
        source=_SURVEY,
        mart="mart_count",
    ),
    Indicator(
        id="visited_share",
        name_id="Didata dalam periode ini",
        name_en="Visited in the period",
        formula_id="Keluarga yang dikunjungi dengan formulir selesai dalam periode ini ÷ semua keluarga registri. Satu keluarga "
        "dihitung sekali.",
        formula_en="Families with whom a form was completed in the period ÷ all families of the registry. A family counts once.",
        unit="share",
        direction="up",
        numerator={"households_visited": 1},
        denominator={"households_to_visit": 1},
        source=_SURVEY,
        mart="mart_count",
    ),
    Indicator(
        id="visits",
        name_id="Kunjungan",
        name_en="Visits",
        formula_id="Banyaknya kunjungan dalam periode ini, selesai atau tidak, dari semua formulir.",
        formula_en="Visits made in the period, completed or not, of all forms.",
        unit="count",
        direction="none",
        numerator={"visits_made": 1},
        source=_SURVEY,
        mart="mart_count",
    ),
    Indicator(
        id="visit_completion",
        name_id="Kunjungan selesai",
        name_en="Completed visits",
        formula_id="Kunjungan yang formulirnya selesai diisi ÷ semua kunjungan dalam periode ini.",
        formula_en="Visits with a completed form ÷ all visits made in the period.",
        unit="share",
        direction="up",
        numerator={"visits_completed": 1},
        denominator={"visits_made": 1},
        source=_SURVEY,
        mart="mart_count",
    ),
    Indicator(
        id="data_age",
        name_id="Umur data",
        name_en="Age of the data",
        formula_id="Median bulan sejak kunjungan selesai yang terakhir, pada akhir periode, dari keluarga yang pernah dikunjungi.",
        formula_en="Median months since the last completed visit, at the end of the period, of the families ever visited.",
        unit="months",
        direction="down",
        numerator={"known_since:p50": 1},
        source=_SURVEY,
        mart="mart_spread",
    ),
    Indicator(
        id="data_fresh",
        name_id="Data segar",
        name_en="Fresh data",
        formula_id="Keluarga yang pada akhir periode kunjungan selesai terakhirnya kurang dari 12 bulan yang lalu ÷ semua keluarga "
        "registri.",
        formula_en="Families whose last completed visit was less than 12 months ago at the end of the period ÷ all families of "
        "the registry.",
        unit="share",
        direction="up",
        numerator={"households_fresh": 1},
        denominator={"households_to_visit": 1},
        source=_SURVEY,
        mart="mart_count",
    ),
    Indicator(
        id="receipt_confirmed",
        name_id="Penerimaan dibenarkan warga",
        name_en="Receipt confirmed",
        formula_id="Jawaban “ya, diterima dalam tiga bulan terakhir” ÷ semua jawaban tentang penerimaan dalam periode ini (satu "
        "jawaban: satu keluarga, satu program).",
        formula_en="Answers “yes, received within the last three months” ÷ all answers on receipt in the period (one answer: one "
        "family, one programme).",
        unit="share",
        direction="up",
        numerator={"receipts_confirmed": 1},
        denominator={"receipts_asked": 1},
        source="Penerimaan bantuan (XLSForm)",
        mart="mart_count",
    ),
    Indicator(
        id="receipt_denied",
        name_id="Tercatat dibayar, kata warga tidak diterima",
        name_en="Recorded as paid, not received as told",
        formula_id="Jawaban “tidak diterima” ÷ jawaban dari keluarga yang menurut catatan dibayar program itu dalam 92 hari sebelum "
        "kunjungan.",
        formula_en="Answers “not received” ÷ answers of families who by the record were paid by the programme within 92 days "
        "before the visit.",
        unit="share",
        direction="down",
        numerator={"receipts_paid_denied": 1},
        denominator={"receipts_paid": 1},
        source="Penerimaan bantuan (XLSForm); 6T: tepat jumlah",
        mart="mart_count",
    ),
    Indicator(
        id="receipt_unrecorded",
        name_id="Kata warga diterima, tidak tercatat dibayar",
        name_en="Received as told, not recorded as paid",
        formula_id="Jawaban “ya, diterima” dari keluarga yang menurut catatan tidak dibayar program itu dalam 92 hari sebelum "
        "kunjungan ÷ semua jawaban “ya, diterima”.",
        formula_en="Answers “yes, received” of families who by the record were not paid by the programme within 92 days before "
        "the visit ÷ all answers “yes, received”.",
        unit="share",
        direction="down",
        numerator={"receipts_unpaid_claimed": 1},
        denominator={"receipts_confirmed": 1},
        source="Penerimaan bantuan (XLSForm); 6T: tepat administrasi",
        mart="mart_count",
    ),
    Indicator(
        id="satisfaction",
        name_id="Kepuasan penerima",
        name_en="Satisfaction",
        formula_id="Rata-rata jawaban 1 (sangat tidak puas) sampai 5 (sangat puas), satu jawaban satu keluarga dan program.",
        formula_en="Mean of the answers 1 (very dissatisfied) to 5 (very satisfied), one answer a family and programme.",
        unit="points",
        direction="up",
        numerator={"satisfaction_sum": 1},
        denominator={"satisfaction_answers": 1},
        squares="satisfaction_squares",
        source="Penerimaan bantuan (XLSForm)",
        mart="mart_count",
    ),
)
