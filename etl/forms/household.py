"""The household survey: a visit, the family with a repeat for its members as the registry's contract has them, its needs."""

from __future__ import annotations

from etl.contract_rules import RELATIONS
from etl.forms.needs import needs
from etl.forms.sheets import Choice, Form, Item, group, repeat
from etl.forms.visit import DONE, INSTANCE_NAME, NUMBER_OF_16, RESULTS, YES_NO, place_choices, questions, sector_choices
from etl.parse import clean
from etl.template_place import Place

_RELATIONS_EN = (
    *("Head of the family", "Wife", "Husband", "Child", "Parent", "Parent-in-law", "Child-in-law", "Grandchild"),
    *("Other relative", "Other"),
)
_AGE = "int((decimal-date-time(${tanggal_kunjungan}) - decimal-date-time(${tanggal_lahir})) div 365.25)"
_DAY = "(0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])"  # a woman's has 40 added
_NIK = f"{NUMBER_OF_16} and regex(., '^[0-9]{{6}}{_DAY}(0[1-9]|1[0-2])[0-9]{{6}}$')"
_MOST_INCOME = 100_000_000

_CHOICES = (
    Choice("jenis_kelamin", "L", ("Laki-laki", "Male")),
    Choice("jenis_kelamin", "P", ("Perempuan", "Female")),
    *(
        Choice("hubungan", clean(name).lower().replace(" ", "_"), (name, english))
        for name, english in zip(RELATIONS, _RELATIONS_EN, strict=True)
    ),
    Choice("status_warga", "aktif", ("Aktif", "Lives here")),
    Choice("status_warga", "meninggal", ("Meninggal", "Died")),
    Choice("status_warga", "pindah", ("Pindah", "Moved away")),
)


def form(place: Place) -> Form:
    """The form ``survei_rumah_tangga`` for a place. ValueError where it has no RT."""
    family = group("keluarga", ("Keluarga", "The family"), [_address()], DONE)
    members = repeat("anggota", ("Anggota keluarga", "Member of the family"), _member(), DONE)
    items = (*questions("survei"), *family, *members, *_checks(), *needs())
    choices = (*place_choices(place), *RESULTS, *YES_NO, *_CHOICES, *sector_choices())
    return Form("survei_rumah_tangga", "Survei rumah tangga", items, choices, INSTANCE_NAME)


def _address() -> Item:
    return Item("text", "alamat", ("Alamat", "Address"), required="yes")


def _member() -> list[Item]:
    return [
        Item(
            "text",
            "nik",
            ("NIK", "Identity number"),
            ("16 angka di KTP atau KK.", "16 digits on the identity or family card."),
            "yes",
            constraint=_NIK,
            said=(
                "NIK 16 angka, tanpa spasi; periksa tanggal lahir di dalamnya.",
                "16 digits without blanks; check the birth date inside.",
            ),
            appearance="numbers",
        ),
        Item("text", "nama_lengkap", ("Nama lengkap", "Full name"), required="yes"),
        Item("select_one jenis_kelamin", "jenis_kelamin", ("Jenis kelamin", "Sex"), required="yes"),
        Item(
            "date",
            "tanggal_lahir",
            ("Tanggal lahir", "Date of birth"),
            required="yes",
            constraint=". <= today() and . >= date('1910-01-01')",
            said=("Tidak di masa depan, paling awal 1910.", "Not in the future, 1910 at the earliest."),
        ),
        Item("calculate", "umur", calculation=_AGE),
        Item(
            "select_one hubungan",
            "hubungan",
            ("Hubungan", "Relation"),
            ("Hubungan dengan kepala keluarga.", "Relation to the head of the family."),
            "yes",
            appearance="minimal",
        ),
        Item("calculate", "kepala", calculation="if(${hubungan} = 'kepala_keluarga', 1, 0)"),
        *_conditions(),
        Item(
            "integer",
            "pendapatan",
            ("Pendapatan", "Income"),
            (
                "Rupiah sebulan, sebelum bantuan. Kosong bila tidak ada.",
                "Rupiah a month, before aid. Blank if there is none.",
            ),
            relevant="${umur} >= 10",
            constraint=f". >= 0 and . <= {_MOST_INCOME}",
            said=("0 sampai 100.000.000 rupiah.", "0 to 100,000,000 rupiah."),
        ),
        Item(
            "select_one status_warga",
            "status_warga",
            ("Status warga", "Status"),
            required="yes",
            default="aktif",
        ),
        Item(
            "date",
            "tanggal_status",
            ("Tanggal status", "Status since"),
            ("Sejak kapan meninggal atau pindah.", "Since when the person is dead or has moved."),
            "yes",
            "${status_warga} != 'aktif'",
            ". <= today()",
            ("Tidak boleh di masa depan.", "It cannot be in the future."),
        ),
    ]


def _conditions() -> list[Item]:
    """The flags of the registry: those of age are computed, the others asked of whom they can be true."""
    return [
        Item("calculate", "lansia", calculation="if(${umur} >= 60, 'ya', 'tidak')"),
        Item("calculate", "balita", calculation="if(${umur} <= 6, 'ya', 'tidak')"),
        Item("select_one ya_tidak", "disabilitas", ("Disabilitas", "Disability"), required="yes"),
        Item(
            "select_one ya_tidak",
            "hamil",
            ("Hamil", "Pregnant"),
            required="yes",
            relevant="${jenis_kelamin} = 'P' and ${umur} >= 10 and ${umur} <= 55",
        ),
        Item(
            "select_one ya_tidak",
            "pelajar",
            ("Pelajar", "Pupil"),
            ("Sedang bersekolah.", "Goes to school."),
            "yes",
            "${umur} >= 4 and ${umur} <= 25",
        ),
    ]


def _checks() -> list[Item]:
    """What is only known when all members are filled in; the family cannot be sent off before it is right."""
    return [
        Item("calculate", "jumlah_kepala", calculation="sum(${kepala})"),
        Item(
            "integer",
            "jumlah_orang",
            ("Jumlah anggota", "Number of members"),
            (
                "Untuk memeriksa isian: berapa orang yang baru saja diisi?",
                "To check the answers: how many persons were just filled in?",
            ),
            "yes",
            DONE,
            ". = count(${anggota}) and ${jumlah_kepala} = 1",
            (
                "Harus sama dengan jumlah anggota yang diisi, dan satu orang saja kepala keluarga.",
                "It must equal the members filled in, and exactly one person is head of the family.",
            ),
        ),
    ]
