"""THE catalogue of audit checks: what each looks for, where its definition comes from, what its rupiah mean.

A check looks at loaded facts (``looks_at_facts``: its SELECT is in :mod:`pantau.audit_rules`, its findings are kept), at
rows that the loader refused or warned about (``reasons``: keys of the loader's messages), or at both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")

DTKS = "BPK, pemeriksaan DTKS 2020"
BPK = "BPK, pemeriksaan penyaluran bansos"
BPKP = "BPKP 2020"
KPK = "KPK, pemadanan data bansos"


@dataclass(frozen=True)
class Check:
    """One definition. Texts in ``id`` and ``en``; ``stake`` says what the rupiah of a finding are, ``next`` what to do."""

    id: str
    severity: Severity
    name_id: str
    name_en: str
    meaning_id: str
    meaning_en: str
    stake_id: str
    stake_en: str
    next_id: str
    next_en: str
    source: str
    reasons: tuple[str, ...] = ()
    looks_at_facts: bool = False

    def text(self, what: Literal["name", "meaning", "stake", "next"], language: str) -> str:
        """One of the texts in ``id`` or ``en``."""
        return str(getattr(self, f"{what}_{'en' if language == 'en' else 'id'}"))


_PAID_ID, _PAID_EN = "rupiah yang dibayarkan", "rupiah paid"
_REFUSED_ID = "rupiah baris yang ditolak di berkas itu, karena sebab apa pun; tidak ada di angka mana pun"
_REFUSED_EN = "rupiah of the rows refused in that file, for whatever reason; they are in no figure"
_MEND_ID = "Unduh baris yang ditolak, perbaiki di sumbernya, lalu muat lagi."
_MEND_EN = "Download the refused rows, correct them at the source, and load them again."

_ON_FACTS = (
    Check(
        "dead_paid",
        "high",
        "Meninggal, masih dibayar",
        "Dead, still paid",
        "Penerima perorangan yang menurut registri sudah meninggal, atau keluarga yang semua anggotanya sudah meninggal, "
        "dengan penyaluran yang dibayar dan jatuh tempo sesudah tanggal meninggal (bila tanggalnya kosong: sesudah "
        "berkas yang menyatakannya dimuat).",
        "A person who by the registry has died, or a household all of whose members have died, with paid transfers due "
        "after the date of death (where that is blank: after the file that says so was loaded).",
        _PAID_ID,
        _PAID_EN,
        "Hentikan penyaluran, cocokkan dengan akta kematian, dan minta bank atau pos menahan saldo yang belum diambil.",
        "Stop the payments, compare with the death certificate, and ask the bank or post office to hold what is left.",
        BPK,
        looks_at_facts=True,
    ),
    Check(
        "moved_paid",
        "high",
        "Pindah atau tidak ditemukan, masih dibayar",
        "Moved or not found, still paid",
        "Penerima perorangan yang menurut registri pindah atau tidak ditemukan, atau keluarga tanpa seorang pun anggota "
        "aktif (tidak semuanya meninggal), dengan penyaluran yang dibayar dan jatuh tempo sesudah itu.",
        "A person who by the registry has moved away or was not found, or a household without any active member (not all "
        "of them dead), with paid transfers due after that.",
        _PAID_ID,
        _PAID_EN,
        "Periksa domisilinya di lapangan; bila benar pindah, keluarkan dari daftar dan beri tahu kelurahan yang baru.",
        "Check on the spot where they live; if they did move, take them off the list and tell the new kelurahan.",
        BPKP,
        looks_at_facts=True,
    ),
    Check(
        "name_of_dead",
        "medium",
        "Kepala meninggal, nama penerima belum diganti",
        "Head has died, name not changed",
        "Penyaluran kepada keluarga yang masih punya anggota aktif, tetapi orang yang disebut (atau, bila tidak ada yang "
        "disebut, kepala keluarganya) meninggal sebelum jatuh tempo dan belum ada kepala keluarga pengganti.",
        "A transfer to a household that still has active members, while the person it names (or, where it names nobody, "
        "the head) died before it was due and no new head is registered.",
        "rupiah yang dibayarkan; keluarga mungkin tetap berhak",
        "rupiah paid; the household may well be entitled to them",
        "Ganti nama penerima dan kepala keluarganya, lalu muat registri yang baru.",
        "Change the recipient's name and the head of the household, then load the new registry.",
        BPKP,
        looks_at_facts=True,
    ),
    Check(
        "paid_twice",
        "high",
        "Dibayar dua kali untuk bulan yang sama",
        "Paid twice for the same month",
        "Dua penyaluran yang dibayar dari program yang sama mencakup bulan yang sama untuk penerima yang sama; pada "
        "program keluarga juga bila sekali memakai nomor KK dan sekali memakai NIK. Yang dibayar belakangan yang ditandai.",
        "Two paid transfers of the same programme cover the same month for the same recipient; in a programme for "
        "households also when one names the KK and the other a NIK. The one paid later is flagged.",
        "bagian pembayaran yang belakangan untuk bulan yang sudah dibayar",
        "the share of the later payment for the months that had been paid already",
        "Cocokkan dengan bukti salur; bila benar dua kali, minta pengembalian.",
        "Compare with the proof of payment; if it was paid twice, ask for it back.",
        DTKS,
        ("transfer_twice",),
        looks_at_facts=True,
    ),
    Check(
        "above_entitlement",
        "medium",
        "Dibayar lebih dari haknya",
        "Paid above the entitlement",
        "Penyaluran yang dibayar dengan nominal lebih besar daripada nominal seharusnya.",
        "A paid transfer whose amount is larger than the amount due.",
        "selisih di atas hak",
        "the difference above the entitlement",
        "Periksa dasar hitungannya; bila keliru, koreksi di tahap berikutnya.",
        "Check how it was computed; if wrong, correct it in the next stage.",
        BPK,
        looks_at_facts=True,
    ),
    Check(
        "not_eligible",
        "medium",
        "Penerima tidak memenuhi syarat",
        "Recipient is not eligible",
        "Penyaluran yang dibayar kepada keluarga yang menurut registri sekarang tidak memenuhi syarat programnya (desil "
        "dan kategori). Dahulu keluarga itu mungkin memenuhi syarat.",
        "A paid transfer to a household that by the registry as it stands now is not eligible for the programme (desil "
        "and category). It may have been eligible then.",
        _PAID_ID,
        _PAID_EN,
        "Usulkan verifikasi lapangan atau musyawarah kelurahan; keluarkan bila memang tidak berhak.",
        "Propose a check on the spot or in the kelurahan's meeting; take off the list who is not entitled.",
        BPKP,
        looks_at_facts=True,
    ),
    Check(
        "above_wage",
        "medium",
        "Penghasilan di atas upah minimum",
        "Income above the minimum wage",
        "Penyaluran yang dibayar kepada orang (pada program keluarga: kepala keluarganya) yang pendapatannya di registri "
        "sekarang lebih besar daripada UMP DKI Jakarta tahun jatuh temponya.",
        "A paid transfer to a person (in a programme for households: to the head) whose income in the registry as it "
        "stands now is larger than Jakarta's minimum wage in the year in which it was due.",
        _PAID_ID,
        _PAID_EN,
        "Minta bukti penghasilan; perbarui registri atau usulkan keluar dari daftar.",
        "Ask for proof of income; correct the registry or propose to take them off the list.",
        BPK,
        looks_at_facts=True,
    ),
    Check(
        "before_entry",
        "medium",
        "Dibayar sebelum masuk kepesertaan",
        "Paid before enrolment",
        "Penyaluran yang dibayar untuk bulan-bulan sebelum penerimanya pertama kali masuk menurut daftar kepesertaan. "
        "Hanya untuk penerima yang ada di daftar itu.",
        "A paid transfer for months before its recipient first entered the programme by its list of participants. Only "
        "for recipients who are on that list.",
        _PAID_ID,
        _PAID_EN,
        "Cocokkan tanggal masuk dengan surat keputusan; perbaiki daftar atau minta pengembalian.",
        "Compare the entry date with the decree; correct the list or ask for the money back.",
        BPKP,
        looks_at_facts=True,
    ),
    Check(
        "after_exit",
        "high",
        "Dibayar sesudah keluar kepesertaan",
        "Paid after exit",
        "Penyaluran yang dibayar untuk bulan-bulan sesudah penerimanya keluar menurut daftar kepesertaan (dan belum masuk "
        "lagi). Hanya untuk penerima yang ada di daftar itu.",
        "A paid transfer for months after its recipient left the programme by its list of participants (and had not "
        "entered again). Only for recipients who are on that list.",
        _PAID_ID,
        _PAID_EN,
        "Pastikan tanggal keluar sudah sampai ke penyalur; hentikan dan minta pengembalian.",
        "Make sure that the exit reached whoever pays; stop the payments and ask for the money back.",
        BPKP,
        looks_at_facts=True,
    ),
    Check(
        "outside_run",
        "low",
        "Di luar masa berjalan program",
        "Outside the programme's run",
        "Penyaluran yang dibayar untuk bulan sebelum program mulai atau sesudah program selesai.",
        "A paid transfer for months before the programme began or after it ended.",
        _PAID_ID,
        _PAID_EN,
        "Periksa nama program dan periodenya di berkas, atau perbarui masa berjalan programnya.",
        "Check the programme's name and the period in the file, or correct the programme's run.",
        BPK,
        looks_at_facts=True,
    ),
    Check(
        "future_dates",
        "high",
        "Tanggal di masa depan",
        "Dates in the future",
        "Penyaluran dengan tanggal bayar sesudah hari berkasnya dimuat, dan baris yang ditolak karena tanggalnya belum "
        "terjadi atau terlalu jauh.",
        "Transfers whose paid date is after the day their file was loaded, and rows refused because a date has not come "
        "yet or is too far away.",
        "rupiah yang dinyatakan dibayar",
        "rupiah said to be paid",
        "Periksa tahun dan bulannya di berkas sumber.",
        "Check the year and month in the source file.",
        BPK,
        ("paid_in_future", "due_too_far", "period_too_far", "birth_in_future", "entry_in_future"),
        looks_at_facts=True,
    ),
)


def _refused(
    id: str, severity: Severity, name: tuple[str, str], meaning: tuple[str, str], source: str, *reasons: str
) -> Check:
    stake, then = (_REFUSED_ID, _REFUSED_EN), (_MEND_ID, _MEND_EN)
    return Check(id, severity, *name, *meaning, *stake, *then, source, reasons)


_NUMBER_FAULTS = ("number_length", "number_not_digits", "number_rounded", "number_province", "required")

_ON_REFUSED = (
    _refused(
        "nik_invalid",
        "high",
        ("NIK tidak sah", "NIK not valid"),
        (
            "NIK kosong, bukan 16 angka, dibulatkan Excel, atau kode wilayah dan tanggal lahirnya tidak mungkin.",
            "The NIK is blank, not 16 digits, rounded by Excel, or has a region or birth date that cannot be.",
        ),
        f"{DTKS}: 10.922.479 NIK anggota",
        "nik_district",
        "nik_birth_date",
        *_NUMBER_FAULTS,
    ),
    _refused(
        "kk_invalid",
        "high",
        ("Nomor KK tidak sah", "KK number not valid"),
        (
            "Nomor KK kosong, bukan 16 angka, atau dibulatkan Excel.",
            "The KK number is blank, not 16 digits, or rounded by Excel.",
        ),
        f"{DTKS}: 16.373.682 nomor KK",
        *_NUMBER_FAULTS,
    ),
    _refused(
        "nik_double",
        "high",
        ("NIK ganda", "NIK double"),
        (
            "NIK yang sama lebih dari sekali di satu berkas registri.",
            "The same NIK more than once in one registry file.",
        ),
        f"{DTKS}: 86.465 NIK; {BPKP}: 41.985 dengan nama yang sama",
        "nik_twice",
    ),
    _refused(
        "nik_differs",
        "low",
        ("NIK lain dari tanggal lahir atau jenis kelamin", "NIK differs from birth date or sex"),
        (
            "Baris dimuat dengan peringatan: tanggal lahir atau jenis kelaminnya lain dari yang tertera di NIK (hari + 40 "
            "untuk perempuan).",
            "The row was loaded with a warning: its birth date or sex is not what the NIK says (day + 40 for women).",
        ),
        DTKS,
        "nik_birth_differs",
        "nik_sex_differs",
    ),
    _refused(
        "name_empty",
        "medium",
        ("Nama kosong", "Name empty"),
        ("Baris registri tanpa nama.", "A registry row without a name."),
        f"{DTKS}: 5.702 nama",
        "required",
    ),
    _refused(
        "area_unknown",
        "medium",
        ("RT tidak ada atau tidak jelas", "RT does not exist or is unclear"),
        (
            "Nomor RT atau RW yang tidak ada di daftar wilayah, tidak lengkap, bertentangan, atau lain dari keluarganya.",
            "An RT or RW number that is not in the list of areas, is incomplete, contradicts itself or its family's.",
        ),
        "6T: tepat administrasi",
        *("rt_not_understood", "rt_became_date", "rt_incomplete", "rt_contradicts", "rt_unknown", "household_other_rt"),
        *("area_code_invalid", "area_unknown", "area_parent_unknown", "area_parent_differs", "area_level_differs"),
    ),
    _refused(
        "not_registered",
        "high",
        ("Penerima tidak ada di registri", "Recipient is not in the registry"),
        (
            "Penyaluran dengan NIK atau nomor KK yang tidak ada di registri, atau tanpa keduanya.",
            "A transfer whose NIK or KK number is not in the registry, or that has neither.",
        ),
        f"{KPK}: 16.796.924 tidak padan",
        *("nik_not_registered", "kk_not_registered", "recipient_missing"),
    ),
    _refused(
        "other_household",
        "medium",
        ("NIK di KK lain", "NIK in another household"),
        (
            "NIK dan nomor KK di satu baris milik keluarga yang berbeda, atau orang yang berpindah KK antarberkas.",
            "NIK and KK number in one row belong to different households, or a person changed household between files.",
        ),
        DTKS,
        *("nik_other_household", "person_moved"),
    ),
    _refused(
        "goods_without_quantity",
        "medium",
        ("Barang tanpa jumlah", "Goods without quantity"),
        ("Penyaluran barang yang jumlahnya tidak diisi.", "A transfer of goods without its quantity."),
        "6T: tepat jumlah",
        "quantity_missing",
    ),
    _refused(
        "amount_unclear",
        "medium",
        ("Jumlah uang tidak jelas", "Amount unclear"),
        (
            "Nominal kosong, nol, negatif, atau bukan rupiah bulat; atau dinyatakan dibayar tanpa tanggal.",
            "An amount that is blank, zero, negative or not whole rupiah; or said to be paid without a date.",
        ),
        "6T: tepat jumlah",
        *("amount_missing", "amount_not_positive", "fractional_rupiah", "number_negative", "paid_without_date"),
    ),
    _refused(
        "other_refused",
        "low",
        ("Ditolak karena sebab lain", "Refused for another reason"),
        (
            "Baris yang ditolak karena sebab selain yang di atas, misalnya tanggal, program, atau status yang tidak dimengerti.",
            "Rows refused for a reason other than the above, such as a date, programme or status that is not understood.",
        ),
        "6T: tepat administrasi",
    ),
)

CHECKS: dict[str, Check] = {check.id: check for check in (*_ON_FACTS, *_ON_REFUSED)}
OTHER = "other_refused"
_BY_REASON: dict[str, str] = {reason: check.id for check in CHECKS.values() for reason in check.reasons}


def check_of(reason: str, column: str, rejected: bool) -> str | None:
    """The check that a problem of the loader belongs to; None for a warning that is no audit matter.

    What is wrong with a number, or blank, is told apart by the heading (``column``, as written in the file).
    """
    if reason in _NUMBER_FAULTS:
        heading = "".join(c for c in column.upper() if c.isalpha())
        if "NIK" in heading or "KTP" in heading or "INDUKKEPENDUDUKAN" in heading:
            return "nik_invalid"
        if "KK" in heading or "KARTUKELUARGA" in heading:
            return "kk_invalid"
        if reason == "required" and heading.startswith(("NAMA", "NAME")) and "PROGRAM" not in heading:
            return "name_empty"
        return OTHER
    return _BY_REASON.get(reason, OTHER if rejected else None)
