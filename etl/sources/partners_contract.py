"""The columns of the list of partners: who works with the kelurahan."""

from __future__ import annotations

from etl.contract import Contract, ExampleCell
from etl.sources.part_columns import code_column, coded_column
from etl.sources.part_public import public_column
from etl.template_place import EXAMPLE_PARTNER, Place

KIND = "partners"

KINDS = {
    "pemerintah": "pemerintah dinas kementerian pemda instansi puskesmas opd government",
    "lsm": "lsm ngo yayasan ormas nirlaba organisasi",
    "perusahaan": "perusahaan swasta csr bumn bumd pt company",
    "komunitas": "komunitas kelompok karangtaruna pkk paguyuban community",
    "posyandu": "posyandu kader posbindu",
    "kampus": "kampus universitas perguruantinggi sekolah university",
    "lainnya": "lainnya lain other",
}


def _example(_place: Place) -> list[dict[str, ExampleCell]]:
    """A company and a health post."""
    return [
        {"code": EXAMPLE_PARTNER, "name": "Perusahaan Mitra Contoh", "kind": "perusahaan"},
        {
            "code": "POSYANDU-CONTOH",
            "name": "Posyandu Contoh",
            "kind": "posyandu",
            "note": "Buka setiap Selasa pekan kedua.",
        },
    ]


CONTRACT = Contract(
    KIND,
    (
        code_column(
            "code",
            ("KODE MITRA", "ID MITRA", "PARTNER CODE"),
            30,
            ("Kode pendek mitra, dipakai di berkas lain.", "Short code of the partner, used in other files."),
            "key_twice",
            "row_replaced",
        ),
        public_column(
            "name",
            ("NAMA MITRA", "NAMA LEMBAGA", "NAMA ORGANISASI", "PARTNER NAME"),
            120,
            ("Nama lembaga.", "Name of the organisation."),
            required=True,
        ),
        coded_column(
            "kind",
            ("JENIS MITRA", "JENIS LEMBAGA", "TIPE MITRA", "PARTNER KIND"),
            KINDS,
            tuple(KINDS),
            (
                "Jenis mitra.",
                "What kind of partner: government, NGO, company, community, health post, university, other.",
            ),
            required=True,
        ),
        public_column(
            "note",
            ("CATATAN", "KETERANGAN", "NOTE"),
            200,
            ("Catatan.", "A note."),
        ),
    ),
    title=("Daftar mitra", "List of partners"),
    purpose=(
        "Satu baris satu mitra. Kode yang sudah ada diganti seluruh isinya; mitra yang tidak disebut lagi tetap.",
        "One row is one partner. A code that is known gets all of the new content; partners not named any more stay.",
    ),
    example=_example,
)
