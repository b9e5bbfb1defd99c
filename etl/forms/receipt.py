"""The receipt of aid: a visit, and a repeat for each programme the family was to get something of."""

from __future__ import annotations

from etl.forms.sheets import Choice, Form, Item, repeat
from etl.forms.visit import DONE, INSTANCE_NAME, RESULTS, YES_NO, place_choices, programme_choices, questions
from etl.template_place import Place

_MOST = 100_000_000
_SCALE = (
    Choice("puas", "1", ("Sangat tidak puas", "Very dissatisfied")),
    Choice("puas", "2", ("Tidak puas", "Dissatisfied")),
    Choice("puas", "3", ("Cukup", "Neither")),
    Choice("puas", "4", ("Puas", "Satisfied")),
    Choice("puas", "5", ("Sangat puas", "Very satisfied")),
)


def form(place: Place) -> Form:
    """The form ``penerimaan_bantuan`` for a place. ValueError where it has no RT or no programme."""
    asked = [
        Item(
            "select_one program",
            "program",
            ("Program", "Programme"),
            ("Satu program satu kali saja.", "Each programme once only."),
            "yes",
            appearance="minimal",
        ),
        Item(
            "select_one ya_tidak",
            "diterima",
            ("Diterima", "Received"),
            ("Apakah diterima dalam tiga bulan terakhir?", "Was it received within the last three months?"),
            "yes",
        ),
        Item(
            "integer",
            "nominal",
            ("Nominal", "Amount"),
            (
                "Rupiah yang diterima terakhir; kosong bila berupa barang.",
                "Rupiah received last; blank if it came as goods.",
            ),
            relevant="${diterima} = 'ya'",
            constraint=f". >= 0 and . <= {_MOST}",
            said=("0 sampai 100.000.000 rupiah.", "0 to 100,000,000 rupiah."),
        ),
        Item(
            "select_one puas",
            "puas",
            ("Puas", "Satisfaction"),
            (
                "Seberapa puas keluarga ini dengan program ini? Ditanyakan juga bila tidak diterima.",
                "How satisfied is the family with this programme? Asked also when it was not received.",
            ),
            "yes",
        ),
    ]
    items = (*questions("penerimaan"), *repeat("bantuan", ("Bantuan", "Aid"), asked, DONE))
    choices = (*place_choices(place), *RESULTS, *YES_NO, *programme_choices(place), *_SCALE)
    return Form("penerimaan_bantuan", "Penerimaan bantuan", items, choices, INSTANCE_NAME)
