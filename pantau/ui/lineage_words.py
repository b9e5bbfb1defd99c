"""The measures of the marts and what they are for, in words."""

from __future__ import annotations

import math

from pantau.indicators import Unit
from pantau.ui.lineage_words_activity import ACTIVITY_MEASURES, ACTIVITY_UNITS
from pantau.words import Words, later

PART_NAMES = {
    "numerator": later("Pembilang"),
    "denominator": later("Penyebut"),
    "rule": later("Syarat program: siapa yang berhak"),
    "target": later("Target"),
}

MEASURES = {
    "households": later("keluarga dalam registri"),
    "people": later("warga dalam registri"),
    "eligible_households": later("keluarga berhak"),
    "recipient_households": later("keluarga penerima"),
    "recipient_people": later("warga dalam keluarga penerima"),
    "eligible_recipients": later("keluarga berhak yang menerima"),
    "amount_received": later("rupiah bantuan untuk periode ini"),
    "amount_received_poor": later("rupiah bantuan untuk keluarga desil 1–4"),
    "recipient_income": later("pendapatan sendiri keluarga penerima"),
    "transfers_due": later("penyaluran jatuh tempo"),
    "transfers_paid": later("penyaluran dibayar"),
    "amount_due": later("rupiah jatuh tempo"),
    "amount_paid": later("rupiah dibayar"),
    "paid_on_time": later("penyaluran dibayar tepat waktu"),
    "paid_right_amount": later("penyaluran dibayar tepat jumlah"),
    "median_days_late": later("median hari terlambat"),
    "p90_days_late": later("hari terlambat, persentil 90"),
    "receive_days": later("hari dari pencairan sampai diterima"),
    "households_to_visit": later("keluarga yang perlu didata"),
    "households_never_visited": later("keluarga yang belum pernah dikunjungi"),
    "households_visited": later("keluarga yang dikunjungi"),
    "households_fresh": later("keluarga dengan data kurang dari 12 bulan"),
    "visits_made": later("kunjungan"),
    "visits_completed": later("kunjungan selesai"),
    "known_since": later("bulan sejak kunjungan terakhir"),
    "receipts_asked": later("jawaban tentang penerimaan"),
    "receipts_confirmed": later("jawaban bahwa bantuan diterima"),
    "receipts_paid": later("jawaban dari yang tercatat dibayar"),
    "receipts_paid_denied": later("jawaban tidak diterima dari yang tercatat dibayar"),
    "receipts_unpaid_claimed": later("jawaban diterima yang tidak tercatat dibayar"),
    "satisfaction_answers": later("jawaban tentang kepuasan"),
    "satisfaction_sum": later("jumlah nilai kepuasan"),
    "satisfaction_squares": later("jumlah kuadrat nilai kepuasan"),
    "amount_paid_to_date": later("rupiah dibayar sejak Januari"),
    "budget": later("anggaran setahun"),
    "proposals_made": later("usulan warga"),
    "proposals_answered": later("usulan yang sudah dijawab"),
    "proposals_funded": later("usulan yang didanai"),
    "proposals_done": later("usulan yang terlaksana"),
    "amount_asked": later("rupiah yang diusulkan"),
    "amount_funded": later("rupiah usulan yang didanai"),
    "answer_days": later("hari dari usulan sampai jawaban"),
    "complaints_made": later("aduan masuk"),
    "complaints_judged": later("aduan yang dinilai"),
    "complaints_in_time": later("aduan yang ditutup dalam standar"),
    "complaints_standing": later("aduan yang belum ditutup"),
    "complaints_late": later("aduan terbuka yang lewat standar"),
    "close_days": later("hari dari aduan sampai ditutup"),
    "needs_named": later("kebutuhan yang disebut keluarga"),
    "families_asked": later("keluarga yang ditanya kebutuhannya"),
    "stays_open": later("kepesertaan pada akhir periode"),
    "stays_begun": later("kepesertaan yang mulai"),
    "stays_ended": later("kepesertaan yang berakhir"),
    "stays_graduated": later("kepesertaan yang berakhir karena graduasi"),
    "graduates_followed": later("yang graduasi 12 bulan sebelumnya"),
    "graduates_returned": later("dari mereka yang masuk lagi"),
    "enrolled_households": later("keluarga peserta"),
    "near_households": later("keluarga peserta yang mencapai garis kemiskinan"),
    "stay_months": later("bulan dari masuk sampai keluar"),
    **ACTIVITY_MEASURES,
}
"""Names of the measures, as part of a sentence."""

_UNITS: dict[str, Unit] = {
    "median_days_late": "days",
    "p90_days_late": "days",
    **dict.fromkeys(
        ("amount_received", "amount_received_poor", "recipient_income", "amount_due", "amount_paid"), "rupiah"
    ),
    **dict.fromkeys(("amount_paid_to_date", "budget", "amount_asked", "amount_funded"), "rupiah"),
    **ACTIVITY_UNITS,
}


def measure_name(words: Words, measure: str) -> str:
    """What a measure counts, in words; of one with a percentile (answer_days:p50) what is spread."""
    name = measure.partition(":")[0]
    return words(MEASURES[name]) if name in MEASURES else name


def measure_text(words: Words, measure: str, value: float) -> str:
    """A measure in its unit."""
    return words.no_data if math.isnan(value) else words.figure(value, _UNITS.get(measure, "households"))
