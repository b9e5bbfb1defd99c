"""The columns of a list of visits: the forms of ``etl/forms`` as a survey server exports them, or a list of one's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from etl import contract_rules as rules
from etl.contract import Column, Contract, ExampleCell
from etl.contract_rules import Rule, Said
from etl.parse import Parser, text
from etl.parse_codes import coded, flag
from etl.parse_identity import kk
from etl.parse_numbers import rupiah, whole_between
from etl.sources.part_columns import SECTOR_CHOICES, coded_column, date_column, sector
from etl.sources.places import rt_column, rw_column
from etl.sources.recipient_columns import KK_HEADINGS
from etl.sources.registry_contract import CONTRACT as REGISTRY
from etl.sources.registry_contract import EXAMPLE_KK
from etl.sources.visits_columns import SATISFACTION, listed, officer, submission
from etl.template_place import Place
from pantau.sectors import SECTORS

KIND = "visits"

FORMS = {
    "survei": "survei surveirumahtangga pendataan survey householdsurvey",
    "penerimaan": "penerimaan penerimaanbantuan tandaterima receipt",
    "kebutuhan": "kebutuhan penilaiankebutuhan needs needsassessment",
}
RESULTS = {
    "selesai": "selesai berhasil lengkap diwawancarai completed complete",
    "tidak_ada": "tidakada tidakadadirumah tidakadaorang rumahkosong kosong nobodyathome",
    "menolak": "menolak ditolak refused",
    "pindah": "pindah pindahrumah moved movedaway",
    "tidak_ditemukan": "tidakditemukan alamattidakditemukan notfound addressnotfound",
}
_SEVERAL: Said = (" Beberapa jawaban dipisah titik koma (;).", " Several answers are separated by semicolons (;).")


def _and_several(rule: Rule) -> Rule:
    return Rule((rule.said[0] + _SEVERAL[0], rule.said[1] + _SEVERAL[1]), rule.reasons)


def _answers(
    name: str,
    headings: tuple[str, ...],
    parser: Parser,
    meaning: Said,
    rule: Rule,
    *reasons: str,
    choices: tuple[str, ...] = (),
) -> Column:
    """A column whose cells hold one answer, or several in the order of their neighbours'."""
    return Column(
        name,
        headings,
        listed(parser),
        shown="open",
        neutral=None,
        meaning=meaning,
        rule=_and_several(rule),
        reasons=reasons,
        choices=choices,
    )


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """Each form once: a survey, needs in their order, what was received; and a door that stayed shut."""
    rt, rw = place.rt
    year = place.today.year - 1
    same: dict[str, ExampleCell] = {"officer": "P03", "rt": rt, "rw": rw, "kk": EXAMPLE_KK, "result": "selesai"}
    code = place.programmes[0]["code"]
    return [
        {**same, "code": f"CONTOH-{year}-1", "form": "survei", "date": dt.date(year, 2, 3)},
        {
            **same,
            "code": f"CONTOH-{year}-2",
            "form": "kebutuhan",
            "date": dt.date(year, 2, 4),
            "need": "Pangan; Kesehatan",
            "urgency": "1; 2",
        },
        {
            **same,
            "code": f"CONTOH-{year}-3",
            "form": "penerimaan",
            "date": dt.date(year, 2, 5),
            "programme": code,
            "received": "ya",
            "amount": "200000",
            "satisfaction": "4",
        },
        {
            **same,
            "code": f"CONTOH-{year}-4",
            "form": "survei",
            "date": dt.date(year, 2, 5),
            "kk": "",
            "result": "tidak ada",
        },
    ]


_MEMBERS = frozenset(key for column in REGISTRY.columns if column.name in ("nik", "name", "birth_date", "sex", "relation")
                     for key in column.keys)  # fmt: skip

CONTRACT = Contract(
    KIND,
    (
        Column(
            "code",
            ("KODE ISIAN", "ID ISIAN", "NOMOR ISIAN", "KODE KUNJUNGAN", "SUBMISSION ID"),
            submission,
            required=True,
            shown="open",
            meaning=(
                "Nomor isian dari server survei; pada daftar sendiri, nomor apa saja yang tidak berulang.",
                "Number of the submission on the survey server; in a list of one's own, any number used once.",
            ),
            rule=Rule(
                (
                    "Huruf, angka, titik, -, _ atau titik dua; paling panjang 80.",
                    "Letters, digits, dots, -, _ or colons; at most 80.",
                ),
                ("visit_code_invalid",),
                limit=80,
            ),
            reasons=("key_twice", "row_replaced"),
        ),
        coded_column(
            "form",
            ("FORMULIR", "JENIS FORMULIR", "NAMA FORMULIR", "FORM"),
            FORMS,
            tuple(FORMS),
            (
                "Survei rumah tangga, penerimaan bantuan, atau penilaian kebutuhan.",
                "Household survey (survei), receipt of aid (penerimaan) or assessment of needs (kebutuhan).",
            ),
            required=True,
        ),
        Column(
            "officer",
            ("PETUGAS", "KODE PETUGAS", "ENUMERATOR", "SURVEYOR", "OFFICER"),
            officer,
            required=True,
            shown="words",
            meaning=(
                "Kode petugas yang berkunjung, bukan namanya. Hanya dilihat petugas.",
                "Code of the officer who visited, not the name. Seen by the office only.",
            ),
            rule=Rule(
                (
                    "2 sampai 12 huruf, angka, atau -, tanpa spasi: P03.",
                    "2 to 12 letters, digits or -, no blanks: P03.",
                ),
                ("officer_not_code",),
                limit=12,
            ),
        ),
        replace(rw_column(("RW yang dikunjungi.", "The RW of the visit.")), required=True),
        replace(rt_column(("RT yang dikunjungi.", "The RT of the visit.")), required=True),
        Column(
            "kk",
            KK_HEADINGS,
            kk,
            shown="number",
            meaning=(
                "Nomor KK keluarga yang dikunjungi; boleh kosong bila tidak ada yang menjawab.",
                "KK of the family visited; may be blank when nobody answered.",
            ),
            rule=rules.KK,
            reasons=("kk_not_registered", "visit_kk_unknown", "visit_kk_missing", "visit_other_rt"),
        ),
        date_column(
            "date",
            ("TANGGAL KUNJUNGAN", "TGL KUNJUNGAN", "TANGGAL SURVEI", "TANGGAL PENDATAAN", "VISIT DATE"),
            ("Hari kunjungan.", "Day of the visit."),
            "day_in_future",
            required=True,
        ),
        coded_column(
            "result",
            ("HASIL KUNJUNGAN", "STATUS KUNJUNGAN", "HASIL SURVEI", "VISIT RESULT"),
            RESULTS,
            tuple(word.replace("_", " ") for word in RESULTS),
            ("Apa hasilnya.", "What came of the visit: completed, nobody there, refused, moved, address not found."),
            required=True,
            reasons=("visit_answers_unexpected",),
        ),
        _answers(
            "need",
            ("KEBUTUHAN", "BIDANG KEBUTUHAN", "KEBUTUHAN KELUARGA", "NEED"),
            sector,
            ("Apa yang dibutuhkan keluarga.", "What the family needs."),
            rules.one_of(SECTOR_CHOICES),
            "visit_item_twice",
            choices=SECTOR_CHOICES,
        ),
        _answers(
            "urgency",
            ("URUTAN", "URUTAN KEBUTUHAN", "PRIORITAS", "URGENCY"),
            whole_between(1, len(SECTORS)),
            (
                "Urutan mendesaknya, 1 paling mendesak; kosong: menurut urutan disebutnya.",
                "How urgent, 1 the most; blank: in the order named.",
            ),
            rules.between(1, len(SECTORS)),
            "visit_lists_differ",
        ),
        _answers(
            "programme",
            ("PROGRAM", "KODE PROGRAM", "PROGRAM BANTUAN", "PROGRAMME"),
            text(120),
            ("Program yang ditanyakan.", "The programme asked about."),
            rules.PROGRAMME,
            "programme_unknown",
            "programme_none",
            "programme_ambiguous",
        ),
        _answers(
            "received",
            ("DITERIMA", "SUDAH DITERIMA", "BANTUAN DITERIMA", "RECEIVED"),
            flag,
            ("Apakah bantuannya diterima.", "Whether the aid was received."),
            rules.FLAG,
            "visit_answer_missing",
            choices=("Ya", "Tidak"),
        ),
        _answers(
            "amount",
            ("NOMINAL", "NOMINAL DITERIMA", "RUPIAH DITERIMA", "AMOUNT"),
            rupiah,
            ("Rupiah yang diterima; kosong bila barang.", "Rupiah received; blank for goods."),
            rules.RUPIAH,
            "number_negative",
            "visit_not_received",
        ),
        _answers(
            "satisfaction",
            ("PUAS", "KEPUASAN", "TINGKAT KEPUASAN", "SATISFACTION"),
            coded(SATISFACTION, "satisfaction_not_understood"),
            ("Seberapa puas, 1 sampai 5.", "How satisfied, 1 to 5."),
            Rule(
                ("1 (sangat tidak puas) sampai 5 (sangat puas).", "1 (very dissatisfied) to 5 (very satisfied)."),
                ("satisfaction_not_understood",),
            ),
            choices=("1", "2", "3", "4", "5"),
        ),
    ),
    title=("Kunjungan lapangan", "Field visits"),
    purpose=(
        "Satu baris satu kunjungan; ekspor formulir dari ODK Central atau KoboToolbox dimuat apa adanya, isian berulang "
        "dikumpulkan ke barisnya. Kode isian yang sudah ada diganti seluruh isinya. Anggota keluarga di survei dimuat sebagai "
        "registri.",
        "One row is one visit; exports of the forms from ODK Central or KoboToolbox are loaded as they are, their repeats "
        "gathered in the row. A submission that is known gets all of the new content. Members in a household survey are "
        "loaded as registry.",
    ),
    example=_example,
    gathered=("need", "urgency", "programme", "received", "amount", "satisfaction"),
    elsewhere=_MEMBERS,
)
