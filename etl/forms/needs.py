"""The assessment of needs: a visit, and a repeat for each need of the family with its urgency."""

from __future__ import annotations

from etl.forms.sheets import Form, Item, repeat
from etl.forms.visit import DONE, INSTANCE_NAME, RESULTS, place_choices, questions, sector_choices
from etl.template_place import Place
from pantau.sectors import SECTORS


def form(place: Place) -> Form:
    """The form ``penilaian_kebutuhan`` for a place. ValueError where it has no RT."""
    items = (*questions("kebutuhan"), *needs())
    choices = (*place_choices(place), *RESULTS, *sector_choices())
    return Form("penilaian_kebutuhan", "Penilaian kebutuhan", items, choices, INSTANCE_NAME)


def needs() -> list[Item]:
    """The repeat for the needs of the family; the household survey asks it too."""
    asked = [
        Item(
            "select_one sektor",
            "kebutuhan",
            ("Kebutuhan", "Need"),
            ("Satu bidang satu kali saja.", "Each sector once only."),
            "yes",
        ),
        Item(
            "integer",
            "urutan",
            ("Urutan", "Urgency"),
            ("1 = paling mendesak.", "1 = most urgent."),
            "yes",
            constraint=f". >= 1 and . <= {len(SECTORS)}",
            said=(f"1 sampai {len(SECTORS)}.", f"1 to {len(SECTORS)}."),
        ),
    ]
    return repeat("mendesak", ("Kebutuhan keluarga", "Needs of the family"), asked, DONE)
