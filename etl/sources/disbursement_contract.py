"""The columns of a disbursement file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from etl import contract_rules as rules
from etl.contract import Column, Contract, ExampleCell
from etl.parse import text
from etl.parse_codes import coded
from etl.parse_dates import date_between, period
from etl.parse_numbers import integer, rupiah
from etl.sources.recipient_columns import programme_column, recipient_columns
from etl.sources.registry_contract import EXAMPLE_KK, EXAMPLE_NIK
from etl.template_place import Place
from pantau.reference import calendar_row

KIND = "disbursement"

_STATUSES = {
    "paid": "dibayar dibayarkan bayar salur disalurkan tersalur tersalurkan cair dicairkan sudahcair sudahdibayar "
    "sudahsalur terbayar lunas diterima berhasil sukses selesai paid",
    "due": "belum belumdibayar belumcair belumsalur belumbayar belumtersalur belumdisalurkan proses diproses "
    "dalamproses terjadwal dijadwalkan menunggu due scheduled pending",
    "failed": "gagal gagalbayar gagalsalur gagaltransfer gagalcair failed",
    "returned": "kembali dikembalikan retur returned",
}
STATUSES: dict[str, object] = {word: status for status, words in _STATUSES.items() for word in words.split()}

_CHOICES = ("Dibayar", "Belum", "Gagal", "Retur")

_MONEY: dict[str, Any] = {"summed": True, "dtype": "int64", "neutral": 0}
_DATE: dict[str, Any] = {"dtype": "datetime64[D]", "neutral": "NaT", "rule": rules.DATE}
_PROGRAMME = (
    "PROGRAM",
    "KODE PROGRAM",
    "NAMA PROGRAM",
    "PROGRAM BANTUAN",
    "JENIS BANSOS",
    "JENIS BANTUAN",
    "PROGRAMME",
)
_PERIOD = ("PERIODE", "PERIODE PENYALURAN", "PERIODE SALUR", "BULAN", "MASA", "PERIOD")
_DUE = ("JATUH TEMPO", "TANGGAL JATUH TEMPO", "TGL JATUH TEMPO", "TANGGAL JADWAL", "JADWAL", "DUE DATE")
_PAID = (
    *("TANGGAL BAYAR", "TGL BAYAR", "TANGGAL DIBAYAR", "TANGGAL SALUR", "TGL SALUR", "TANGGAL PENYALURAN"),
    *("TGL PENYALURAN", "TANGGAL CAIR", "TGL CAIR", "TANGGAL PENCAIRAN", "PAID DATE"),
)
_AMOUNT = (
    *("NOMINAL", "NOMINAL (RP)", "NOMINAL DITERIMA", "JUMLAH RUPIAH", "JUMLAH (RP)", "JUMLAH UANG", "JUMLAH DITERIMA"),
    *("NILAI", "NILAI (RP)", "NILAI BANTUAN", "BESARAN", "AMOUNT"),
)
_ENTITLED = ("NOMINAL SEHARUSNYA", "NILAI SEHARUSNYA", "SEHARUSNYA", "NOMINAL HAK", "HAK", "ENTITLED AMOUNT")
_GOODS = ("BARANG", "NAMA BARANG", "JENIS BARANG", "GOODS")
_QUANTITY = ("JUMLAH", "JUMLAH BARANG", "JML", "JML BARANG", "KUANTITAS", "QTY", "VOLUME", "QUANTITY")
_CHANNEL = ("KANAL", "KANAL PENYALURAN", "SALURAN", "PENYALUR", "BANK PENYALUR", "BANK", "CHANNEL")
_STATUS = ("STATUS", "STATUS SALUR", "STATUS PENYALURAN", "STATUS BAYAR", "STATUS PEMBAYARAN")


def _example(place: Place) -> list[dict[str, ExampleCell]]:
    """One transfer of each programme (three at most) to the families of the registry's example."""
    return [_transfer(row, place) for row in place.programmes[:3]]


def _transfer(row: dict[str, Any], place: Place) -> dict[str, ExampleCell]:
    first = place.month_of(row)
    due = dt.date(first // 12, first % 12 + 1, 10)
    paid: dict[str, ExampleCell] = {"paid": due, "status": "Dibayar"} if due <= place.today else {"status": "Belum"}
    goods: dict[str, ExampleCell] = {"goods": "Paket pangan", "quantity": 1, "channel": "Kantor kelurahan"}
    is_goods = row["benefit_kind"] == "barang"
    money: dict[str, ExampleCell] = {} if is_goods and row["unit_value"] else {"amount": row["amount"] or 200_000}
    return {
        "programme": row["code"],
        **({"nik": EXAMPLE_NIK} if row["unit"] == "person" else {"kk": EXAMPLE_KK}),
        "period": str(calendar_row(first)["month"]),
        "due": due,
        **paid,
        **money,
        **(goods if is_goods else {"channel": "Bank"}),
    }


CONTRACT = Contract(
    KIND,
    (
        programme_column(
            _PROGRAMME,
            ("Program yang membayar.", "The programme that pays."),
            "transfer_twice",
            "transfer_replaced",
        ),
        *recipient_columns(
            "NIK PENERIMA",
            (
                "Nomor KK penerima, bila program untuk keluarga.",
                "KK of the recipient, where the programme is for families.",
            ),
            (
                "NIK penerima, bila program untuk perorangan.",
                "NIK of the recipient, where the programme is for persons.",
            ),
        ),
        Column(
            "period",
            _PERIOD,
            period,
            required=True,
            dtype="int64",
            neutral=0,
            meaning=(
                "Bulan yang dicakup; satu bulan saja diperpanjang menurut bulan per tahap programnya.",
                "The months covered; a single month is filled out by the months of the programme.",
            ),
            rule=rules.PERIOD,
            reasons=("period_too_far", "period_outside_programme"),
        ),
        Column(
            "due",
            _DUE,
            date_between(2000, 2099),
            required=True,
            meaning=("Kapan seharusnya dibayar.", "When it was to be paid."),
            reasons=("due_too_far",),
            **_DATE,
        ),
        Column(
            "paid",
            _PAID,
            date_between(2000, 2099),
            meaning=("Kapan dibayar; kosong: belum.", "When it was paid; blank: not yet."),
            reasons=("paid_without_date", "paid_in_future", "paid_date_far", "paid_date_unused"),
            **_DATE,
        ),
        Column(
            "amount",
            _AMOUNT,
            rupiah,
            meaning=("Rupiah yang diterima.", "Rupiah received."),
            rule=rules.RUPIAH,
            reasons=("amount_missing", "amount_not_positive"),
            **_MONEY,
        ),
        Column(
            "entitled",
            _ENTITLED,
            rupiah,
            meaning=(
                "Rupiah yang menjadi hak; kosong: nominal programnya.",
                "Rupiah entitled to; blank: the programme's amount.",
            ),
            rule=rules.RUPIAH,
            reasons=("amount_not_positive",),
            **_MONEY,
        ),
        Column(
            "goods",
            _GOODS,
            text(80),
            shown="open",
            meaning=("Nama barang.", "What goods."),
            rule=rules.words(80),
        ),
        Column(
            "quantity",
            _QUANTITY,
            integer,
            meaning=(
                "Jumlah barang; wajib pada program barang.",
                "Number of goods; required where the programme gives goods.",
            ),
            rule=rules.INTEGER,
            reasons=("quantity_missing", "amount_not_positive", "number_too_large"),
            **_MONEY,
        ),
        Column(
            "channel",
            _CHANNEL,
            text(40),
            shown="open",
            meaning=(
                "Lewat mana disalurkan: bank, kantor pos, kelurahan.",
                "Through whom it was paid: bank, post office, kelurahan.",
            ),
            rule=rules.words(40),
        ),
        Column(
            "status",
            _STATUS,
            coded(STATUSES, "status_not_understood"),
            meaning=(
                "Keadaan penyaluran; kosong: dibayar bila ada tanggal bayar.",
                "State of the transfer; blank: paid if there is a paid date.",
            ),
            rule=rules.one_of(_CHOICES, "status_not_understood"),
            choices=_CHOICES,
        ),
    ),
    one_of=(("kk", "nik"), ("amount", "entitled", "quantity")),
    title=("Penyaluran bantuan", "Disbursements"),
    purpose=(
        "Satu baris satu penyaluran. Program, penerima, dan bulan pertama yang sama diganti; yang tidak disebut lagi tetap, "
        "kecuali berkas dimuat sebagai pengganti bulan-bulannya.",
        "One row is one transfer. The same programme, recipient and first month is replaced; those not named any more stay, "
        "unless the file is loaded as the whole list of its months.",
    ),
    example=_example,
)
