"""The columns of the list of contributions: what a partner promised, and what of it came."""

from __future__ import annotations

import datetime as dt

from etl.contract import Contract, ExampleCell
from etl.sources.agreements_contract import PROGRAMME_HEADINGS, SECTOR_HEADINGS
from etl.sources.part_columns import (
    code_column,
    coded_column,
    date_column,
    number_column,
    rupiah_column,
    sector_column,
    text_column,
)
from etl.sources.part_lookup import partner_column
from etl.sources.part_public import public_column
from etl.sources.places import rw_column
from etl.sources.recipient_columns import programme_column
from etl.template_place import EXAMPLE_PARTNER, Place

KIND = "contributions"

MOST = 1_000_000
"""Units in one row at most: more is a slip."""

_KINDS = {
    "uang": "uang tunai dana money cash",
    "barang": "barang sembako paket goods",
    "jasa": "jasa layanan pelatihan relawan service",
}


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """Goods of which a part has come, and money still to come."""
    year = place.today.year - 1
    same: dict[str, ExampleCell] = {"partner": EXAMPLE_PARTNER, "pledged_date": dt.date(year, 1, 15)}
    return [
        {
            **same,
            "code": f"CSR-CONTOH-{year}-1",
            "sector": "Pangan",
            "kind": "barang",
            "item": "Paket sembako",
            "unit": "paket",
            "quantity_pledged": 100,
            "quantity_delivered": 80,
            "value_pledged": 15_000_000,
            "value_delivered": 12_000_000,
            "due_date": dt.date(year, 3, 31),
            "delivered_date": dt.date(year, 3, 20),
        },
        {
            **same,
            "code": f"CSR-CONTOH-{year}-2",
            "sector": "Pendidikan",
            "rw": place.rt[1],
            "kind": "uang",
            "value_pledged": 10_000_000,
            "value_delivered": 0,
            "due_date": dt.date(year, 6, 30),
        },
    ]


CONTRACT = Contract(
    KIND,
    (
        code_column(
            "code",
            ("KODE KONTRIBUSI", "NOMOR KONTRIBUSI", "ID KONTRIBUSI", "KODE CSR", "CONTRIBUTION CODE"),
            40,
            ("Kode kontribusi.", "Code of the contribution."),
            "key_twice",
            "row_replaced",
        ),
        partner_column(),
        programme_column(
            PROGRAMME_HEADINGS,
            ("Program yang dibantu; kosong: bukan satu program.", "The programme it is for; blank: no one programme."),
            required=False,
        ),
        sector_column("sector", SECTOR_HEADINGS, ("Bidang yang dibantu.", "The sector it is for.")),
        rw_column(),
        coded_column(
            "kind",
            ("BENTUK", "BENTUK KONTRIBUSI", "JENIS KONTRIBUSI", "FORM"),
            _KINDS,
            tuple(_KINDS),
            ("Uang, barang, atau jasa.", "Money, goods or services."),
            required=True,
        ),
        public_column(
            "item",
            ("BARANG ATAU JASA", "NAMA BARANG", "BARANG", "URAIAN", "ITEM"),
            80,
            ("Barang atau jasa apa; wajib bila bukan uang.", "What goods or services; required unless it is money."),
            "item_missing",
        ),
        text_column(
            "unit",
            ("SATUAN", "SATUAN BARANG", "UNIT"),
            20,
            ("Satuan jumlahnya: paket, orang, jam.", "Unit of the quantities: parcel, person, hour."),
        ),
        number_column(
            "quantity_pledged",
            ("JUMLAH DIJANJIKAN", "JUMLAH JANJI", "KUANTITAS JANJI", "QUANTITY PLEDGED"),
            0,
            MOST,
            ("Berapa satuan yang dijanjikan.", "How many units were pledged."),
            summed=True,
        ),
        number_column(
            "quantity_delivered",
            ("JUMLAH DITERIMA", "JUMLAH DATANG", "KUANTITAS DITERIMA", "QUANTITY DELIVERED"),
            0,
            MOST,
            ("Berapa satuan yang sudah diterima.", "How many units came."),
            "more_than_pledged",
            summed=True,
        ),
        rupiah_column(
            "value_pledged",
            ("NILAI DIJANJIKAN", "NILAI JANJI", "KOMITMEN", "VALUE PLEDGED"),
            (
                "Rupiah yang dijanjikan; barang dan jasa menurut nilai yang dinyatakan mitra.",
                "Rupiah pledged; goods and services at the value the partner states.",
            ),
            required=True,
        ),
        rupiah_column(
            "value_delivered",
            ("NILAI DITERIMA", "NILAI DATANG", "REALISASI", "VALUE DELIVERED"),
            ("Rupiah yang sudah diterima; kosong: belum ada.", "Rupiah that came; blank: none yet."),
            "more_than_pledged",
        ),
        date_column(
            "pledged_date",
            ("TANGGAL JANJI", "TGL JANJI", "TANGGAL KOMITMEN", "PLEDGED DATE"),
            ("Kapan dijanjikan.", "When it was pledged."),
            "day_in_future",
            required=True,
        ),
        date_column(
            "due_date",
            ("BATAS WAKTU", "TENGGAT", "JATUH TEMPO", "DUE DATE"),
            ("Kapan seharusnya datang.", "When it is to come."),
            "end_before_start",
            "day_too_far",
        ),
        date_column(
            "delivered_date",
            ("TANGGAL DITERIMA", "TGL DITERIMA", "TANGGAL REALISASI", "DELIVERED DATE"),
            ("Kapan yang terakhir diterima.", "When the last of it came."),
            "day_in_future",
            "delivered_without_date",
        ),
    ),
    title=("Kontribusi mitra (CSR)", "Contributions of partners (CSR)"),
    purpose=(
        "Satu baris satu janji dan apa yang sudah datang. Kode yang sudah ada diganti seluruh isinya: kirim lagi barisnya "
        "setiap kali ada yang datang.",
        "One row is one pledge and what of it came. A code that is known gets all of the new content: send its row again "
        "whenever something came.",
    ),
    example=_example,
)
