"""The columns of a disbursement file."""

from __future__ import annotations

from etl.contract import Column, Contract
from etl.parse import text
from etl.parse_codes import coded
from etl.parse_dates import date_between, period
from etl.parse_identity import kk, nik
from etl.parse_numbers import integer, rupiah

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

_MONEY = {"summed": True, "dtype": "int64", "neutral": 0}
_DATE = {"dtype": "datetime64[D]", "neutral": "NaT"}
_KK = ("NO KK", "NOMOR KK", "NOKK", "KK", "NOMOR KARTU KELUARGA", "NO KARTU KELUARGA", "KARTU KELUARGA")
_NIK = ("NIK", "NO NIK", "NOMOR NIK", "NIK PENERIMA", "NOMOR INDUK KEPENDUDUKAN", "NO KTP", "NOMOR KTP")
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

CONTRACT = Contract(
    KIND,
    (
        Column("programme", _PROGRAMME, text(120), required=True, shown="open"),
        Column("kk", _KK, kk, shown="number"),
        Column("nik", _NIK, nik, shown="number"),
        Column("period", _PERIOD, period, required=True, dtype="int64", neutral=0),
        Column("due", _DUE, date_between(2000, 2099), required=True, **_DATE),  # type: ignore[arg-type]
        Column("paid", _PAID, date_between(2000, 2099), **_DATE),  # type: ignore[arg-type]
        Column("amount", _AMOUNT, rupiah, **_MONEY),  # type: ignore[arg-type]
        Column("entitled", _ENTITLED, rupiah, **_MONEY),  # type: ignore[arg-type]
        Column("goods", _GOODS, text(80), shown="open"),
        Column("quantity", _QUANTITY, integer, **_MONEY),  # type: ignore[arg-type]
        Column("channel", _CHANNEL, text(40), shown="open"),
        Column("status", _STATUS, coded(STATUSES, "status_not_understood")),
    ),
    one_of=(("kk", "nik"), ("amount", "entitled", "quantity")),
)
