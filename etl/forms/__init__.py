"""The XLSForms that officers fill in on a phone (ODK Collect, KoboCollect), made from the tables of the database.

Their questions are named and labelled by the headings of the file contracts, so that what the survey server exports is
loaded as it is: see ``docs/formulir-lapangan.md``.
"""

from __future__ import annotations

from pathlib import Path

from etl.forms import household, needs, receipt
from etl.forms.sheets import Form, write_form
from etl.template_place import Place

__all__ = ["FORMS", "Form", "forms_of", "write_forms"]

FORMS = (household.form, receipt.form, needs.form)
"""Each makes one form from the areas and programmes of a place."""


def forms_of(place: Place) -> list[Form]:
    """The forms with the choices of a place. ValueError when it has no RT, or no programme that can be asked about."""
    return [make(place) for make in FORMS]


def write_forms(folder: Path, place: Place) -> list[Path]:
    """Write the forms into ``folder`` (made if need be), the same bytes for the same place; their paths. OSError,
    ValueError."""
    made = forms_of(place)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{form.id}.xlsx" for form in made]
    for form, path in zip(made, paths, strict=True):
        write_form(form, path)
    return paths
