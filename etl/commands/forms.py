"""``forms``: the XLSForms for phones, with the areas and programmes of this installation as their choices."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from sqlalchemy import func, select

from etl.commands.shared import engine_for_reading
from etl.forms import write_forms
from etl.template_place import Place, place_of
from pantau.reference import home_kelurahan
from pantau.schema import area, programme


def add(commands: argparse._SubParsersAction) -> None:
    """Add ``forms``."""
    text = "buat formulir lapangan (XLSForm) untuk ODK Collect dan KoboCollect · make the field forms (XLSForm)"
    forms = commands.add_parser("forms", help=text, description=text)
    forms.add_argument("--out", type=Path, default=Path("formulir"), metavar="FOLDER")
    forms.add_argument(
        "--example",
        action="store_true",
        help="dengan wilayah dan program data contoh, seperti data/forms · with the areas and programmes of the demo",
    )
    forms.add_argument("--json", action="store_true")
    forms.set_defaults(run=_forms)


def _forms(options: argparse.Namespace) -> int:
    place = _example() if options.example else _here()
    if place is None:
        print(
            "Belum ada RT atau program di basis data. Muat dahulu daftar wilayah dan program, lalu buat formulirnya.\n"
            "There are no RT or no programmes in the database yet. Load the areas and programmes first."
        )
        return 2
    try:
        paths = write_forms(options.out, place)
    except ValueError:
        print(
            "Tidak ada program yang dapat ditanyakan: semua sudah selesai atau berupa jasa. · "
            "There is no programme to ask about: all have ended or are services."
        )
        return 2
    except OSError as error:
        print(f"{options.out}: tidak dapat ditulis · cannot be written ({error.strerror})")
        return 2
    names = [str(path) for path in paths]
    print(json.dumps({"files": names}) if options.json else "\n".join(names))
    return 0


def _example() -> Place:
    from etl.forms.example import demo_place  # the generator is needed for nothing else

    return demo_place()


def _here() -> Place | None:
    """This installation; None where it has no RT or no programmes, and the examples of templates would stand in."""
    with engine_for_reading().connect() as connection:
        inside = area.c.code.like(f"{home_kelurahan()}.%")
        rts = select(func.count()).select_from(area).where(inside, area.c.level == "rt")
        counts = [connection.scalar(query) for query in (rts, select(func.count()).select_from(programme))]
        return place_of(connection) if all(counts) else None
